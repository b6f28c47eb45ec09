"""A machine's proposal decided: an event draft with its passage, anchor and testimony, by the same edit as a form's."""

import hashlib
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Final

from detente.coding.machine.proposals import FILE, TABLE, Proposal, open_sheet, read_proposals
from detente.coding.machine.sentences import find_sentences
from detente.corpus.errors import CorpusError
from detente.corpus.store import open_store
from detente.model.states import organisations, states
from detente.model.study import Study
from detente.study.columns import table_of
from detente.study.edits import Change, Edit, amend
from detente.study.edits import open_sheet as open_study_sheet
from detente.study.sheets import CsvSheet
from detente.study.write import WriteError
from detente.web.citing import GIVEN
from detente.web.editing import STANCE, edit_of
from detente.web.held import Held, hold, sources_of

MENDABLE: Final = ("actors", "targets", "action", "mode", "domain", "date", "summary", "behaviour", "weight", "note")
"""Columns of the event that may be given otherwise than the machine proposes."""


def find_proposal(folder: Path, name: str) -> tuple[CsvSheet, Proposal]:
    """Return a study's table of proposals and the one of that name.

    Raises
    ------
    WriteError
        Where there is none, or it has been decided.
    """
    sheet, text = open_sheet(folder / FILE)
    if text is None:
        raise WriteError(f"{FILE} is not there: `detente code` writes it")
    found = next((row for row in read_proposals(sheet) if row.id == name), None)
    if found is None:
        raise WriteError(f"{FILE} has no proposal `{name}`")
    if found.state != "waiting":
        raise WriteError(f"`{name}` is {found.state} already" + (f": {found.made}" if found.made else ""))
    return sheet, found


def refused(folder: Path, name: str) -> Edit:
    """Return the edit that refuses a proposal; raises as `find_proposal` does."""
    sheet, proposal = find_proposal(folder, name)
    return Edit(f"{FILE}: {name} refused", (_decided(sheet, proposal, "refused", ""),))


def accepted(folder: Path, study: Study, name: str, mended: Mapping[str, str] | None = None) -> tuple[Edit, str]:
    """Return the edit that makes an event draft of a proposal, and the event's id.

    The sentence becomes a passage of its source, bound to its place; it attests the event, or denies it where the
    sentence does. What is ``mended`` goes before what was proposed, and the proposal says so.

    Raises
    ------
    WriteError
        As `find_proposal`; where the text or its source is not at hand, or the sentence is no longer in it.
    FaultyError, StaleError
        As `edit_of`.
    """
    sheet, proposal = find_proposal(folder, name)
    try:
        with open_store() or nullcontext() as store:
            held = hold(folder, store, proposal.document)
    except CorpusError as error:
        raise WriteError(f"{proposal.document} cannot be read: {error.message}") from error
    if held is None:
        raise WriteError(f"the text of {proposal.document} is not at hand")
    if not sources_of(study, held.id):
        raise WriteError(f"no source has the document {held.id}: name it in sources.yaml first (`document: {held.id}`)")
    start, end = place_of(held, proposal)
    table = table_of("events")
    _, mark = open_study_sheet(folder, table.file, table)
    wrong = [column for column in mended or () if column not in MENDABLE]
    if wrong:
        raise WriteError(f"`{wrong[0]}` cannot be mended here: {', '.join(MENDABLE)} can")
    values = proposed(proposal)
    if mended and mended.get("action", proposal.event) != proposal.event:
        values["mode"] = ""  # the mode of another event
    form = {
        **{key: value for key, value in values.items() if value},
        **(mended or {}),
        **dict(zip(GIVEN, (held.id, str(start), str(end)), strict=True)),
        STANCE: "denies" if proposal.modality == "denied" else "attests",
        "mark": mark or "",
    }
    edit, made = edit_of(folder, study, table, None, form)
    assert edit is not None  # noqa: S101
    state = "mended" if mended else "accepted"
    return replace(edit, changes=(*edit.changes, _decided(sheet, proposal, state, made))), made


def _decided(sheet: CsvSheet, proposal: Proposal, state: str, made: str) -> Change:
    after = amend(sheet, TABLE, proposal, {"state": state, "made": made})
    return Change(FILE, sheet.text, after, sheet.has_bom)


def proposed(proposal: Proposal) -> dict[str, str]:
    """Return what the event's form is filled with, by column."""
    told = f"told as {proposal.modality}" + (f" by {proposal.told_by}" if proposal.told_by else "")
    return {
        "date": str(proposal.date or ""),
        "date_written": proposal.date_words if proposal.date_words != "document" else "",
        "actors": "; ".join(proposal.actors),
        "targets": "; ".join(proposal.targets),
        "action": proposal.event,
        "mode": proposal.mode,
        "domain": proposal.domain,
        "summary": f"{_named(proposal.actors)}, {proposal.event.lower() or 'no event'}"
        + (f", towards {_named(proposal.targets)}" if proposal.targets else "")
        + " (proposed; to be told in the study's own words).",
        "status": "draft",
        "note": "" if proposal.modality in ("happened", "") else told,
    }


def _named(actors: tuple[str, ...]) -> str:
    known = {code: each.name for code, each in states().items()}
    known |= {code: each.name for code, each in organisations().items()}
    return " and ".join(known.get(actor, actor) for actor in actors) or "somebody"


def place_of(held: Held, proposal: Proposal) -> tuple[int, int]:
    """Return where a proposal's sentence stands in its text by now [code points].

    Raises
    ------
    WriteError
        If it stands there no more.
    """
    start, end = int(proposal.start), int(proposal.end)
    places = [(start, end), *find_sentences(held.text)]
    for a, z in places:
        if hashlib.sha256(held.text[a:z].encode()).hexdigest() == proposal.sha256:
            return a, z
    raise WriteError(f"the sentence of {proposal.id} is no longer in {held.id}: code the text again")
