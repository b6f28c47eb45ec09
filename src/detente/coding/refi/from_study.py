"""A study to a QDA project: its codebook, its coded passages in texts, and who coded them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from detente.coding.places import found_again, text_of
from detente.coding.refi.into_study import described
from detente.coding.refi.project import IMPORTED, PLACED, WHOLE, Project, QdaCode, QdaCoding, QdaText, Selection
from detente.coding.refi.write import guid_of
from detente.coding.unitised import Stretch
from detente.model.records import Coding, Passage, Source
from detente.model.study import Study, Texts
from detente.study.columns import TABLES
from detente.study.imports.remarks import Remarks

_HELD: Final = ("sources", "passages", "codes", "codings")
_GUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def export_project(study: Study, texts: Texts) -> tuple[Project, Remarks]:
    """Return a study's coding as a project, and what a project cannot hold.

    The study should hold nothing restricted.
    """
    remarks = Remarks()
    rows: dict[str, list[Coding]] = {}
    for row in study.codings:
        rows.setdefault(row.passage, []).append(row)
        _note_coding(row, remarks)
    found = [text for source in study.sources for text in _texts_of(study, source, texts, rows, remarks)]
    coders = dict.fromkeys(row.coder for row in study.codings)
    for table in TABLES:
        n = len(getattr(study, table.collection))
        if n and table.collection not in _HELD:
            remarks.add("tables that a QDA project does not hold", f"{table.collection} ({n:,})")
    users = {guid_of("user", coder): coder for coder in coders}
    return Project(study.title, users, codes_of(study), tuple(found)), remarks


def codes_of(study: Study) -> tuple[QdaCode, ...]:
    """Return the codebook; a code whose parent is missing or below itself stands at the top."""
    known = {code.id: code for code in study.codes}

    def is_sound(parent: str) -> bool:
        seen: set[str] = set()
        while parent in known and parent not in seen:
            seen.add(parent)
            parent = known[parent].parent
        return not parent

    return tuple(
        QdaCode(
            guid_of("code", code.id),
            code.label or code.id,
            described(code.definition, code.include, code.exclude),
            guid_of("code", code.parent) if code.parent in known and is_sound(code.id) else "",
        )
        for code in known.values()
    )


def _note_coding(row: Coding, remarks: Remarks) -> None:
    if not row.code:
        remarks.add("readings of a passage to which no code applies", row.passage, row.coder)
    if row.settled:
        remarks.add("what was settled between coders", f"{row.passage}, {row.code}: {row.settled}")
    if row.date and not _DAY.fullmatch(str(row.date)):
        remarks.add("dates of codings that are no single day", str(row.date), row.passage)


def _texts_of(
    study: Study, source: Source, texts: Texts, rows: dict[str, list[Coding]], remarks: Remarks
) -> Iterator[QdaText]:
    """Yield the source's own text, and a text made of those passages that do not stand in it word for word."""
    own = texts.text_of(source)
    selections: list[Selection] = []
    whole: list[QdaCoding] = []
    apart: list[Passage] = []
    for passage in study.passages_of.get(source.id, ()):
        found = rows.get(passage.id, [])
        place = _place_of(passage, own)
        if place is None and passage.locator != WHOLE:
            apart.append(passage)
            continue
        start, end = place or (0, 0)
        unplaced = [_coding(row) for row in found if row.code and row.place is None]
        if place:
            selections.append(Selection(start, end, tuple(unplaced), passage.locator, passage.gist, passage=passage.id))
        else:
            whole += unplaced
        there = own[start:end] if own is not None and place else own
        selections += _placed(found, start, text_of(study, texts, passage), there, remarks)
    if own is not None or whole or selections:
        guid, side = _guid_of(study, source), source.speaker
        yield QdaText(guid, source.title, own, _joined(selections), tuple(whole), side=side, source=source.id)
    elif not apart:
        remarks.add("sources without a text and without a coded passage, left out", source.id)
    if apart:
        if own is not None:
            remarks.add("passages that do not stand in their document word for word, in a text of their own", source.id)
        yield _made_text(study, source, apart, rows, remarks)


def _guid_of(study: Study, source: Source) -> str:
    """Return the GUID under which a source was imported, or one of its own."""
    notes = (passage.note for passage in study.passages_of.get(source.id, ()) if passage.locator == WHOLE)
    marks = (IMPORTED.search(note) for note in notes)
    return next((mark[1] for mark in marks if mark and _GUID.fullmatch(mark[1])), guid_of("source", source.id))


def _place_of(passage: Passage, own: str | None) -> Stretch | None:
    """Return where a passage stands in its document, or stood in the one it was imported from; None if not known."""
    told = PLACED.fullmatch(passage.locator)
    if own is None:
        return (int(told[1]), int(told[2])) if told else None
    return found_again(passage.quote, int(told[1]) if told else 0, own) if passage.quote else None


def _made_text(
    study: Study, source: Source, passages: Sequence[Passage], rows: dict[str, list[Coding]], remarks: Remarks
) -> QdaText:
    """Return a text of a source's passages, one below the other, since there is no document to show them in."""
    parts: list[str] = []
    selections: list[Selection] = []
    at = 0
    for passage in passages:
        head, words = f"[{passage.locator or passage.id}]\n", passage.quote or passage.gist or passage.id
        start = at + len(head)
        codings = tuple(_coding(row) for row in rows.get(passage.id, []) if row.code and row.place is None)
        end = start + len(words)
        selections.append(Selection(start, end, codings, passage.locator, passage.gist, passage=passage.id))
        if passage.quote:
            selections += _placed(rows.get(passage.id, []), start, passage.quote, passage.quote, remarks)
        elif any(row.place for row in rows.get(passage.id, [])):
            remarks.add("codings in a document that is not at hand, left out", passage.id)
        parts.append(f"{head}{words}\n\n")
        at += len(parts[-1])
    remarks.add("texts made of a source's passages, since its document is not at hand", source.id)
    text, side = "".join(parts), source.speaker
    return QdaText(guid_of("passages", source.id), source.title, text, _joined(selections), side=side, source=source.id)


def _placed(
    rows: Sequence[Coding], start: int, text: str | None, there: str | None, remarks: Remarks
) -> Iterator[Selection]:
    """Yield the codings of places in a text; ``there`` is what is shown of it, from ``start`` on."""
    for row in rows:
        if row.place is None or not row.code:
            continue
        first, last = row.place
        words = row.words or (text or "")[first:last]
        if there is not None and words and there[first:last] != words:
            found = found_again(words, first, there)
            if found is None:
                remarks.add("codings whose words are not in their text any more, left out", row.passage, row.coder)
                continue
            first, last = found
        yield Selection(start + first, start + last, (_coding(row),))


def _joined(selections: Sequence[Selection]) -> tuple[Selection, ...]:
    """Return selections with those of one place made one."""
    places: dict[Stretch, Selection] = {}
    for each in selections:
        there = places.setdefault((each.start, each.end), each)
        if there is not each:
            places[each.start, each.end] = replace(
                there,
                codings=there.codings + each.codings,
                name=there.name or each.name,
                description=there.description or each.description,
                passage=there.passage or each.passage,
            )
    return tuple(places.values())


def _coding(row: Coding) -> QdaCoding:
    day = str(row.date) if row.date and _DAY.fullmatch(str(row.date)) else ""
    return QdaCoding(guid_of("code", row.code), guid_of("user", row.coder), day, row.memo)
