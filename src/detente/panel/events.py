"""Event tables of GDELT's shape, a row an event, drawn together to dyad-months: out of core, on either engine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from detente.panel.engine import Query, Stage, open_engine, write_rows
from detente.panel.errors import PanelError

COLUMNS: Final = {"actor": "string", "target": "string", "date": "date", "code": "string", "intensity": "float64"}


def dyad_months(events: Any, roots: Sequence[str] = ()) -> Any:
    """Return a row a directed dyad and month: events, their mean intensity, and counts by the code's root.

    Parameters
    ----------
    events
        An Ibis table with the columns of `COLUMNS`.
    roots
        Beginnings of codes to count apart, as `n_19`; by default none.
    """
    import ibis

    date = events["date"]
    months = events.mutate(month=ibis.date(date.year(), date.month(), 1))
    counts = {f"n_{root}": months["code"].startswith(root).cast("int64").sum() for root in roots}
    return months.group_by("actor", "target", "month").aggregate(
        n_events=months.count(), mean_intensity=months["intensity"].mean(), **counts
    )


def read_dyad_months(path: Path, roots: Sequence[str] = (), engine: str = "duckdb") -> Any:
    """Return the dyad-months of a Parquet file of events as an Arrow table, in order.

    Raises
    ------
    PanelError
        If the file cannot be read, or a column of `COLUMNS` is not there or of another type.
    """
    return open_engine(engine).read(_query(path, roots)).read_all()


def write_dyad_months(path: Path, out: Path, roots: Sequence[str] = (), engine: str = "duckdb") -> None:
    """Write the dyad-months of a Parquet file of events to a Parquet or CSV file; raises as `read_dyad_months`."""
    if out.suffix not in (".parquet", ".csv"):
        raise PanelError(f"{out.name} is neither .parquet nor .csv")
    query = _query(path, roots)
    write_rows(open_engine(engine).read(query), out, query.keys)


def _query(path: Path, roots: Sequence[str]) -> Query:
    import ibis
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        found = ibis.Schema.from_pyarrow(pq.read_schema(path))
    except (OSError, pa.ArrowException) as error:
        raise PanelError(f"{path} cannot be read: {str(error).splitlines()[0]}") from error
    for name, kind in COLUMNS.items():
        if name not in found:
            raise PanelError(f"{path.name} has no column `{name}`", f"it needs {', '.join(COLUMNS)}")
        if not found[name].castable(ibis.dtype(kind)) or found[name].is_string() != (kind == "string"):
            raise PanelError(f"{path.name}: `{name}` is {found[name]}, where {kind} is needed")
    if "events" in roots:
        raise PanelError("`events` is no code", "give beginnings of codes, as 19 or 042")
    months = dyad_months(ibis.table(COLUMNS, name="events"), roots)
    return Query.of({"events": path}, [Stage("spine", months)], ["actor", "target", "month"])
