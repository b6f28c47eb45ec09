"""A library of sources: Zotero, CSL, BibTeX and RIS become entries of `sources.yaml`."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from detente.model.dates import is_edtf
from detente.model.study import Study
from detente.study.columns import Kind, table_of
from detente.study.imports.additions import Additions
from detente.study.imports.citations import author_of
from detente.study.imports.delimited import read_text
from detente.study.imports.json_file import parse_json
from detente.study.imports.remarks import ImportFileError, Remarks, short
from detente.study.imports.words import key_of, slug, unused
from detente.study.pandoc import pandoc
from detente.study.sheets import SheetError, read_yaml_sheet

Item = dict[str, Any]
MAX_ITEMS: Final = 50_000
MAX_BY_PANDOC: Final = 20_000_000
_ID: Final = re.compile(r"\w[\w.:-]{0,199}")
_DATES: Final = ("issued", "accessed", "original-date", "event-date", "submitted", "available-date")
_ENGLISH: Final = (
    r"(langid|language|hyphenation)(\s*=\s*[{\"])\s*(?:[a-z]*english|american|british|en(?:-\w+)?)\s*([}\"])"
)
_LANGUAGES: Final = {"albanian": "sq", "x-en": "en", "x-none": "", "english": "en", "russian": "ru", "ru-ru": "ru"}
_EXTRA_NAME: Final = re.compile(r"[A-Za-z][A-Za-z _-]{1,40}")
_PARTS: Final = (
    ("fond", r"(?:f|fond|fondi|ф|фонд|rg|record group)\.? ?([\w/-]+)"),
    ("inventory", r"(?:inv|inventari|inventory|op|opis|оп|опись|v|viti)\.? ?([\w/-]+)"),
    ("file", r"(?:d|dosja|dos|file|д|дело|box|kutia)\.? ?([\w/-]+)"),
    ("folio", r"(?:fl|fleta|fletë|folio|л|лист)\.? ?([\w/-]+)"),
)
_CSL_IN_EXTRA: Final = {
    *("citation-key", "original-title", "original-publisher", "original-publisher-place", "archive_collection"),
    *("archive", "archive_location", "archive-place", "event-title", "event-place", "genre", "medium", "dimensions"),
    *("scale", "status", "title-short"),
}
_ZOTERO_TYPES: Final = {
    **{name: name for name in ("book", "manuscript", "thesis", "report", "webpage", "speech", "interview", "map")},
    **{"booksection": "chapter", "journalarticle": "article-journal", "newspaperarticle": "article-newspaper"},
    **{"magazinearticle": "article-magazine", "conferencepaper": "paper-conference", "presentation": "speech"},
    **{"letter": "personal_communication", "encyclopediaarticle": "entry-encyclopedia", "film": "motion_picture"},
    "dataset": "dataset",
}
_ZOTERO_COLUMNS: Final = {
    **{name: name for name in ("ISBN", "ISSN", "DOI")},
    **{name: name.lower() for name in ("Title", "Issue", "Volume", "Publisher", "Language", "Archive", "Edition")},
    **{"Publication Title": "container-title", "Short Title": "title-short", "Series": "collection-title"},
    **{"Date": "issued", "Access Date": "accessed", "Pages": "page", "Num Pages": "number-of-pages"},
    **{"Place": "publisher-place", "Archive Location": "archive_location", "Library Catalog": "source"},
    **{"Call Number": "call-number", "Url": "URL", "Abstract Note": "abstract", "Extra": "note"},
}


def read_library(format: str, path: Path) -> list[Item]:
    """Read a library's items in CSL, whatever they were kept in."""
    text, _ = read_text(path)
    text = text.replace("\0", "")
    read: Mapping[str, Callable[[str, str], list[Item]]] = {
        "zotero": _read_zotero,
        "csl": _read_csl,
        "bibtex": _read_bibtex,
        "ris": _read_ris,
    }
    items = read[format](path.name, text)
    if not items:
        raise ImportFileError(f"{path.name} holds no source")
    if len(items) > MAX_ITEMS:
        raise ImportFileError(f"{path.name} holds more than {MAX_ITEMS:,} sources", "split the file")
    return items


