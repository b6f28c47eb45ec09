"""Forms, and what they do to the files."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from detente.model.diagnostics import Span
from detente.model.records import Assessment, Record
from detente.model.study import Study
from detente.study.columns import Table, table_of
from detente.study.edits import Change, Edit, FaultyError, add, amend, open_sheet, remove
from detente.study.places import SheetPlaces
from detente.study.sheets import SheetError
from detente.study.write import StaleError, Value, WriteError, digest
from detente.web.citing import anchored, cited_by, narrowed, passage_values, read_chosen
from detente.web.forms import EDITABLE, changed, fields_of, find_record, key_of, label_of, suggestions
from detente.web.ids import free_id
from detente.web.pages import page, room_of
from detente.web.room import Room
from detente.web.standing import Standing

router = APIRouter(include_in_schema=False)
GIVEN = "given-"
STANCE = "given-stance"
CAPTURED = ("source", "locator", "gist")
"""What a note is written down with: gist is what it says, in the researcher's words."""
LOOSE = 20


@router.get("/suggest")
async def suggest(request: Request, kinds: str = "", typed: str = "") -> Response:
    """Offer ids that may stand in a field."""
    standing = room_of(request).standing
    found = await asyncio.to_thread(lambda: [*suggestions(standing.study, kinds[:200], typed[:2000])])
    return await page(request, standing, "suggestions.html", found=found)


@router.get("/new/{collection}")
async def new(request: Request, collection: str) -> Response:
    """Show the form of an entry to be made; the address may give values."""
    table = EDITABLE.get(collection)
    if table is None:
        return await _no_form(request, collection)
    room = room_of(request)
    standing = room.standing
    given = await asyncio.to_thread(_filled, room.folder, standing.study, table, dict(request.query_params))
    return await _form(request, standing, table, None, given)


@router.get("/capture")
async def capture(request: Request) -> Response:
    """Show three fields for a note: where it was read, and what it says. Nothing has to rest on it yet."""
    standing = room_of(request).standing
    study = standing.study
    heard = {row.passage for row in study.testimony} | {row.passage for row in study.codings}
    loose = [passage for passage in reversed(study.passages) if passage.id not in heard][:LOOSE]
    given = {**request.query_params, f"{GIVEN}again": "yes"}
    return await _form(request, standing, table_of("passages"), None, given, only=CAPTURED, loose=loose)


def _filled(folder: Path, study: Study, table: Table, given: dict[str, str]) -> dict[str, str]:
    """Return what an address gives a form, and for a passage what its stretch of a document says."""
    if table.collection != "passages" or (chosen := read_chosen(folder, given)) is None:
        return given
    return passage_values(study, chosen) | given


@router.get("/edit/{collection}/{key}")
async def edit(request: Request, collection: str, key: str) -> Response:
    """Show the form of an entry."""
    table = EDITABLE.get(collection)
    standing = room_of(request).standing
    record = find_record(standing.study, collection, key) if table else None
    if table is None or record is None:
        return await _no_form(request, collection)
    return await _form(request, standing, table, record, {})


@router.post("/new/{collection}")
async def make(request: Request, collection: str) -> Response:
    """Write a new entry."""
    return await _write(request, collection, None)


@router.post("/edit/{collection}/{key}")
async def mend(request: Request, collection: str, key: str) -> Response:
    """Write an entry's new values."""
    return await _write(request, collection, key)


@router.get("/undo")
async def undoable(request: Request) -> Response:
    """Show the edits that can be taken back."""
    room = room_of(request)
    return await page(request, room.standing, "undo.html", done=[*reversed(room.done)])


@router.post("/undo")
async def undo(request: Request) -> Response:
    """Take back the last edit made in this room."""
    room = room_of(request)
    try:
        back = await asyncio.to_thread(room.undo)
    except StaleError as error:
        said = f"{error.args[0]}, so that the last edit cannot be taken back by itself."
        return await page(request, room.standing, "said.html", 409, title="Not undone", said=said)
    said = back.words if back else "There is nothing to undo."
    return await page(request, room.standing, "said.html", title="Undo", said=said)


async def _no_form(request: Request, collection: str) -> Response:
    said = f"There is no entry of that name in `{collection}`, or none that a form can change."
    return await page(request, room_of(request).standing, "said.html", 404, title="No form", said=said)


async def _form(
    request: Request,
    standing: Standing,
    table: Table,
    record: Record | None,
    given: Mapping[str, str],
    *,
    status: int = 200,
    only: Sequence[str] = (),
    **said: Any,
) -> Response:
    """Show a form; its digest is of the text that its values were read from, whatever the file says by now."""
    file = record.span.file if record is not None else table.file
    findings = [d for d in standing.diagnostics if record is not None and _is_about(d.span, record)]
    fields = fields_of(standing.study, table, record, given)
    context = {
        **{"table": table, "record": record, "key": key_of(record) if record else "", "file": file},
        **{"fields": [f for f in fields if not only or f.column.name in only], "only": only},
        **{"mark": mark_of(standing.study, file), "findings": findings, "loose": None},
        **{"label": label_of(record) if record else "", "given": given, "complaints": (), "current": None},
    }
    return await page(request, standing, "form.html", status, **(context | said))


def mark_of(study: Study, file: str) -> str:
    """Return the digest of a file as the study was read from it, empty where it was not there."""
    sheet = study.places.sheets.get(file) if isinstance(study.places, SheetPlaces) else None
    return digest(sheet.text) if sheet is not None else ""


def _is_about(span: Span, record: Record) -> bool:
    return span.file == record.span.file and record.span.line <= span.line <= record.span.last_line


