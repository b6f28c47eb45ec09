"""The one file that opens an engine: DuckDB in this process, or Spark. Both run the same Ibis expressions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from detente.panel.declare import Dataset
from detente.panel.errors import PanelError

BATCH: Final = 122_880
"""Rows that are handed on together, and a row group of Parquet."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A table that is made before the next stage reads it, by its name."""

    name: str
    expression: Any
    sql: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What an engine is asked: the installed tables it reads, the stages, the result last.

    Attributes
    ----------
    keys
        The columns by which rows are in order.
    """

    tables: Mapping[str, Path]
    stages: Sequence[Stage]
    keys: Sequence[str] = field(default=())

    @classmethod
    def of(cls, tables: Mapping[str, Path], stages: Sequence[Stage], keys: Sequence[str]) -> "Query":
        """Return a query of one or more stages, each compiled; the last is the result."""
        import ibis

        made = [Stage(s.name, s.expression, str(ibis.to_sql(s.expression, dialect="duckdb"))) for s in stages]
        return cls(tables, made, keys)


class Engine(Protocol):
    """Runs a query."""

    def read(self, query: Query) -> Any:
        """Return the result's rows, in order, as an Arrow reader."""


def open_engine(name: str = "duckdb") -> Engine:
    """Return an engine: `duckdb`, or a Spark master (`local[*]`, `spark://host:port`)."""
    if name == "duckdb":
        return DuckEngine()
    if name.startswith(("local", "spark://", "yarn", "k8s://")):
        return SparkEngine(name)
    raise PanelError(f"no engine is called `{name}`", "`duckdb`, `local[*]` or `spark://host:port`")


class DuckEngine:
    """DuckDB in this process; tables are views of the installed files. Joins keep no order, so the result is sorted.

    A panel is made in stages, its spine read through against tables of all the rest; joins are not turned around, for
    the spine is the longest.
    """

    def __init__(self) -> None:
        import duckdb

        self._connection = duckdb.connect()
        self._connection.execute("SET enable_progress_bar = false")
        self._tables: dict[str, Path] = {}

    def read(self, query: Query) -> Any:
        """Return the result's rows, in order, as an Arrow reader.

        Raises
        ------
        PanelError
            If there is not memory or disk enough.
        """
        import duckdb

        cursor = self._connection.cursor()  # its own: another result may still be open
        try:
            return cursor.sql(self._prepare(query, cursor)).to_arrow_reader(BATCH)
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise PanelError(f"the panel cannot be made: {str(error).splitlines()[0]}") from error

    def _prepare(self, query: Query, cursor: Any) -> str:
        for name, path in query.tables.items():
            if self._tables.get(name) != path:
                cursor.execute(
                    f'CREATE OR REPLACE VIEW "{name}" AS SELECT * FROM read_parquet({_quoted(path)})'  # noqa: S608
                )
                self._tables[name] = path
        *stages, last = query.stages
        cursor.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        for stage in stages:
            cursor.execute(f'CREATE OR REPLACE TEMP TABLE "{stage.name}" AS {stage.sql}')
        order = ", ".join(f'"{key}"' for key in query.keys)
        return f"SELECT * FROM ({last.sql}) ORDER BY {order}"  # noqa: S608


class SparkEngine:
    """Spark, by Ibis. Rows have no order of their own there, so the result is sorted."""

    def __init__(self, master: str) -> None:
        try:
            import ibis
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise PanelError("Spark is not installed", "`pip install detente[spark]`, and Java 17") from error
        session = (
            SparkSession.builder.master(master)
            .appName("detente")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.sql.ansi.enabled", "false")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        self._session = session
        self._backend = ibis.pyspark.connect(session)

    def read(self, query: Query) -> Any:
        """Return the result's rows, in order, as an Arrow reader."""
        return self._backend.to_pyarrow_batches(self._prepare(query), chunk_size=BATCH)

    def _prepare(self, query: Query) -> Any:
        for name, path in query.tables.items():
            self._session.read.parquet(str(path)).createOrReplaceTempView(name)
        *stages, last = query.stages
        for stage in stages:
            sql = self._backend.compile(stage.expression)
            self._session.sql(sql).createOrReplaceTempView(stage.name)
        return last.expression.order_by(list(query.keys)) if query.keys else last.expression


def write_rows(rows: Any, path: Path, keys: Sequence[str], stamp: Mapping[bytes, bytes] | None = None) -> None:
    """Write an Arrow reader's rows to a .parquet or .csv file, whole or not at all; a batch is in memory at a time.

    Parameters
    ----------
    keys
        The columns by which rows are in order. Only they get statistics: a row group has nearly every
        value of the others.
    stamp
        What the Parquet file says of itself.

    Raises
    ------
    PanelError
        If it cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyarrow import csv

    schema = rows.schema.with_metadata(stamp)
    part = path.with_name(f".{path.name}.part")
    try:
        if path.suffix == ".csv":
            writer = csv.CSVWriter(part, schema, write_options=csv.WriteOptions(quoting_style="needed"))
        else:
            writer = pq.ParquetWriter(part, schema, use_dictionary=_of_few_values(schema), write_statistics=list(keys))
        with writer:
            for batch in rows:
                writer.write_batch(batch.replace_schema_metadata(stamp))
        part.replace(path)
    except OSError as error:
        raise PanelError(f"{path} cannot be written: {error.strerror or error}") from error
    except pa.ArrowException as error:
        raise PanelError(f"{path} cannot be written: {str(error).splitlines()[0]}") from error
    finally:
        part.unlink(missing_ok=True)


def _of_few_values(schema: Any) -> list[str]:
    """Flags, codes and words, which a dictionary makes small; of measured columns it would only cost time."""
    import pyarrow as pa

    narrow = (each.name for each in schema if pa.types.is_primitive(each.type) and each.type.bit_width <= 16)
    return [*narrow, *(each.name for each in schema if pa.types.is_string(each.type))]


def prepare_table(table: Any, dataset: Dataset) -> Any:
    """Return the prepared form of a distributed Arrow table.

    Raises
    ------
    PanelError
        If it has rows outside the years that the data set declares.
    """
    import duckdb
    import ibis

    source = ibis.table(ibis.Schema.from_pyarrow(table.schema), name="source")
    sql = str(ibis.to_sql(dataset.prepare(source, dataset.columns), dialect="duckdb"))
    with duckdb.connect(config={"preserve_insertion_order": True}) as connection:
        connection.register("source", table)
        try:
            made = connection.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            raise PanelError(f"`{dataset.id}` cannot be made of this file: {str(error).splitlines()[0]}") from error
    _refuse_other_years(made, dataset)
    return made


def _refuse_other_years(table: Any, dataset: Dataset) -> None:
    import pyarrow.compute as pc

    from detente.panel.keys import year_of

    if dataset.years is None or not {"year", "key"} & set(table.column_names) or not table.num_rows:
        return
    years = table["year"] if "year" in table.column_names else year_of(table["key"].to_numpy())
    first, last = (
        (pc.min(years).as_py(), pc.max(years).as_py()) if "year" in table.column_names else (years.min(), years.max())
    )
    if first < dataset.years.first or last > dataset.years.last:
        raise PanelError(f"`{dataset.id}` has rows of {first}:{last}, but is declared for {dataset.years}")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