def _read_zotero(file: str, text: str) -> list[Item]:
    first = text.lstrip()[:1]
    if first in ("[", "{"):
        return _read_json(file, text)
    if text.lstrip("\ufeff\n ").startswith(('"Key"', "Key,")):
        return _read_zotero_csv(file, text)
    help = "in Zotero: Export Library, format `CSL JSON`, `Better CSL JSON` or `CSV`"
    raise ImportFileError(f"{file} is no export of Zotero that can be read", help)


def _read_json(file: str, text: str) -> list[Item]:
    return _items(file, parse_json(file, text))


def _read_csl(file: str, text: str) -> list[Item]:
    if text.lstrip()[:1] in ("[", "{"):
        return _read_json(file, text)
    try:
        return _items(file, read_yaml_sheet(file, text).root.plain())
    except SheetError as error:
        raise ImportFileError(f"{file}:{error.span.line}: {error.message}", error.help) from None


def _items(file: str, value: Any) -> list[Item]:
    if isinstance(value, dict):
        value = value.get("references") or value.get("items") or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ImportFileError(f"{file} holds no list of CSL items", "export it as CSL JSON")
    return value


def _read_zotero_csv(file: str, text: str) -> list[Item]:
    csv.field_size_limit(max(len(text), 131072))
    try:
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")))
    except csv.Error as error:
        raise ImportFileError(f"{file}: {error}") from None
    return [_zotero_row(row) for row in rows]


def _zotero_row(row: Mapping[str, Any]) -> Item:
    values = {name: value.strip() for name, value in row.items() if isinstance(name, str) and isinstance(value, str)}
    item: Item = {key: values[name] for name, key in _ZOTERO_COLUMNS.items() if values.get(name)}
    item["type"] = _ZOTERO_TYPES.get(values.get("Item Type", "").lower(), "document")
    for column, role in (("Author", "author"), ("Editor", "editor"), ("Translator", "translator")):
        names = [name.strip() for name in values.get(column, "").split(";") if name.strip()]
        if names:
            parts = (name.partition(",") for name in names)
            item[role] = [
                {"family": f.strip(), "given": g.strip()} if comma else {"literal": f} for f, comma, g in parts
            ]
    return item


def _read_bibtex(file: str, text: str) -> list[Item]:
    """Read BibTeX or BibLaTeX by pandoc, which is kept from writing English titles in small letters."""
    if "@" not in text:
        raise ImportFileError(f"{file} holds no BibTeX entry")
    text = re.sub(_ENGLISH, r"\1\2x-en\3", text, flags=re.IGNORECASE)
    text = re.sub(
        r"(@(?!string|comment|preamble)\w+\s*\{\s*[^\s,{}\"]+\s*,)", r"\1 langid = {x-none},", text, flags=re.IGNORECASE
    )
    return _by_pandoc(file, "biblatex", text)


def _read_ris(file: str, text: str) -> list[Item]:
    """Read RIS by pandoc, and add what pandoc leaves out: archive, call number and notes."""
    items = _by_pandoc(file, "ris", text)
    records = re.split(r"^ER {0,2}-.*$", text, flags=re.MULTILINE)
    records = [record for record in records if re.search(r"^TY {0,2}-", record, flags=re.MULTILINE)]
    if len(records) == len(items):
        for item, record in zip(items, records, strict=True):
            _complete(item, re.findall(r"^([A-Z][A-Z0-9]) {0,2}- ?(.*?)\s*$", record, flags=re.MULTILINE))
    return items


def _complete(item: Item, tags: Iterable[tuple[str, str]]) -> None:
    names = {"CN": "call-number", "AV": "archive_location", "DB": "archive", "LA": "language", "UR": "URL"}
    for tag, value in tags:
        if value and tag in names:
            item.setdefault(names[tag], value)
        elif value and tag == "N1":
            item["note"] = f"{item['note']}\n{value}" if item.get("note") else value


def _by_pandoc(file: str, format: str, text: str) -> list[Item]:
    if len(text) > MAX_BY_PANDOC:
        raise ImportFileError(f"{file} holds more than {MAX_BY_PANDOC:,} letters", "split the file")
    try:
        out = pandoc([f"--from={format}", "--to=csljson"], text, timeout=120)
        return _items(file, json.loads(out))
    except (RuntimeError, ValueError) as error:
        said = " ".join(str(error).removeprefix("pandoc: ").split())
        raise ImportFileError(f"{file} is not {format}: {short(said, 200)}") from None


