"""A QDA project to entries of a study: codes, texts as sources with a passage each, and codings with their places."""

import re
from dataclasses import dataclass, field
from typing import Final

from detente.coding.refi.project import IMPORTED, WHOLE, Project, QdaCode, QdaCoding, QdaText, Selection
from detente.model.study import Study
from detente.study.imports.additions import Additions
from detente.study.imports.remarks import Remarks
from detente.study.imports.words import slug, unused

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


def import_project(project: Project, study: Study, remarks: Remarks) -> Incoming:
    """Return what a project adds. What the study has already, from an earlier import, is left as it is."""
    made = _begun(study)
    codes = _add_codes(project, study, made)
    done = {(row.passage, row.code, row.coder, row.place) for row in study.codings}
    for text in project.texts:
        passage = _add_text(text, made, remarks)
        whole = Selection(0, 0, text.codings)
        for each in (whole, *text.selections):
            if each.end and not each.codings:
                _add_passage(made.source_of[passage], text, each, made, remarks)
            for coding in each.codings:
                place = (each.start, each.end) if each.end else None
                coder = project.users.get(coding.user, "") or coding.user or "unknown"
                key = (passage, codes.get(coding.code, ""), coder, place)
                if key[1] and key not in done:
                    done.add(key)
                    made.additions.add("codings", _coding(*key[:3], each, coding, text.text))
    return made


def _coding(
    passage: str, code: str, coder: str, each: Selection, coding: QdaCoding, text: str | None
) -> dict[str, str]:
    words = each.words if text is None else text[each.start : each.end]
    words = words if len(words) <= MAX_WORDS else ""
    memo = "\n".join(part for part in (coding.memo, each.description) if part)
    place = {"start": str(each.start), "end": str(each.end), "words": words if words == words.strip() else ""}
    return {
        **{"passage": passage, "code": code, "coder": coder, "date": coding.date, "memo": memo},
        **(place if each.end else {}),
    }


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
    passage = unused(f"{name}-all", made.ids, {name})
    made.ids |= {name, passage}
    gist, note = text.description or f"All of {text.name}", f"REFI-QDA {text.guid}"
    made.additions.add("passages", {"id": passage, "source": name, "locator": WHOLE, "gist": gist, "note": note})
    made.source_of[passage] = name
    made.whole[text.guid] = passage
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
