"""A panel as one asks for it: verbs that read aloud, then the table.

>>> from detente.panel import atop, contiguity, dyad_years
>>> dyad_years("cow").between(1944, 1965).add(atop, contiguity).units
'directed dyad-years, cow, 1944:1965'
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from detente.cache import cached, code_hash
from detente.panel.adders import ADDERS, Adder
from detente.panel.datasets import DATASETS
from detente.panel.declare import System, Years
from detente.panel.engine import Engine, Query, Stage, open_engine, write_rows
from detente.panel.errors import PanelError
from detente.panel.request import UNITS, Names, Request, Unit
from detente.panel.store import Installed, installed, require, table_name
from detente.panel.whittle import checked

if TYPE_CHECKING:
    from detente.panel.lookup import Found


@dataclass(frozen=True)
class Panel:
    """Rows of a unit, and what is added to them. Every verb returns a new panel; reading waits until it must be.

    Attributes
    ----------
    engine
        What makes it: `duckdb`, `local[*]`, `spark://host:port`. With none, what is quickest here: plain panels of
        dyads and states are looked up, the others joined by DuckDB.
    """

    request: Request
    engine: str = ""

    def between(self, first: int, last: int) -> Self:
        """Keep the years from `first` to `last`, both included."""
        if first > last:
            raise PanelError(f"the years {first}:{last} end before they begin")
        return self._with(years=Years(first, last))

    def among(self, *states: str | int) -> Self:
        """Keep rows of these states only: names, letters or numbers; on dyads both must be among them."""
        from detente.panel.codes import codes_of

        return self._with(states=codes_of(states, self.request.system).codes)

    def undirected(self) -> Self:
        """Keep one row for each two states, a < b."""
        return self._with(is_directed=False)

    def add(self, *adders: Adder | str | Path) -> Self:
        """Add columns: adders, their names, or CSV and Parquet files of your own."""
        from detente.panel.own import read_own

        known, tables = list(self.request.adders), list(self.request.tables)
        for adder in adders:
            if isinstance(adder, Adder):
                known.append(adder)
            elif isinstance(adder, Path) or adder.endswith((".csv", ".parquet")):
                tables.append(read_own(Path(adder), self.request, len(tables)))
            else:
                known.append(adder_named(adder))
        return self._with(adders=tuple(dict.fromkeys(known)), tables=tuple(tables))

    def carry_forward(self, *names: str | Adder) -> Self:
        """Let these data sets' last year stand for the years after it."""
        carried = {name.name if isinstance(name, Adder) else adder_named(name).name for name in names}
        return self._with(carried=self.request.carried | carried)

    def keep(self, what: str) -> Self:
        """Keep some rows only: `politically-relevant`."""
        if what != "politically-relevant":
            raise PanelError(f"nothing is kept by `{what}`", "`politically-relevant`")
        panel = self if any(a.name == what for a in self.request.adders) else self.add(ADDERS[what])
        return panel._with(keeps=(what,))

    def whittle(self, *rules: str) -> Self:
        """Of several disputes of a dyad in a year keep the gravest, by one rule after the other; without names by all.

        The rules are `onsets`, `fatality`, `hostility`, `duration`, `reciprocation`, `start-month` and `first`.
        """
        if self.request.unit != "dispute-years":
            raise PanelError(f"{self.request.unit} are not whittled", "`dispute-years` are")
        return self._with(whittled=self.request.whittled + checked(rules))

    def named(self, names: Names) -> Self:
        """Name columns as `detente` does, or as `peacesciencer` does."""
        return self._with(names=names)

    def on(self, engine: str) -> Self:
        """Run on another engine: `duckdb`, `local[*]`, `spark://host:port`."""
        return replace(self, engine=engine)

    @property
    def notes(self) -> tuple[str, ...]:
        """What one should know of one's own tables: codes that are no state."""
        return tuple(
            f"{t.source}: {', '.join(map(str, t.strangers))} is no state of the {self.request.system} system"
            for t in self.request.tables
            if t.strangers
        )

    @property
    def units(self) -> str:
        """What the rows are, in words."""
        request = self.request
        way = ("directed " if request.is_directed else "undirected ") if len(UNITS[request.unit].sides) == 2 else ""
        return f"{way}{request.unit}, {request.system}, {request.years}"

    def to_arrow(self) -> Any:
        """Return the panel as an Arrow table, its rows in order."""
        return self._rows().read_all().replace_schema_metadata(self._stamp)

    def to_pandas(self) -> Any:
        """Return the panel as a pandas frame; its `attrs` hold the provenance."""
        frame = self.to_arrow().to_pandas()
        frame.attrs["provenance"] = self.provenance()
        return frame

    def to_polars(self) -> Any:
        """Return the panel as a Polars frame."""
        try:
            import polars
        except ImportError as error:
            raise PanelError("Polars is not installed", "`pip install polars`") from error
        return polars.from_arrow(self.to_arrow())

    def write(self, path: Path | str) -> None:
        """Write the panel to a .parquet or .csv file, and its provenance beside it (`.provenance.json`)."""
        path = Path(path)
        if path.suffix not in (".parquet", ".csv"):
            raise PanelError(f"{path.name} is neither .parquet nor .csv")
        keys = self._found.keys if self._is_looked_up else self._query.keys
        write_rows(self._rows(), path, keys, self._stamp)
        text = json.dumps(self.provenance(), ensure_ascii=False, indent=1) + "\n"
        beside = path.with_suffix(".provenance.json")
        try:
            beside.write_text(text, encoding="utf-8")
        except OSError as error:
            raise PanelError(f"{beside} cannot be written: {error.strerror or error}") from error

    def to_parquet(self, path: Path | str) -> None:
        """Write the panel as Parquet."""
        self.write(Path(path).with_suffix(".parquet"))

    def to_csv(self, path: Path | str) -> None:
        """Write the panel as CSV."""
        self.write(Path(path).with_suffix(".csv"))

    def print_csv(self) -> None:
        """Print the panel to standard output, as CSV."""
        import sys

        from pyarrow import csv

        csv.write_csv(self.to_arrow(), sys.stdout.buffer, csv.WriteOptions(quoting_style="needed"))

    def provenance(self) -> dict[str, Any]:
        """Return the data sets that the panel rests on: versions, hashes, origins, caveats, citations."""
        sets = [self._provenance_of(found) for found in self._installed]
        own = [{"file": str(t.source or t.path), "sha256": t.sha256} for t in self.request.tables]
        return {
            "unit": self.units,
            "carried_forward": sorted(self.request.carried),
            "data_sets": sets,
            "own_tables": own,
        }

    def cite(self) -> str:
        """Return the works that the panel rests on, as BibTeX, each once."""
        entries: dict[str, None] = {}
        for found in self._installed:
            for entry in DATASETS[found.id].citation.split("\n@"):
                entries["@" + entry.lstrip("@")] = None
        return "\n\n".join(entries) + "\n"

    def _provenance_of(self, found: Installed) -> dict[str, Any]:
        dataset = DATASETS[found.id]
        years = dataset.years and [dataset.years.first, dataset.years.last]
        return {
            **{key: value for key, value in asdict(found).items() if key != "file"},
            "title": dataset.title,
            "years": years,
            "licence": dataset.licence,
            "caveats": list(dataset.caveats),
            "citation": dataset.citation,
        }

    @property
    def _installed(self) -> Sequence[Installed]:
        if self._is_looked_up:
            return self._found.installed
        return [require(id) for id in DATASETS if table_name(id) in self._query.tables]

    def _rows(self) -> Any:
        """The rows, in order, as an Arrow reader."""
        return self._found.read() if self._is_looked_up else _engine(self._engine_name).read(self._query)

    @property
    def _engine_name(self) -> str:
        return self.engine or "duckdb"

    @property
    def _is_looked_up(self) -> bool:
        return not self.engine and self.request.is_plain

    @cached_property
    def _found(self) -> "Found":
        from detente.panel.lookup import look_up

        return look_up(self.request)

    @cached_property
    def _query(self) -> Query:
        return query_of(self.request, is_compiled=self._engine_name == "duckdb")

    @property
    def _stamp(self) -> dict[bytes, bytes]:
        return {b"detente": json.dumps(self.provenance(), ensure_ascii=False).encode()}

    def _with(self, **changes: Any) -> Self:
        return replace(self, request=replace(self.request, **changes))