async def _write(request: Request, collection: str, key: str | None) -> Response:
    table = EDITABLE.get(collection)
    room = room_of(request)
    form = {name: str(value) for name, value in (await request.form()).items() if isinstance(value, str)}
    standing = room.standing
    record = find_record(standing.study, collection, key) if table and key is not None else None
    if table is None:
        return await _no_form(request, collection)
    if key is not None and (record is None or form.get("mark", "") != mark_of(standing.study, record.span.file)):
        return await _stale(request, table, key, form, StaleError(table.file, ""))
    try:
        edit, made = await asyncio.to_thread(edit_of, room.folder, standing.study, table, record, form)
        if edit is not None:
            await asyncio.to_thread(room.write, edit)
    except FaultyError as error:
        return await _form(request, standing, table, record, form, status=422, complaints=error.complaints)
    except StaleError as error:
        return await _stale(request, table, key, form, error)
    except (WriteError, SheetError, OSError, UnicodeError) as error:
        return await page(
            request, room.standing, "said.html", 409, title="Not written", said=f"{error}: nothing was changed"
        )
    if made and f"{GIVEN}again" in form:
        return RedirectResponse("/capture?" + urlencode({"source": form.get("source", "")}), 303)
    if made and collection == "passages" and f"{GIVEN}document" in form:
        return RedirectResponse(f"/read/{quote(made)}", 303)  # back to the text, where it is coded and cited further
    place = _where(room, collection, made or key or "")
    await room.page(place.lstrip("/").partition("#")[0], waits=True)  # what was written is seen where it stands
    return RedirectResponse(place, 303)


async def _stale(
    request: Request, table: Table, key: str | None, form: Mapping[str, str], error: StaleError
) -> Response:
    """Show both versions: what was sent, and the entry as it stands by now.

    An entry known by its line alone may stand on another by now, and one known by its id may be gone: then what was
    sent is shown, and nothing offers to write it over an entry that may be another.
    """
    room = room_of(request)
    await asyncio.to_thread(room.refresh)
    standing = room.standing
    record = find_record(standing.study, table.collection, key) if key is not None and not key.startswith("@") else None
    if key is not None and record is None:
        sent = {column.name: form[column.name] for column in table.columns if form.get(column.name)}
        return await page(
            request, standing, "sent.html", 409, title="Not written", said=error.args[0], sent=sent, file=table.file
        )
    theirs = fields_of(standing.study, table, record, {}) if record is not None else ()
    return await _form(
        request,
        standing,
        table,
        record,
        {name: value for name, value in form.items() if table.column(name) or name.startswith(GIVEN)},
        status=409,
        current={field.column.name: field.value for field in theirs},
        stale=error.args[0],
    )


def _where(room: Room, collection: str, key: str) -> str:
    record = find_record(room.standing.study, collection, key)
    if isinstance(record, Assessment):
        return f"/board/{quote(record.set, safe='')}"
    place = room.standing.site.at.of(record) if record is not None else ""
    if record is not None and not place and hasattr(record, "statement"):
        place = room.standing.site.at.statement(record.statement)
    return f"/{place}" if place else f"/edit/{collection}/{key}" if record is not None else "/index.html"


def edit_of(
    folder: Path, study: Study, table: Table, record: Record | None, form: Mapping[str, str]
) -> tuple[Edit | None, str]:
    """Return the edit that a form asks for, None if it changes nothing, and the key of a new entry.

    A new statement with ``given-passage`` is attested by it, or as ``given-stance`` says, in the same edit; one with
    ``given-document``, by
    a passage that is made of the stretch chosen. A passage made of a stretch is bound to it.

    Raises
    ------
    FaultyError, StaleError, WriteError, SheetError
        When values cannot be read back, it cannot be written, or the form, the file and the study from whose lines the
        record is known do not all say the same.
    """
    file = record.span.file if record is not None else table.file
    sheet, mark = open_sheet(folder, file, table)
    sent = form.get("mark", "")
    if (mark or "") != sent or (record is not None and sent != mark_of(study, file)):
        raise StaleError(file, sheet.text)
    values = changed(table, record, form)
    if record is not None and form.get("do") == "remove":
        words = f"{table.file}: {key_of(record)} removed"
        return Edit(words, (Change(file, sheet.text, remove(sheet, record), sheet.has_bom),)), ""
    if record is not None:
        if not values:
            return None, ""
        words = f"{table.file}: {key_of(record)}: {', '.join(values)}"
        after = amend(sheet, table, record, values)
        return Edit(words, (Change(file, sheet.text, after, sheet.has_bom),)), str(values.get("id", ""))
    if table.column("id") and not values.get("id"):
        values = {"id": free_id(study, table, values), **values}
    after = add(sheet, table, values)
    before = None if mark is None else sheet.text
    changes = [Change(file, before, after, sheet.has_bom)]
    name = str(values.get("id", "")) or f"@{after.rstrip().count(chr(10)) + 1}"
    passage = form.get(f"{GIVEN}passage", "")
    if (chosen := read_chosen(folder, {k: v for k, v in form.items() if k.startswith(GIVEN)})) is not None:
        if table.collection == "passages":
            if (kept := narrowed(chosen, str(values.get("quote", "")))) is not None:
                changes.append(anchored(folder, name, kept))
        else:
            passage, cited = cited_by(folder, study, chosen)
            changes += cited
    if passage:
        changes.append(_attested(folder, name, passage, form.get(STANCE, "attests")))
    return Edit(f"{table.file}: {name} added", tuple(changes)), name


def _attested(folder: Path, statement: str, passage: str, stance: str) -> Change:
    table = table_of("testimony")
    sheet, mark = open_sheet(folder, table.file, table)
    values: dict[str, Value] = {"statement": statement, "passage": passage, "stance": stance}
    return Change(table.file, None if mark is None else sheet.text, add(sheet, table, values), sheet.has_bom)