# Items to entries


def import_library(items: Sequence[Item], study: Study) -> tuple[Additions, Remarks, int]:
    """Return the sources that the study does not have, what to say, and how many it has."""
    additions, remarks = Additions(), Remarks()
    known = {key for source in study.sources for key in _keys({**source.csl, "id": source.id, "title": source.title})}
    ids = {source.id for source in study.sources}
    n_known = 0
    for given in items:
        item = {str(key): value for key, value in given.items() if value not in (None, "", [], {})}
        extra = _take_extra(item)
        own_id = _own_id(item)
        keys = {*_keys(item), *([f"id {own_id}"] if own_id else [])}
        if keys & known:
            n_known += 1
            continue
        known |= keys
        if not str(item.get("title", "")).strip():
            remarks.add("sources without a title, given their type as one", str(item.get("type", "document")), own_id)
        entry = _entry(item, extra, unused(own_id or _made_id(item), ids), remarks)
        ids.add(entry["id"])
        known.add(f"id {entry['id']}")
        additions.add("sources", entry)
    return additions, remarks, n_known


def _keys(item: Mapping[str, Any]) -> set[str]:
    """Return what a source may be known by: id, DOI, ISBN, title and year."""
    keys = set()
    if (id_ := str(item.get("id", ""))) and _ID.fullmatch(id_):
        keys.add(f"id {id_}")
    if doi := str(item.get("DOI", "")).strip().lower():
        keys.add("doi " + re.sub(r"^https?://(dx\.)?doi\.org/", "", doi))
    is_part = item.get("type") in ("chapter", "paper-conference") or "container-title" in item
    if not is_part:
        keys |= {f"isbn {isbn}" for isbn in re.findall(r"[\dX]{10,13}", str(item.get("ISBN", "")).replace("-", ""))}
    if title := key_of(str(item.get("title", ""))):
        keys.add(f"title {title} {_year(item)} {author_of(item)}")
    return keys


def _own_id(item: Mapping[str, Any]) -> str:
    for name in ("citation-key", "id"):
        id_ = str(item.get(name, "")).strip()
        if _ID.fullmatch(id_) and not id_.isdigit() and "zotero.org" not in id_:
            return id_
    return ""


def _made_id(item: Mapping[str, Any]) -> str:
    words = [word for word in slug(str(item.get("title", "")), 12).split("-") if len(word) > 3]
    parts = [slug(author_of(item), 2), _year(item), words[0] if words else ""]
    return "-".join(part for part in parts if part) or "source"


def _year(item: Mapping[str, Any]) -> str:
    match = re.search(r"\d{4}", date_text(item.get("issued", "")))
    return match[0] if match else ""


def _entry(item: Item, extra: Mapping[str, str], id_: str, remarks: Remarks) -> Item:
    kind = str(item.pop("type", "") or "document")
    title = str(item.pop("title", "") or "").strip() or kind
    for name in ("id", "citation-key", "citation-label"):
        item.pop(name, None)
    entry: Item = {"id": id_, "type": kind, "title": " ".join(title.split())}
    for name, value in item.items():
        if name in _DATES:
            entry[name] = date_text(value)
        elif name == "language":
            entry[name] = _LANGUAGES.get(str(value).lower(), str(value))
        else:
            entry[name] = _texts(value)
    own = {column.name for column in table_of("sources").columns}
    stray = [name for name in entry if name in own and name not in ("id", "type", "title")]
    for name in stray:
        entry[f"csl-{name}"] = entry.pop(name)
    _file_away(entry)
    _add_extra(entry, extra, remarks)
    return {name: value for name, value in entry.items() if value not in ("", [], {}, None)}


def _texts(value: Any, depth: int = 0) -> Any:
    """Return a value with texts for all scalars, as a study's YAML has them; what is nested too deeply becomes text."""
    if depth < 8 and isinstance(value, list):
        return [_texts(item, depth + 1) for item in value]
    if depth < 8 and isinstance(value, dict):
        return {str(name): _texts(item, depth + 1) for name, item in value.items()}
    return " ".join(str(value).split()) if depth else str(value).strip()


