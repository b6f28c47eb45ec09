"""A QDA project to entries of a study: codes, texts as sources with a passage each, and codings with their places."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from detente.coding.refi.project import IMPORTED, WHOLE, Project, QdaCode, QdaCoding, QdaText, Selection
from detente.coding.refi.write import guid_of
from detente.coding.unitised import Stretch
from detente.model.study import Study
from detente.study.imports.additions import Additions
from detente.study.imports.remarks import Remarks
from detente.study.imports.words import slug, unused

Target = tuple[str, Stretch | None]
"""A passage, and a place in it; None for all of it."""
MAX_WORDS: Final = 1_000
"""A longer stretch is kept by its place alone: its words would fill the table."""
_PART: Final = re.compile(r"(?:^|\n\n)(Include|Exclude): (.*?)(?=\n\n(?:Include|Exclude): |\Z)", re.DOTALL)


@dataclass(slots=True)
class Incoming:
    """What a project adds to a study: entries, and texts by file under `documents/`.

    ``whole`` holds, under the GUID of a text that came in before, the passage that is all of it; ``source_of`` the
    source of each passage, ``placed`` the places for which a source has a passage.
    """

    additions: Additions = field(default_factory=Additions)
    documents: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    whole: dict[str, str] = field(default_factory=dict)
    source_of: dict[str, str] = field(default_factory=dict)
    placed: set[tuple[str, str]] = field(default_factory=set)
    sides: frozenset[str] = frozenset()


def _begun(study: Study) -> Incoming:
    marks = ((IMPORTED.search(p.note), p.id) for p in study.passages if p.locator == WHOLE)
    return Incoming(
        ids={*study.source_by_id, *study.passage_by_id},
        whole={mark[1]: name for mark, name in marks if mark},
        source_of={passage.id: passage.source for passage in study.passages},
        placed={(passage.source, passage.locator) for passage in study.passages},
        sides=frozenset(side.id for side in study.perspectives),
    )


def import_project(project: Project, study: Study, remarks: Remarks, own: Iterable[QdaText] = ()) -> Incoming:
    """Return what a project adds. What the study has already is left as it is.

    ``own`` are the texts as the study itself sends them out: what was coded in them elsewhere comes home to their
    passages.
    """
    made = _begun(study)
    codes = _add_codes(project, study, made)
    done = {(row.passage, row.code, row.coder, row.place) for row in study.codings}
    sent = {text.guid: text for text in own}
    for text in project.texts:
        mine = sent.get(text.guid)
        mine = mine if mine and text.text in (None, mine.text) else None
        told = {words for each in mine.selections for words in (each.name, each.description)} if mine else set()
        for each in (Selection(0, 0, text.codings), *text.selections):
            if not each.codings:
                if each.end and mine is None:
                    _add_passage(made.source_of[_add_text(text, made, remarks)], text, each, made, remarks)
                continue
            if each.name and text.text and each.name not in told and each.name not in text.text[each.start : each.end]:
                remarks.add("names of selections that are coded", each.name, text.name)
            targets = _at_home(mine, each, study, made, remarks) if mine else _abroad(text, each, made, remarks)
            for coding in each.codings:
                code = codes.get(coding.code, "")
                coder = project.users.get(coding.user, "") or coding.user or "unknown"
                keys = [(passage, code, coder, place) for passage, place in targets]
                if code and keys and done.isdisjoint(keys):
                    done.add(keys[0])
                    said = "" if each.description in told else each.description
                    made.additions.add("codings", _coding(*keys[0], replace(each, description=said), coding, text.text))
        if not text.selections and mine is None:
            _add_text(text, made, remarks)
    return made


def _abroad(text: QdaText, each: Selection, made: Incoming, remarks: Remarks) -> list[Target]:
    return [(_add_text(text, made, remarks), (each.start, each.end) if each.end else None)]


def _at_home(mine: QdaText, each: Selection, study: Study, made: Incoming, remarks: Remarks) -> list[Target]:
    """Return the study's own passage and the place in it that a selection is, and what else it may have been called."""
    inside = [s for s in mine.selections if s.passage and each.end and s.start <= each.start and each.end <= s.end]
    found: list[Target] = []
    for near in sorted(inside, key=lambda s: s.end - s.start):
        quote, shown = study.passage_by_id[near.passage].quote, (mine.text or "")[near.start : near.end]
        if (near.start, near.end) == (each.start, each.end):
            found.append((near.passage, None))
        elif quote and quote == shown:
            found.append((near.passage, (each.start - near.start, each.end - near.start)))
    if mine.guid != guid_of("passages", mine.source):
        found.append((_whole_of(mine, made), (each.start, each.end) if each.end else None))
    elif not found:
        remarks.add("selections beside a source's passages, left out", f"{each.start} to {each.end}", mine.name)
    return found