def adder_named(name: str) -> Adder:
    """Return an adder; PanelError with the nearest names for anything else."""
    if name in ADDERS:
        return ADDERS[name]
    from difflib import get_close_matches

    near = get_close_matches(name, ADDERS)
    raise PanelError(
        f"nothing to add is called `{name}`",
        f"did you mean `{near[0]}`?" if near else f"there are {', '.join(ADDERS)}",
    )


def _new(unit: Unit, system: System) -> Panel:
    if system not in ("cow", "gw"):
        raise PanelError(f"no state system is called `{system}`", "`cow` or `gw`")
    if unit not in UNITS:
        raise PanelError(f"no unit is called `{unit}`", ", ".join(UNITS))
    if unit == "dispute-years" and system != "cow":
        raise PanelError("disputes are of the cow system")
    return Panel(Request(unit, system))


def panel(unit: Unit, system: System = "cow") -> Panel:
    """Begin a panel of any unit."""
    return _new(unit, system)


def dyad_years(system: System = "cow") -> Panel:
    """Begin with two states in a year in which both were members of the system on a day at least; directed."""
    return _new("dyad-years", system)


def state_years(system: System = "cow") -> Panel:
    """Begin with a state in a year in which it was a member of the system."""
    return _new("state-years", system)


def leader_years(system: System = "cow") -> Panel:
    """Begin with a leader in a year of office in which the state was a member."""
    return _new("leader-years", system)


