"""Codings as W3C Web Annotations, out and in.

Web Annotation Data Model, W3C Recommendation, 23 February 2017: a code is a body with the purpose `tagging`, a memo one
with `commenting`; a place is a TextPositionSelector [code points from 0, the end excluded] beside a TextQuoteSelector.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from detente.coding.places import CodedText, coded_texts
from detente.coding.refi.project import Project, QdaCode, QdaCoding, QdaText, Selection
from detente.coding.refi.write import guid_of
from detente.coding.unitised import Stretch
from detente.model.records import Coding
from detente.model.study import Study, Texts
from detente.study.imports.json_file import read_json
from detente.study.imports.remarks import ImportFileError, Remarks

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_AROUND: Final = 32
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def annotations_of(study: Study, texts: Texts) -> tuple[dict[str, Any], Remarks]:
    """Return a study's codings as a page of annotations, and what annotations cannot hold."""
    remarks = Remarks()
    labels = {code.id: code.label or code.id for code in study.codes}
    items: list[dict[str, Any]] = []
    shown: set[int] = set()
    for text in coded_texts(study, texts):
        for row, stretch in text.stretches:
            shown.add(id(row))
            if row.code:
                items.append(_annotation(row, labels.get(row.code, row.code), _target(text, row, stretch)))
        for row in text.lost:
            remarks.add("codings whose words are not in their text any more: without a place", row.passage, row.coder)
    for row in study.codings:
        if row.code and id(row) not in shown:
            items.append(_annotation(row, labels.get(row.code, row.code), f"urn:detente:passage:{row.passage}"))
        elif not row.code:
            remarks.add("readings of a passage to which no code applies", row.passage, row.coder)
    for code in study.codes:
        if code.definition or code.include or code.exclude or code.parent:
            remarks.add("definitions and the tree of codes, which `detente export qdc` writes", code.id)
    page = {"@context": CONTEXT, "id": "urn:detente:codings", "type": "AnnotationPage", "items": items}
    return page, remarks


def _annotation(row: Coding, label: str, target: Any) -> dict[str, Any]:
    body = [{"type": "TextualBody", "purpose": "tagging", "value": label}]
    if row.memo:
        body.append({"type": "TextualBody", "purpose": "commenting", "value": row.memo})
    name = guid_of("coding", row.passage, row.code, row.coder, str(row.start), str(row.end))
    made: dict[str, Any] = {"id": f"urn:uuid:{name}", "type": "Annotation", "motivation": "tagging"}
    if row.coder:
        made["creator"] = {"type": "Person", "name": row.coder}
    if row.date and _DAY.fullmatch(str(row.date)):
        made["created"] = f"{row.date}T00:00:00Z"
    return made | {"body": body, "target": target}


def _target(text: CodedText, row: Coding, stretch: Stretch) -> Any:
    source = f"urn:detente:passage:{row.passage}"
    if row.place is None:
        return source
    start, end = stretch
    quote = {
        "type": "TextQuoteSelector",
        "exact": text.text[start:end],
        "prefix": text.text[max(0, start - _AROUND) : start],
        "suffix": text.text[end : end + _AROUND],
    }
    return {"source": source, "selector": [quote, {"type": "TextPositionSelector", "start": start, "end": end}]}


def read_annotations(path: Path) -> tuple[Project, Remarks]:
    """Read annotations as a project: a text without words a source, a tag a code.

    Raises
    ------
    ImportFileError
        When the file is no JSON, or holds no annotations.
    """
    value = read_json(path)
    remarks = Remarks()
    found = [*_annotations(value)]
    if not found:
        raise ImportFileError(f"{path.name} holds no annotation", "it should be a page, collection or list of them")
    codes: dict[str, QdaCode] = {}
    users: dict[str, str] = {}
    places: dict[str, dict[Stretch, list[QdaCoding]]] = {}
    words: dict[tuple[str, Stretch], str] = {}
    for each in found:
        source, stretch, exact = _place(each.get("target"))
        tags, memo = _bodies(each.get("body"))
        if not source or not tags:
            remarks.add("annotations without a tag or a target, left out", str(each.get("id", ""))[:80])
            continue
        creator = each.get("creator")
        name = str(creator.get("name") or creator.get("id") or "") if isinstance(creator, dict) else str(creator or "")
        users[guid_of("user", name)] = name
        day = _DAY.match(str(each.get("created", "")))
        words[source, stretch] = exact
        for tag in tags:
            code = codes.setdefault(tag, QdaCode(guid_of("tag", tag), tag))
            coding = QdaCoding(code.guid, guid_of("user", name), day[0] if day else "", memo)
            places.setdefault(source, {}).setdefault(stretch, []).append(coding)
    texts = tuple(_text(source, by_stretch, words) for source, by_stretch in places.items())
    return Project(path.stem, users, tuple(codes.values()), texts, has_tree=False), remarks


def _text(source: str, by_stretch: dict[Stretch, list[QdaCoding]], words: dict[tuple[str, Stretch], str]) -> QdaText:
    whole = tuple(by_stretch.pop((0, 0), ()))
    selections = tuple(
        Selection(start, end, tuple(codings), words=words[source, (start, end)])
        for (start, end), codings in by_stretch.items()
    )
    passage = source.removeprefix("urn:detente:passage:")
    return QdaText(guid_of("target", source), passage, None, selections, whole, passage=passage)


def _annotations(value: Any) -> Iterator[dict[str, Any]]:
    """Yield annotations from one, a list, a page or a collection."""
    if isinstance(value, list):
        for each in value:
            if isinstance(each, dict) and each.get("type") == "Annotation":
                yield each
    elif isinstance(value, dict):
        if value.get("type") == "Annotation":
            yield value
        first = value.get("first")
        yield from _annotations(value.get("items") or (first.get("items") if isinstance(first, dict) else None) or [])


def _bodies(body: Any) -> tuple[list[str], str]:
    tags: list[str] = []
    memos: list[str] = []
    for each in body if isinstance(body, list) else [body]:
        if isinstance(each, dict) and isinstance(text := each.get("value"), str) and text.strip():
            (memos if each.get("purpose") in ("commenting", "describing", "replying") else tags).append(text.strip())
    return tags, "\n".join(memos)


def _place(target: Any) -> tuple[str, Stretch, str]:
    """Return an annotation's source, the stretch of it that is meant, and its words; (0, 0) is all of it."""
    target = target[0] if isinstance(target, list) and target else target
    if isinstance(target, str):
        return target, (0, 0), ""
    if not isinstance(target, dict):
        return "", (0, 0), ""
    source = target.get("source") or target.get("id") or ""
    selectors = target.get("selector")
    stretch, exact = (0, 0), ""
    for each in selectors if isinstance(selectors, list) else [selectors]:
        if isinstance(each, dict) and each.get("type") == "TextPositionSelector":
            start, end = each.get("start"), each.get("end")
            if isinstance(start, int) and isinstance(end, int) and 0 <= start < end < 10**9:
                stretch = (start, end)
        if isinstance(each, dict) and each.get("type") == "TextQuoteSelector":
            exact = str(each.get("exact", ""))
    return str(source.get("id", "") if isinstance(source, dict) else source), stretch, exact
