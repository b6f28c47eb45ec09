"""Photographed documents from Tropy: its JSON-LD export to sources, its notes and transcriptions to passages.

Keys are told by their address in the file's own `@context`, since every template names them as it likes.
"""

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from detente.model.dates import DateError, parse_date
from detente.model.study import Study
from detente.study.imports.additions import Additions
from detente.study.imports.json_file import read_json
from detente.study.imports.remarks import ImportFileError, Remarks
from detente.study.imports.words import slug, unused

MAX_ITEMS: Final = 100_000
_ARCHIVAL: Final = {"source": "repository", "isPartOf": "fond", "box": "inventory", "folder": "file"}
_USED: Final = {"title", "creator", "date", "identifier", "audience", "abstract", "type", "rights", *_ARCHIVAL}
_OWN: Final = {"photo", "note", "selection", "tag", "list", "template", "@type", "@id", "transcription"}


def read_tropy(path: Path) -> tuple[list[dict[str, Any]], Mapping[str, str]]:
    """Read the items of an export, and what its keys mean.

    Raises
    ------
    ImportFileError
        When it is no JSON, or holds no items of Tropy.
    """
    value = read_json(path)
    graph = value.get("@graph") if isinstance(value, dict) else value
    items = [each for each in graph if isinstance(each, dict)] if isinstance(graph, list) else []
    items = [each for each in items if str(each.get("@type", "")).endswith("Item")]
    if not items or len(items) > MAX_ITEMS:
        help = "in Tropy: File, Export, Items as JSON-LD"
        raise ImportFileError(f"{path.name} holds {'too many' if items else 'no'} items of Tropy", help)
    context = value.get("@context") if isinstance(value, dict) else None
    return items, _meanings(context if isinstance(context, dict) else {})


def _meanings(context: Mapping[str, Any]) -> dict[str, str]:
    """Return the last part of the address of each key: `http://purl.org/dc/elements/1.1/title` is `title`."""
    found = {}
    for key, value in context.items():
        address = value.get("@id", "") if isinstance(value, dict) else value
        if isinstance(address, str) and not key.startswith("@"):
            found[key] = re.split(r"[/#:]", address.rstrip("/#"))[-1] or key
    return found


def import_tropy(
    items: list[dict[str, Any]], meanings: Mapping[str, str], study: Study
) -> tuple[Additions, Remarks, int]:
    """Return the sources and passages that the study does not have, what to say, and how many sources it has."""
    additions, remarks = Additions(), Remarks()
    known = {(source.title, _archival_key(source.archival)) for source in study.sources}
    taken = {*study.source_by_id, *study.passage_by_id}
    n_known = 0
    for item in items:
        fields = {meanings.get(key, key): _value(value) for key, value in item.items() if key not in _OWN}
        title = fields.get("title") or "Untitled item"
        archival = {to: fields[name] for name, to in _ARCHIVAL.items() if fields.get(name)}
        if fields.get("identifier"):
            archival["file" if "file" not in archival else "folio"] = fields["identifier"]
        if (title, _archival_key(archival)) in known:
            n_known += 1
            continue
        known.add((title, _archival_key(archival)))
        name = unused(slug(title, 8) or "item", taken)
        taken.add(name)
        additions.add("sources", _source(name, title, archival, fields, remarks))
        for key in sorted(fields.keys() - _USED):
            remarks.add("fields that a source does not hold", key, name)
        if item.get("tag"):
            remarks.add("tags, which a study does not hold", ", ".join(map(str, _listed(item["tag"]))), name)
        for locator, gist, quote in _notes(item, remarks):
            passage = unused(f"{name}-{slug(locator, 3)}", taken)
            taken.add(passage)
            entry = {"id": passage, "source": name, "locator": locator, "gist": gist, "quote": quote}
            additions.add("passages", entry)
    return additions, remarks, n_known


def _source(
    name: str, title: str, archival: dict[str, Any], fields: Mapping[str, str], remarks: Remarks
) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": name, "type": "manuscript", "title": title, "consulted_as": "photograph"}
    if archival:
        entry["archival"] = archival
    if archival.get("repository"):
        entry["holder"] = archival["repository"]
    if fields.get("creator"):
        entry["author"] = [{"literal": fields["creator"]}]
    if fields.get("audience"):
        entry["recipient"] = [{"literal": fields["audience"]}]
    if fields.get("abstract"):
        entry["abstract"] = fields["abstract"]
    if fields.get("date"):
        try:
            parse_date(fields["date"])
            entry["made"] = fields["date"]
        except DateError:
            entry["issued"] = fields["date"]
            remarks.add("dates that are no EDTF, kept as written", fields["date"], name)
    remarks.add("sources of which you must say who speaks in them", name)
    return entry


def _notes(item: Mapping[str, Any], remarks: Remarks) -> Iterator[tuple[str, str, str]]:
    """Yield the locator, the note and the transcription of each photograph and selection that has one."""
    for n, photo in enumerate(_nodes(item.get("photo")), 1):
        place = f"photograph {n}"
        yield from _of(photo, place)
        selections = _nodes(photo.get("selection"))
        for m, selection in enumerate(selections, 1):
            yield from _of(selection, f"{place}, selection {m}")
        if selections:
            remarks.add("rectangles of selections, which a study does not hold", place)


def _of(node: Mapping[str, Any], place: str) -> Iterator[tuple[str, str, str]]:
    for each in _nodes(node.get("note")):
        text = _plain(_value(each.get("text")) or _value(each.get("html")))
        if text:
            yield place, text, ""
    for each in _nodes(node.get("transcription")):
        text = _plain(_value(each.get("text")) or _value(each.get("data")))
        if text:
            yield place, "", text


def _value(value: Any) -> str:
    """Return a value of JSON-LD as one text: itself, its `@value`, or several joined."""
    if isinstance(value, dict):
        value = value.get("@value", value.get("@list", ""))
    if isinstance(value, list):
        return "; ".join(text for each in value[:100] if (text := _value(each) if not isinstance(each, list) else ""))
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _plain(text: str) -> str:
    """Return a note without its marks: a paragraph a line.

    >>> _plain("<p>To the <b>Minister</b></p><p>10 &amp; 11 April</p>")
    'To the Minister 10 & 11 April'
    """
    text = re.sub(r"</(p|div|li|h\d)>|<br\s*/?>", " ", text, flags=re.IGNORECASE)
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", "", text)).split())


def _nodes(value: Any) -> list[dict[str, Any]]:
    value = value.get("@list", [value]) if isinstance(value, dict) else value
    return [each for each in _listed(value) if isinstance(each, dict)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _archival_key(archival: Mapping[str, str]) -> str:
    return ";".join(f"{name}={archival[name]}" for name in sorted(archival) if archival[name])