def state_days(system: System = "cow") -> Panel:
    """Begin with a state on a day."""
    return _new("state-days", system)


def leader_days(system: System = "cow") -> Panel:
    """Begin with a leader on a day in office."""
    return _new("leader-days", system)


def leader_dyad_years(system: System = "cow") -> Panel:
    """Begin with two leaders of two states in a year."""
    return _new("leader-dyad-years", system)


def dispute_years() -> Panel:
    """Begin with a militarised dispute of two states in a year (Gibler, Miller and Little); directed."""
    return _new("dispute-years", "cow")


@cache
def _engine(name: str) -> Engine:
    return open_engine(name)


def query_of(request: Request, *, is_compiled: bool) -> Query:
    """Return the query of a request. Compiled ones are kept between runs, so that Ibis need not be loaded."""
    if is_compiled and not request.tables:
        return _query_from(_compiled_text(request, _state_of_store()))
    if is_compiled:
        return _query_from(_compile(request))
    return _expressions(request)


@lru_cache(maxsize=64)
def _compiled_text(request: Request, store: str) -> bytes:
    words = repr(replace(request, carried=frozenset())) + repr(sorted(request.carried))
    return cached("panel", [words, store], lambda: _compile(request))


def _state_of_store() -> str:
    """Return the hashes of everything installed: what a compiled query depends on."""
    return _hashes(code_hash(), tuple(_manifests()))


@lru_cache(maxsize=4)
def _hashes(code: str, manifests: Sequence[tuple[str, int, int]]) -> str:
    found = (installed(id) for id in DATASETS)
    return " ".join(f"{each.id}:{each.prepared_sha256}" for each in found if each)


def _manifests() -> Iterable[tuple[str, int, int]]:
    from detente.home import data_home

    home = data_home()
    yield str(home), 0, 0
    for path in sorted(home.glob("*/manifest.json")):
        status = path.stat()
        yield str(path), status.st_mtime_ns, status.st_size


def _expressions(request: Request) -> Query:
    from detente.panel.compile import Tables, column_names, key_names, plan_of

    plan = plan_of(request, Tables())
    keys = key_names(plan)
    if request.names == "peacesciencer":
        names = dict(column_names(plan))
        name, last = plan.stages[-1]
        plan.stages[-1] = (name, last.select(**{peer: last[ours] for ours, peer in names.items()}))
    stages = [Stage(name, expression) for name, expression in plan.stages]
    return Query(plan.tables.paths, stages, keys)


def _compile(request: Request) -> bytes:
    import ibis

    query = _expressions(request)
    stages = [(stage.name, str(ibis.to_sql(stage.expression, dialect="duckdb"))) for stage in query.stages]
    tables = {name: str(path) for name, path in query.tables.items()}
    kept = {"tables": tables, "stages": stages, "keys": query.keys}
    return json.dumps(kept).encode()


def _query_from(text: bytes) -> Query:
    kept = json.loads(text)
    tables = {name: Path(path) for name, path in kept["tables"].items()}
    stages = [Stage(name, None, sql) for name, sql in kept["stages"]]
    return Query(tables, stages, kept["keys"])
