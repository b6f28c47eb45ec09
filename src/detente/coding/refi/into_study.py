"""A QDA project to entries of a study: codes, texts as sources with a passage each, and codings with their places."""

import re
from dataclasses import dataclass, field
from typing import Final

from detente.coding.refi.project import WHOLE, Project, QdaCode, QdaCoding, QdaText, Selection
from detente.model.study import Study
from detente.study.imports.additions import Additions
from detente.study.imports.remarks import Remarks
from detente.study.imports.words import slug

MAX_WORDS: Final = 1_000
"""A longer stretch is kept by its place alone: its words would fill the table."""
_PART: Final = re.compile(r"(?:^|\n\n)(Include|Exclude): (.*?)(?=\n\n(?:Include|Exclude): |\Z)", re.DOTALL)


@dataclass(slots=True)
class Incoming:
    """What a project adds to a study: entries, and texts by file under `documents/`."""

    additions: Additions = field(default_factory=Additions)
    documents: dict[str, str] = field(default_factory=dict)


def import_project(project: Project, study: Study, remarks: Remarks) -> Incoming:
    """Return what a project adds. What the study has already, from an earlier import, is left as it is."""
    made = Incoming()
    codes = _add_codes(project, study, made)
    done = {(row.passage, row.code, row.coder, row.place) for row in study.codings}
    ids = {*study.source_by_id, *study.passage_by_id}
    for text in project.texts:
        passage = _add_text(text, study, made, ids, remarks)
        whole = Selection(0, 0, text.codings)
        for each in (whole, *text.selections):
            if each.end and not each.codings:
                _add_passage(passage, text, each, study, made, ids, remarks)
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
            name = _free(slug(code.name, 6) or "code", taken)
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


def _add_text(text: QdaText, study: Study, made: Incoming, ids: set[str], remarks: Remarks) -> str:
    """Add a text as a source with one passage, and return the passage's id."""
    if text.passage in study.passage_by_id:
        return text.passage
    mark = f"REFI-QDA {text.guid}"
    for passage in study.passages:
        if passage.locator == WHOLE and mark in passage.note:
            return passage.id
    name = _free(slug(re.sub(r"\.(txt|docx|pdf)$", "", text.name, flags=re.IGNORECASE), 6) or "text", ids)
    source = {"id": name, "type": "document", "title": text.name}
    if text.text is not None:
        source["document"] = f"documents/{name}.txt"
        made.documents[source["document"]] = text.text
    if text.description:
        source["abstract"] = text.description
    made.additions.add("sources", source)
    remarks.add("sources of which you must say who speaks in them", name)
    passage_id = _free(f"{name}-all", ids)
    gist = text.description or f"All of {text.name}"
    made.additions.add("passages", {"id": passage_id, "source": name, "locator": WHOLE, "gist": gist, "note": mark})
    return passage_id


def _add_passage(
    whole: str, text: QdaText, each: Selection, study: Study, made: Incoming, ids: set[str], remarks: Remarks
) -> None:
    """Add a selection that was not coded as a passage with its own words."""
    sources = {str(row["id"]): str(row["source"]) for row in made.additions.entries.get("passages", [])}
    known = study.passage_by_id.get(whole)
    source = known.source if known else sources[whole]
    locator = f"characters {each.start} to {each.end}"
    words = text.text[each.start : each.end] if text.text is not None else ""
    if any(p.locator == locator for p in study.passages_of.get(source, ())):
        return
    gist = each.description or each.name
    if not gist and not words.strip():
        remarks.add("selections without coding, name or text, left out", locator, text.name)
        return
    name = _free(f"{source}-{each.start}", ids)
    entry = {"id": name, "source": source, "locator": locator, "gist": gist, "quote": words.strip()}
    made.additions.add("passages", entry)


def _free(base: str, taken: set[str]) -> str:
    name, n = base, 1
    while name in taken:
        n += 1
        name = f"{base}-{n}"
    taken.add(name)
    return name
