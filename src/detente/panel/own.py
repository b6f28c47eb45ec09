"""A table of the user's own, as an adder: its key columns are found by their names, the others are added."""

import hashlib
from pathlib import Path
from typing import Any, Final

from detente.home import data_home
from detente.panel.errors import PanelError
from detente.panel.request import UNITS, OwnTable, Request
from detente.panel.store import installed

_STATE: Final = {"cow": ("cow", "ccode", "cowcode"), "gw": ("gw", "gwcode")}
_SIDE: Final = {
    "cow": (("cow_a", "ccode1"), ("cow_b", "ccode2")),
    "gw": (("gw_a", "gwcode1"), ("gw_b", "gwcode2")),
}


def read_own(path: Path, request: Request, number: int) -> OwnTable:
    """Return a CSV or Parquet file as an adder. Its absence means missing; nothing is filled in.

    Raises
    ------
    PanelError
        If it cannot be read, its keys are not there or no whole numbers, or a key stands twice.
    """
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path) if path.suffix == ".parquet" else pc.read_csv(path)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, pa.ArrowException) as error:
        raise PanelError(f"{path} cannot be read: {str(error).splitlines()[0]}") from error
    table = _plain(path, table)
    keys = _keys(path, table.column_names, request)
    columns = [theirs for _, theirs in keys]
    for name in columns:
        try:
            whole = table[name].cast(pa.int64())
        except pa.ArrowException as error:
            raise PanelError(f"{path.name}: in `{name}` is what is no whole number: {error}") from error
        table = table.set_column(table.column_names.index(name), name, whole)
    if table.select(columns).group_by(columns).aggregate([]).num_rows < table.num_rows:
        raise PanelError(f"{path.name} has two rows under one key ({', '.join(columns)})")
    place = data_home() / "own" / f"{sha256[:16]}.parquet"
    place.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, place)
    values = tuple(name for name in table.column_names if name not in columns)
    strangers = _strangers(table, [theirs for ours, theirs in keys if ours != "year"], request)
    return OwnTable(place, f"own{number}", keys, values, _types(table), sha256, str(path), strangers)


def _plain(path: Path, table: Any) -> Any:
    """Return a table with its words as strings, however they were stored."""
    import pyarrow as pa

    for n, column in enumerate(table.schema):
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
            kind = pa.string()
        if not (pa.types.is_primitive(kind) or pa.types.is_decimal(kind) or kind in (pa.string(), pa.null())):
            raise PanelError(
                f"{path.name}: `{column.name}` holds {kind}", "words, numbers, flags and dates can be added"
            )
        if kind != column.type:
            table = table.set_column(n, column.name, table[column.name].cast(kind))
    return table


def _keys(path: Path, names: list[str], request: Request) -> tuple[tuple[str, str], ...]:
    sides = UNITS[request.unit].sides
    wanted = [("code", _STATE[request.system])] if len(sides) == 1 else []
    wanted += [(f"code{s}", n) for s, n in zip(sides, _SIDE[request.system], strict=False)] if len(sides) == 2 else []
    keys = []
    for ours, theirs in (*wanted, ("year", ("year",))):
        name = next((name for name in theirs if name in names), None)
        if name is None and ours != "year":
            raise PanelError(f"{path.name} has no column {' or '.join(f'`{n}`' for n in theirs)}")
        if name:
            keys.append((ours, name))
    return tuple(keys)


def _strangers(table: Any, columns: list[str], request: Request) -> tuple[int, ...]:
    """The codes that are no state of the system."""
    from detente.model.states import states

    known = {m.number for state in states().values() for m in state.memberships if m.system == request.system}
    found = {code for name in columns for code in table[name].to_pylist() if code is not None}
    if found <= known or (system := installed(f"{request.system}-system")) is None:
        return tuple(sorted(found - known))
    import pyarrow.parquet as pq

    return tuple(sorted(found - set(pq.read_table(system.path, columns=["code"])["code"].to_pylist())))


def _types(table: Any) -> tuple[tuple[str, str], ...]:
    import ibis

    return tuple((name, str(type)) for name, type in ibis.Schema.from_pyarrow(table.schema).items())