def date_text(value: Any) -> str:
    """Return a CSL date as EDTF, or as the words that it holds.

    >>> [date_text(v) for v in ({"date-parts": [[1949, 4, 10]]}, {"date-parts": [["1949"], [1950]]}, "1949-4-1")]
    ['1949-04-10', '1949/1950', '1949-04-01']
    """
    if isinstance(value, dict):
        parts = value.get("date-parts")
        ends = [_day(part) for part in parts if isinstance(part, list)] if isinstance(parts, list) else []
        text = "/".join(end for end in ends if end)
        circa = "~" if value.get("circa") and "/" not in text else ""
        return text + circa if text else str(value.get("raw") or value.get("literal") or "")
    text = str(value).strip() if not isinstance(value, list) else ""
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?", text):
        return _day(match.groups())
    return text


def _day(parts: Sequence[Any]) -> str:
    try:
        numbers = [int(part) for part in parts if str(part).strip()]
    except (TypeError, ValueError):
        return ""
    if not numbers or not 0 < numbers[0] < 10_000:
        return ""
    return "-".join([f"{numbers[0]:04d}", *(f"{number:02d}" for number in numbers[1:3])])


def _file_away(entry: Item) -> None:
    """Fill the archival reference from CSL's archive fields, which stay as they are."""
    archive = str(entry.get("archive", ""))
    place = str(entry.get("archive_location") or entry.get("call-number") or "")
    if not archive:
        return
    entry["holder"] = archive
    parts = {"repository": archive}
    for name, pattern in _PARTS:
        if match := re.search(rf"(?:^|[\s,;]){pattern}(?=$|[\s,;])", place, re.IGNORECASE):
            parts[name] = match[1]
    if collection := str(entry.get("archive_collection", "")):
        parts.setdefault("fond", collection)
    entry["archival"] = parts


def _take_extra(item: Item) -> dict[str, str]:
    """Take the lines `name: value` out of a note, as Zotero's Extra holds them."""
    note = item.get("note")
    if not isinstance(note, str):
        return {}
    own = {column.name for column in table_of("sources").columns} - {"id", "title", "archival"}
    known = own | _CSL_IN_EXTRA | set(_DATES)
    found: dict[str, str] = {}
    rest = []
    for line in note.splitlines():
        label, _, value = (part.strip() for part in line.partition(":"))
        name = _extra_name(label) if _EXTRA_NAME.fullmatch(label) else ""
        if value and name in known:
            found[name] = value
        else:
            rest.append(line)
    item["note"] = "\n".join(rest).strip()
    if "citation-key" in found:
        item.setdefault("citation-key", found.pop("citation-key"))
    if not item["note"]:
        del item["note"]
    return found


def _extra_name(text: str) -> str:
    name = text.strip().lower().replace(" ", "-")
    underscored = name.replace("-", "_")
    return underscored if table_of("sources").column(underscored) else name


def _add_extra(entry: Item, extra: Mapping[str, str], remarks: Remarks) -> None:
    for name, text in extra.items():
        value, fault = _extra_value(name, text)
        if fault:
            remarks.add(f"lines of Extra with {fault}, kept in the note", f"`{name}: {text}`", entry["id"])
            entry["note"] = "\n".join(part for part in (entry.get("note"), f"{name}: {text}") if part)
        else:
            entry[name] = value


def _extra_value(name: str, text: str) -> tuple[Any, str]:
    """Return what a study's column holds for a line of Extra, or what is wrong with it."""
    column = table_of("sources").column(name)
    kind = column.kind if column else Kind.TEXT
    if column is not None and column.words:
        word = next((word for word in column.words if word.lower() == text.lower()), "")
        return word, "" if word else "a word outside its list"
    if kind is Kind.DATE:
        return text, "" if is_edtf(text) else "a date that is not EDTF"
    if kind is Kind.LIST:
        return [part.strip() for part in text.split(";") if part.strip()], ""
    if kind is Kind.FLAG:
        return "yes" if text.lower() in ("yes", "true", "1") else "", ""
    return text, ""
