"""One piece of evidence weighed under all rivals of a set at once: several rows of `assessments.csv`, one edit."""

import asyncio
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from detente.model.records import HypothesisSet
from detente.model.study import Study
from detente.model.vocabulary import BASES
from detente.study.columns import table_of
from detente.study.edits import Change, Edit, FaultyError, add, open_sheet
from detente.study.sheets import SheetError, read_csv_sheet
from detente.study.write import StaleError, Value, WriteError
from detente.web.editing import mark_of
from detente.web.forms import EVIDENCE, judgements, label_of
from detente.web.pages import page, room_of
from detente.web.standing import BOARD

router = APIRouter(include_in_schema=False)
SHARED: Final = ("evidence", "analyst", "basis", "date", "given")
"""What the rows of one weighing have in common."""
TABLE: Final = table_of("assessments")


@router.get("/weigh")
async def weigh(request: Request) -> Response:
    """Show the form in which evidence is judged under every rival of a set; without a set, the sets."""
    given = {"date": date.today().isoformat()} | dict(request.query_params)
    return await _form(request, given, mark_of(room_of(request).standing.study, TABLE.file))


@router.post("/weigh")
async def write(request: Request) -> Response:
    """Write a row for every rival that was judged."""
    room = room_of(request)
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    group = _set_of(room.standing.study, form)
    if group is None:
        return await _form(request, form, "", status=404)
    try:
        edit = _edit_of(room.folder, group, form)
        await asyncio.to_thread(room.write, edit)
    except FaultyError as error:
        amiss = [each.message for each in error.complaints]
        return await _form(request, form, form.get("mark", ""), status=422, amiss=amiss)
    except StaleError:
        await asyncio.to_thread(room.refresh)
        amiss = [f"`{TABLE.file}` has changed since this form was shown; what you judged stands here, save it again"]
        return await _form(request, form, mark_of(room.standing.study, TABLE.file), status=409, amiss=amiss)
    except (WriteError, SheetError, OSError, UnicodeError) as error:
        return await page(
            request, room.standing, "said.html", 409, title="Not written", said=f"{error}: nothing was changed"
        )
    await room.page(f"{BOARD}{group.id}", waits=True)  # what was weighed is seen in the verdict
    return RedirectResponse(f"/board/{quote(group.id, safe='')}", 303)


def _set_of(study: Study, asked: Mapping[str, str]) -> HypothesisSet | None:
    return next((group for group in study.hypotheses if group.id == asked.get("set", "")), None)


async def _form(
    request: Request, given: Mapping[str, str], mark: str, *, status: int = 200, amiss: Any = ()
) -> Response:
    standing = room_of(request).standing
    study = standing.study
    group = _set_of(study, given)
    parts = [part.strip().partition(":") for part in given.get("evidence", "").split("+")]
    named = [record for _, _, id in parts if (record := study.statement_by_id.get(id) or study.passage_by_id.get(id))]
    context = {"group": group, "given": given, "mark": mark, "amiss": amiss, "judgements": [*judgements()]}
    context |= {"evidence_kinds": EVIDENCE, "labels": [label_of(record) for record in named], "bases": BASES}
    return await page(request, standing, "weigh.html", status, **context)


def _edit_of(folder: Path, group: HypothesisSet, form: Mapping[str, str]) -> Edit:
    """Return the edit that adds a row for every rival judged against the first.

    Raises
    ------
    FaultyError, StaleError, SheetError
        When a value cannot be read back, or the file is not what the form was shown for.
    """
    sheet, mark = open_sheet(folder, TABLE.file, TABLE)
    if (mark or "") != form.get("mark", ""):
        raise StaleError(TABLE.file, sheet.text)
    before = None if mark is None else sheet.text
    shared: dict[str, Value] = {name: " ".join(form.get(name, "").replace("\0", "").split()) for name in SHARED}
    n = 0
    for place, rival in enumerate(group.rivals):
        judgement = " ".join(form.get(f"judgement-{place}", "").split())
        if not judgement:
            continue
        n += 1
        reason = form.get(f"reason-{place}", "").replace("\r\n", "\n").replace("\0", "").strip()
        own: dict[str, Value] = {"set": group.id, "rival": rival.id, "judgement": judgement, "reason": reason}
        sheet = read_csv_sheet(sheet.file, add(sheet, TABLE, {**own, **shared}), has_bom=sheet.has_bom)
    if not n:
        raise WriteError("no rival was judged")
    words = f"{TABLE.file}: {shared['evidence']} weighed under {n} of {group.id}"
    return Edit(words, (Change(TABLE.file, before, sheet.text, sheet.has_bom),))
