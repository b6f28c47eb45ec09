"""From the bytes of a distribution to a table with the declared columns and types."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.panel.declare import Dataset, Distribution
from detente.panel.errors import PanelError


def read_source(path: Path, dataset: Dataset, distribution: Distribution) -> Any:
    """Return the file as an Arrow table with the declared source columns, in the file's order.

    Raises
    ------
    PanelError
        If the file cannot be read, or its columns or types are not those declared; the message gives the difference.
    """
    import pyarrow as pa

    try:
        table = _READERS[distribution.reader](path, dataset, distribution)
    except (pa.ArrowException, OSError, zipfile.BadZipFile, KeyError, StopIteration) as error:
        raise PanelError(
            f"{path.name} is not what `{dataset.id}` is made from: {str(error).splitlines()[0]}"
        ) from error
    names = {theirs: ours for ours, theirs in distribution.columns.items()}
    table = table.rename_columns([names.get(name, name) for name in table.column_names])
    if difference := differences(
        dataset.source, _kinds(table.schema), is_excerpt=dataset.is_excerpt or distribution.kind == "publisher"
    ):
        raise PanelError(f"{path.name} is not as `{dataset.id}` is declared: {'; '.join(difference)}")
    return table.select(list(dataset.source)).cast(pa.schema([(n, _TYPES[t]()) for n, t in dataset.source.items()]))


def differences(declared: Mapping[str, str], found: Mapping[str, str], *, is_excerpt: bool = False) -> list[str]:
    """Return what sets the found columns apart from those declared.

    >>> differences({"ccode": "int64", "cinc": "float64"}, {"ccode": "string", "year": "int64"})
    ['`cinc` is missing', '`ccode` is string, not int', '`year` is not declared']
    """
    kinds = {name: _KINDS[type] for name, type in declared.items()}
    missing = [f"`{name}` is missing" for name in kinds if name not in found]
    wrong = [
        f"`{name}` is {found[name]}, not {kind}"
        for name, kind in kinds.items()
        if name in found and found[name] not in _FITTING[kind]
    ]
    extra = [f"`{name}` is not declared" for name in found if name not in kinds and not is_excerpt]
    return missing + wrong + extra


_KINDS = {"int64": "int", "int32": "int", "float64": "float", "string": "string"}
_FITTING = {"int": ("int", "null"), "float": ("float", "int", "null"), "string": ("string", "null")}


def _kinds(schema: Any) -> dict[str, str]:
    import pyarrow as pa

    def kind(type: Any) -> str:
        if pa.types.is_integer(type):
            return "int"
        if pa.types.is_floating(type):
            return "float"
        if pa.types.is_string(type) or pa.types.is_large_string(type):
            return "string"
        return "null" if pa.types.is_null(type) else str(type)

    return {field.name: kind(field.type) for field in schema}


def _parquet(path: Path, dataset: Dataset, distribution: Distribution) -> Any:
    import pyarrow.parquet as pq

    return pq.read_table(path)


def _csv(path: Path, dataset: Dataset, distribution: Distribution) -> Any:
    with path.open("rb") as stream:
        return _read_csv(stream, dataset, distribution)


def _zip(path: Path, dataset: Dataset, distribution: Distribution) -> Any:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        wanted = distribution.member.lower() or names[0].lower()
        name = next(name for name in names if Path(name).name.lower() == Path(wanted).name)
        with archive.open(name) as stream:
            return _read_csv(stream, dataset, distribution)


def _read_csv(stream: Any, dataset: Dataset, distribution: Distribution) -> Any:
    import pyarrow as pa
    from pyarrow import csv

    types = {distribution.columns.get(n, n): _TYPES[t]() for n, t in dataset.source.items()}
    options = csv.ConvertOptions(column_types=types, null_values=["", "NA", ".", *distribution.missing])
    return csv.read_csv(pa.PythonFile(stream, mode="r"), convert_options=options)


def _cow_states(path: Path, dataset: Dataset, distribution: Distribution) -> Any:
    """The owner's list of members, whose dates stand in three columns each."""
    import pyarrow as pa
    from pyarrow import csv

    rows = csv.read_csv(path).to_pylist()

    def day(row: dict[str, Any], end: str) -> str:
        return f"{row[end + 'year']:04}-{row[end + 'month']:02}-{row[end + 'day']:02}"

    return pa.table(
        {
            "ccode": [row["ccode"] for row in rows],
            "cw_abb": [row["stateabb"] for row in rows],
            "cw_name": [row["statenme"] for row in rows],
            "start": [day(row, "st") for row in rows],
            "end": [day(row, "end") for row in rows],
        }
    )


def _arrow(name: str) -> Any:
    def make() -> Any:
        import pyarrow as pa

        return getattr(pa, name)()

    return make


_TYPES = {"int64": _arrow("int64"), "int32": _arrow("int32"), "float64": _arrow("float64"), "string": _arrow("string")}
_READERS = {"parquet": _parquet, "csv": _csv, "zip": _zip, "cow-states": _cow_states}
