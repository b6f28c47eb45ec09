"""The same data as JSON, described by OpenAPI at `/openapi.json`."""

import asyncio
from typing import Any, Final

from fastapi import APIRouter, HTTPException, Query, Request

from detente.model.records import Record
from detente.study.columns import TABLES
from detente.study.export import text_of
from detente.web.room import Room

router = APIRouter(prefix="/api", tags=["study"])
NONE: Final[dict[int | str, dict[str, Any]]] = {404: {"description": "The study has none of that name."}}
COLLECTIONS = {table.collection: table for table in TABLES}


def _room(request: Request) -> Room:
    room: Room = request.app.state.room
    return room


def as_json(record: Record) -> dict[str, str | list[str]]:
    """Return a record as the study's files have it: texts, and lists of ids."""
    table = next(table for table in TABLES if table.record is type(record))
    found: dict[str, str | list[str]] = {}
    for column in table.columns:
        value = getattr(record, column.name, None)
        found[column.name] = [str(part) for part in value] if isinstance(value, tuple) else text_of(value)
    return found


@router.get("/study")
async def study(request: Request) -> dict[str, Any]:
    """Title, dyad, period and how many records of each kind the study holds."""
    standing = _room(request).standing
    own = standing.site.study
    return {
        "title": own.title,
        "dyad": [*own.dyad],
        "context": [*own.context],
        "period": str(own.period) if own.period else None,
        "digest": standing.digest,
        "n": {name: len(getattr(own, name)) for name in COLLECTIONS if hasattr(own, name)},
    }


@router.get("/diagnostics")
async def diagnostics(request: Request) -> list[dict[str, str | int]]:
    """What is wrong with the study, as `detente check --format json`."""
    return [dict(found.as_json()) for found in _room(request).standing.diagnostics]


@router.get("/verdicts")
async def verdicts(request: Request) -> dict[str, Any]:
    """The verdicts, as `detente argue --format json`."""
    from detente.argument.json_form import verdicts_json

    account = _room(request).standing.site.account
    return await asyncio.to_thread(lambda: verdicts_json(account.verdicts.values()))


@router.get("/{collection}", responses=NONE)
async def records(
    request: Request, collection: str, start: int = Query(0, ge=0, le=10**9), n: int = Query(100, ge=1, le=1000)
) -> dict[str, Any]:
    """Records of one kind, in the order of their file."""
    own = _room(request).standing.site.study
    if collection not in COLLECTIONS or not hasattr(own, collection):
        raise HTTPException(404, f"a study has no `{collection}`")
    every = getattr(own, collection)
    return {"total": len(every), "records": [as_json(record) for record in every[start : start + n]]}


@router.get("/{collection}/{id}", responses=NONE)
async def record(request: Request, collection: str, id: str) -> dict[str, Any]:
    """One record, and for a statement its testimony."""
    own = _room(request).standing.site.study
    if collection not in COLLECTIONS or not hasattr(own, collection):
        raise HTTPException(404, f"a study has no `{collection}`")
    found = next((each for each in getattr(own, collection) if each.id == id and id), None)
    if found is None:
        raise HTTPException(404, f"no record of `{collection}` is named so")
    return {**as_json(found), "testimony": [as_json(row) for row in own.testimony_of.get(id, ())]}