def _whole_of(mine: QdaText, made: Incoming) -> str:
    """Return the passage that is all of a source's text, and add it if there is none."""
    if mine.guid not in made.whole:
        made.whole[mine.guid] = _add_whole(mine.source, mine, made)
    return made.whole[mine.guid]


def _coding(
    passage: str, code: str, coder: str, place: Stretch | None, each: Selection, coding: QdaCoding, text: str | None
) -> dict[str, str]:
    words = each.words if text is None else text[each.start : each.end]
    words = words if len(words) <= MAX_WORDS else ""
    memo = "\n".join(part for part in (coding.memo, each.description) if part)
    entry = {"passage": passage, "code": code, "coder": coder, "date": coding.date, "memo": memo}
    if place is None:
        return entry
    return entry | {"start": str(place[0]), "end": str(place[1]), "words": words if words == words.strip() else ""}


def _add_codes(project: Project, study: Study, made: Incoming) -> dict[str, str]:
    """Add the codes that the study does not have under the same code; return the id of each GUID."""
    known = {(code.parent if project.has_tree else "", code.label): code.id for code in study.codes}
    taken = {code.id for code in study.codes}
    ids: dict[str, str] = {"": ""}
    for code in project.codes:
        parent = ids.get(code.parent, "")
        if (parent, code.name) not in known:
            name = unused(slug(code.name, 6) or "code", taken)
            taken.add(name)
            known[parent, code.name] = name
            made.additions.add("codes", {"id": name, "label": code.name, **_parts(code), "parent": parent})
        ids[code.guid] = known[parent, code.name]
    return ids


def _parts(code: QdaCode) -> dict[str, str]:
    """Return a description as definition, inclusion and exclusion, where it tells them apart."""
    named = {name.lower(): text.strip() for name, text in _PART.findall(code.description)}
    return {"definition": _PART.sub("", code.description).strip(), **named}


def described(definition: str, include: str, exclude: str) -> str:
    r"""Return a description from which the three parts can be told again.

    >>> described("any grain", "maize", "")
    'any grain\n\nInclude: maize'
    """
    parts = [definition, f"Include: {include}" if include else "", f"Exclude: {exclude}" if exclude else ""]
    return "\n\n".join(part for part in parts if part)


def _add_text(text: QdaText, made: Incoming, remarks: Remarks) -> str:
    """Add a text as a source with one passage, and return the passage's id."""
    if text.passage in made.source_of:
        return text.passage
    if text.guid in made.whole:
        return made.whole[text.guid]
    name = unused(slug(re.sub(r"\.(txt|docx|pdf)$", "", text.name, flags=re.IGNORECASE), 6) or "text", made.ids)
    source = {"id": name, "type": "document", "title": text.name}
    if text.text is not None:
        source["document"] = f"documents/{name}.txt"
        made.documents[source["document"]] = text.text
    if text.description:
        source["abstract"] = text.description
    if text.side in made.sides:
        source["speaker"] = text.side
    else:
        remarks.add("sources of which you must say who speaks in them", name)
    made.additions.add("sources", source)
    made.ids.add(name)
    made.whole[text.guid] = _add_whole(name, text, made)
    return made.whole[text.guid]


def _add_whole(source: str, text: QdaText, made: Incoming) -> str:
    """Add the passage that is all of a source's text, and return its id."""
    passage = unused(f"{source}-all", made.ids)
    made.ids.add(passage)
    gist, note = text.description or f"All of {text.name}", f"REFI-QDA {text.guid}"
    made.additions.add("passages", {"id": passage, "source": source, "locator": WHOLE, "gist": gist, "note": note})
    made.source_of[passage] = source
    return passage


def _add_passage(source: str, text: QdaText, each: Selection, made: Incoming, remarks: Remarks) -> None:
    """Add a selection that was not coded as a passage with its own words."""
    locator = f"characters {each.start} to {each.end}"
    if (source, locator) in made.placed:
        return
    made.placed.add((source, locator))
    words = text.text[each.start : each.end].strip() if text.text is not None else ""
    gist = each.description or each.name
    if not gist and not words:
        remarks.add("selections without coding, name or text, left out", locator, text.name)
        return
    name = unused(f"{source}-{each.start}", made.ids)
    made.ids.add(name)
    made.additions.add("passages", {"id": name, "source": source, "locator": locator, "gist": gist, "quote": words})
