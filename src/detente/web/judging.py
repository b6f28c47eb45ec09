"""A machine's proposals, listed and judged one after the other: each in its paragraph, accepted, mended or refused."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from detente.coding.machine.proposals import FILE, STATES, Proposal, ProposalsError, open_sheet, read_proposals
from detente.corpus.errors import CorpusError
from detente.corpus.store import open_store
from detente.model.records import Statement
from detente.model.study import Study
from detente.study.columns import table_of
from detente.study.edits import FaultyError
from detente.study.sheets import SheetError
from detente.study.write import StaleError, WriteError
from detente.web.documents import address_of
from detente.web.forms import cleaned, fields_of
from detente.web.held import hold
from detente.web.pages import page, room_of
from detente.web.proposals import MENDABLE, accepted, place_of, proposed, refused

router = APIRouter(include_in_schema=False)
EVENTS: Final = table_of("events")
MOST: Final = 200
"""Proposals that a page lists."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which proposals are listed, and in what order: the most probable first, or as they stand in their texts."""

    state: str = "waiting"
    document: str = ""
    event: str = ""
    order: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Choice":
        """Return the choice that an address holds."""
        state = asked.get("state", "")
        order = "place" if asked.get("order") == "place" else ""
        return cls(state if state in STATES else "waiting", asked.get("document", ""), asked.get("event", ""), order)

    def of(self, rows: Sequence[Proposal]) -> list[Proposal]:
        """Return the proposals chosen, in order."""
        found = [
            row
            for row in rows
            if row.state == self.state and self.document in ("", row.document) and self.event in ("", row.event)
        ]
        return found if self.order else sorted(found, key=lambda row: -row.probability)

    def query(self, **other: str) -> str:
        """Return the choice as an address holds it, with something else in it."""
        own = {"state": self.state, "document": self.document, "event": self.event, "order": self.order} | other
        return urlencode(
            {name: value for name, value in own.items() if value and (name, value) != ("state", "waiting")}
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """A proposal's sentence where it stands: what goes before it in its paragraph, itself, what follows; its address.

    Where the text is not at hand, or no longer has the sentence, ``amiss`` says so.
    """

    before: str = ""
    sentence: str = ""
    after: str = ""
    address: str = ""
    amiss: str = ""


def all_proposals(folder: Path) -> Sequence[Proposal]:
    """Return the proposals of a study, none where there is no table of them.

    Raises
    ------
    ProposalsError, SheetError, OSError, UnicodeError
        Where the table cannot be read.
    """
    path = folder / FILE
    try:
        status = path.stat()
    except FileNotFoundError:
        return ()
    return _read(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int, size: int) -> Sequence[Proposal]:
    return tuple(read_proposals(open_sheet(path)[0]))


def seen(folder: Path, proposal: Proposal) -> Seen:
    """Return a proposal's sentence in its paragraph."""
    try:
        with open_store() or nullcontext() as store:
            held = hold(folder, store, proposal.document)
    except CorpusError as error:
        return Seen(amiss=f"{proposal.document} cannot be read: {error.message}")
    if held is None:
        return Seen(amiss=f"the text of {proposal.document} is not at hand")
    try:
        start, end = place_of(held, proposal)
    except WriteError as error:
        return Seen(address=address_of(held.id), amiss=str(error))
    n = held.number_at(start)
    first = held.starts[n] if held.starts else 0
    last = max(end, held.starts[n + 1] if n + 1 < len(held.starts) else len(held.text))
    address = f"{address_of(held.id)}?paragraph={n + 1}#b-{n}"
    return Seen(held.text[first:start], held.text[start:end], held.text[end:last], address)


@router.get("/proposals")
async def proposals(request: Request) -> Response:
    """List the proposals of a choice, which lives in the address."""
    room = room_of(request)
    try:
        rows = await asyncio.to_thread(all_proposals, room.folder)
    except (ProposalsError, SheetError, OSError, UnicodeError) as error:
        return await _said(request, 409, f"{FILE} cannot be read: {error}")
    choice = Choice.read(request.query_params)
    found = choice.of(rows)
    of_state = [row for row in rows if row.state == choice.state]
    counts = Counter(row.state for row in rows)
    context: dict[str, Any] = {"choice": choice, "found": found[:MOST], "n": len(found), "n_all": len(rows)}
    context |= {
        "states": [(state, counts[state]) for state in STATES],
        "documents": Counter(row.document for row in of_state).most_common(),
        "events": Counter(row.event for row in of_state if row.event).most_common(),
        "made": _made(request),
    }
    return await page(request, room.standing, "proposals.html", **context)


@router.get("/proposals/{name}")
async def one(request: Request, name: str) -> Response:
    """Show a proposal in its paragraph, with the event that would be made of it."""
    return await _shown(request, name, Choice.read(request.query_params), {})


@router.post("/proposals/{name}")
async def decide(request: Request, name: str) -> Response:
    """Accept a proposal, mended where the form says something else, or refuse it; then show the next."""
    room = room_of(request)
    form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
    choice = Choice.read(form)
    try:
        after, made = await asyncio.to_thread(_decide, request, name, choice, form)
    except FaultyError as error:
        amiss = [each.message for each in error.complaints]
        return await _shown(request, name, choice, form, status=422, amiss=amiss)
    except StaleError:
        await asyncio.to_thread(room.refresh)
        return await _shown(request, name, choice, form, status=409, amiss=["the files have changed: decide again"])
    except (WriteError, ProposalsError, SheetError, OSError, UnicodeError) as error:
        return await _said(request, 409, f"{error}: nothing was changed")
    return RedirectResponse(f"/proposals/{quote(after, safe='')}".rstrip("/") + f"?{choice.query(made=made)}", 303)


def _decide(request: Request, name: str, choice: Choice, form: Mapping[str, str]) -> tuple[str, str]:
    """Write what was decided; return the proposal that comes next, and the event that was made."""
    room = room_of(request)
    listed = [row.id for row in choice.of(all_proposals(room.folder))]
    after = next(iter(listed[listed.index(name) + 1 :]), "") if name in listed else ""
    if form.get("do") == "refuse":
        room.write(refused(room.folder, name))
        return after, ""
    mended = _mended(room.folder, name, form)
    edit, made = accepted(room.folder, room.standing.study, name, mended)
    room.write(edit)
    return after, made


def _mended(folder: Path, name: str, form: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of the event for which a form says something else than the machine."""
    row = next((row for row in all_proposals(folder) if row.id == name), None)
    values = proposed(row) if row is not None else {}
    return {
        column.name: said
        for column in EVENTS.columns
        if column.name in MENDABLE and column.name in form
        if (said := cleaned(column, form[column.name])) != cleaned(column, values.get(column.name, ""))
    }


async def _shown(
    request: Request, name: str, choice: Choice, given: Mapping[str, str], *, status: int = 200, amiss: Any = ()
) -> Response:
    room = room_of(request)
    standing = room.standing
    try:
        rows = await asyncio.to_thread(all_proposals, room.folder)
    except (ProposalsError, SheetError, OSError, UnicodeError) as error:
        return await _said(request, 409, f"{FILE} cannot be read: {error}")
    row = next((row for row in rows if row.id == name), None)
    if row is None:
        return await _said(request, 404, f"{FILE} has no proposal of that name")
    listed = [each.id for each in choice.of(rows)]
    n = listed.index(name) if name in listed else -1
    context = {
        **{"row": row, "choice": choice, "seen": await asyncio.to_thread(seen, room.folder, row), "amiss": amiss},
        **{"fields": fields_to_mend(standing.study, row, given), "n": n + 1, "of": len(listed)},
        **{"after": listed[n + 1] if 0 <= n < len(listed) - 1 else "", "before": listed[n - 1] if n > 0 else ""},
        "made": _made(request),
    }
    return await page(request, standing, "proposal.html", status, **context)


def fields_to_mend(study: Study, row: Proposal, given: Mapping[str, str]) -> list[Any]:
    """Return the fields of the event that would be made, filled with what is proposed, or with what was given."""
    values = proposed(row) | {name: given[name] for name in MENDABLE if name in given}
    return [field for field in fields_of(study, EVENTS, None, values) if field.column.name in MENDABLE]


def _made(request: Request) -> Statement | None:
    """Return the event that was made just now, as the address says."""
    return room_of(request).standing.study.statement_by_id.get(request.query_params.get("made", ""))


async def _said(request: Request, status: int, said: str) -> Response:
    return await page(request, room_of(request).standing, "said.html", status, title="Proposals", said=said)
