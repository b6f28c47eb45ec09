"""From a panel, as it was asked for, to the query that makes it: spine first, then states, then what is looked up.

Stages, each a table that the next one reads:

`states`     a row a state-year, with all that is known of states, under one integer key
`spine`      the rows of the panel, with the keys that look-ups need
(the last)   the spine with every added column
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from detente.panel import spines
from detente.panel.adders import ADDERS, Adder
from detente.panel.coverage import cover
from detente.panel.declare import Absence, Column, Dataset
from detente.panel.errors import PanelError
from detente.panel.keys import FIRST_YEAR, dyad_key, state_key
from detente.panel.request import UNITS, OwnTable, Request
from detente.panel.store import require, table_name

Expression = Any


@dataclass
class Tables:
    """The installed tables that a query reads, as unbound Ibis tables; remembers which were asked for."""

    paths: dict[str, Path] = field(default_factory=dict)

    def __call__(self, id: str) -> Expression:
        """Return an installed data set as a table."""
        import ibis
        import pyarrow.parquet as pq

        path = require(id).path
        name = table_name(id)
        self.paths[name] = path
        return ibis.table(ibis.Schema.from_pyarrow(pq.read_schema(path)), name=name)

    def of(self, dataset: Dataset, request: Request) -> Expression:
        """Return a data set; if states are asked for, only the rows that they can have, so that little is read."""
        table = self(dataset.id)
        if not request.states or dataset.codes not in (request.system, None):
            return table
        if "key" not in table.columns:
            return table.filter(table["code"].isin(list(request.states)))
        low, high = min(request.states), max(request.states)
        return table.filter(table["key"].between(dyad_key(low, low, FIRST_YEAR), dyad_key(high, high + 1, FIRST_YEAR)))

    def stage(self, name: str, expression: Expression) -> Expression:
        """Return a stage as a table to go on from."""
        import ibis

        return ibis.table(expression.schema(), name=name)

    def spine(self, request: Request) -> Expression:
        """Return the rows of the panel."""
        return spines.SPINES[request.unit](request, self)

    def state_years(self, request: Request) -> Expression:
        """Return the state-years on which all that is known of states is laid."""
        return spines.state_years(request, self)

    def own(self, extra: OwnTable) -> Expression:
        """Return a table that the user brought."""
        self.paths[extra.name] = extra.path
        return extra.expression()

    def year_before(self, rows: Expression, column: str, unit: Sequence[str]) -> Expression:
        """Return the last year before each row's in which its unit's column was 1; without one, that before its first.

        Parameters
        ----------
        unit
            The columns whose years go together.
        """
        import ibis

        before = ibis.window(group_by=unit, order_by="year", preceding=(None, 1))
        last = (rows[column] == 1).ifelse(rows["year"], None).max().over(before)
        first = rows["year"].min().over(ibis.window(group_by=unit, order_by="year"))
        return last.fill_null(first - 1)


@dataclass(frozen=True)
class Output:
    """One column of the panel: its name here, its name in the peer, and what makes it."""

    name: str
    peer: str
    value: Callable[[Expression], Expression]


@dataclass
class Plan:
    """A panel under construction."""

    request: Request
    tables: Any
    stages: list[tuple[str, Expression]] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)

    def stage(self, name: str, expression: Expression) -> Expression:
        """Make a stage, and return it as a table to go on from."""
        self.stages.append((name, expression))
        return self.tables.stage(name, expression)


def plan_of(request: Request, tables: Any) -> Plan:
    """Return the plan of a panel over `Tables`, to be run by an engine, or over the `Arrays` of `lookup.py`.

    Raises
    ------
    PanelError
        If a data set is not installed, or an adder does not fit the unit.
    """
    plan = Plan(request, tables)
    unit = UNITS[request.unit]
    adders = request.adders
    fitting = [adder.name for adder in ADDERS.values() if fits(adder, request)]
    for adder in adders:
        if adder.name not in fitting:
            raise PanelError(f"`{adder.name}` cannot be added to {request.unit}", f"there are {', '.join(fitting)}")
    spine = tables.spine(request)
    states, state_columns = _states(plan, adders, unit.sides)
    keyed = _with_keys(plan, spine, unit.sides)
    _add_all(plan, Builder(plan, keyed, states, state_columns))
    return plan


def fits(adder: Adder, request: Request) -> bool:
    """Whether an adder has something for rows of the unit."""
    kinds = UNITS[request.unit].kinds
    return request.unit in adder.units if adder.units else any(getattr(adder, kind) for kind in kinds)


def _states(plan: Plan, adders: Sequence[Adder], sides: Sequence[str]) -> tuple[Expression, dict[str, list[Column]]]:
    """Make the state-year table with every state-level column; say which adder brought which."""
    request, system = plan.request, plan.request.system
    wanted = [(adder, id) for adder in adders for id in _state_sets(adder, request)]
    from detente.panel.datasets import DATASETS

    years = plan.tables.state_years(request)
    base = years.select(
        sid=state_key(years["code"].cast("int32"), years["year"]).cast("int32"), code="code", year="year"
    )
    needs_other = _other_codes(request, [DATASETS[id] for _, id in wanted])
    if needs_other:
        walk = plan.tables(f"crosswalk-{system}").rename(walk_code="code", walk_year="year")
        base = base.left_join(walk, [base["code"] == walk["walk_code"], base["year"] == walk["walk_year"]]).select(
            "sid", "code", "year", other="gw" if system == "cow" else "cow"
        )
    brought: dict[str, list[Column]] = {}
    joined = base
    values: dict[str, Callable[[Expression], Expression]] = {}
    for n, (adder, id) in enumerate(dict.fromkeys(wanted)):
        dataset = DATASETS[id]
        own = "code" if dataset.codes in (system, None) else "other"
        table = plan.tables.of(dataset, request)
        table = table.rename({f"s{n}_{name}": name for name in table.columns})
        on = [joined[own] == table[f"s{n}_code"]]
        last = dataset.years.last if dataset.years and adder.name in request.carried else None
        if dataset.shape == "state-year":
            on.append(_clipped(joined["year"], last) == table[f"s{n}_year"])
        joined = joined.left_join(table, on)
        for column in dataset.columns:
            values[column.name] = _national(f"s{n}_{column.name}", column, dataset, own, last)
        brought.setdefault(adder.name, []).extend(dataset.columns)
    if not wanted and not needs_other:
        return None, brought
    kept = {name: joined[name] for name in base.columns}
    return plan.stage("states", joined.select(**kept, **{n: v(joined) for n, v in values.items()})), brought


def _clipped(year: Expression, last: int | None) -> Expression:
    """The year to look up: none after the last, if that is carried forward."""
    return year if last is None else (year > last).ifelse(last, year).cast("int16")


def _national(
    name: str, column: Column, dataset: Dataset, own: str, last: int | None
) -> Callable[[Expression], Expression]:
    """What the state-years show of a column; null also where the state has no code in the data set's system."""

    def value(t: Expression) -> Expression:
        found = cover(t[name], column, _clipped(t["year"], last), dataset.years)
        return t[own].notnull().ifelse(found, None) if own == "other" and column.absence is Absence.ZERO else found

    return value


def _state_sets(adder: Adder, request: Request) -> tuple[str, ...]:
    """The state-level data sets that an adder brings to this unit: those of dyads go before on dyads."""
    kinds = UNITS[request.unit].kinds
    if "dyads" in kinds and adder.dyads and not adder.special:
        return ()
    return adder.datasets("states", request.system) if "states" in kinds else ()


def _other_codes(request: Request, sets: Sequence[Dataset]) -> bool:
    """Whether any data set speaks of states by the other system's numbers."""
    from detente.panel.datasets import DATASETS

    ids = [id for adder in request.adders for id in adder.datasets("dyads", request.system)]
    dyadic = [DATASETS[id] for id in ids] if "dyads" in UNITS[request.unit].kinds else []
    return any(dataset.codes not in (request.system, None) for dataset in (*sets, *dyadic))


def _with_keys(plan: Plan, spine: Expression, sides: Sequence[str]) -> Expression:
    """Make the spine with the keys of its states and dyads."""
    codes = [f"code{side}" for side in sides]
    keyed = {
        f"sid{side}": state_key(spine[code].cast("int32"), spine["year"]).cast("int32")
        for side, code in zip(sides, codes, strict=True)
    }
    if len(sides) == 2:
        a, b = (spine[code].cast("int32") for code in codes)
        keyed |= {"dyad": dyad_key(a, b, spine["year"]).cast("int32"), "pair": _pair(a, b, spine["year"])}
    return plan.stage("spine", spine.mutate(**keyed))


def _pair(a: Expression, b: Expression, year: Expression) -> Expression:
    """The key of the pair, whichever of the two comes first."""
    return (a < b).ifelse(dyad_key(a, b, year), dyad_key(b, a, year)).cast("int32")


def _add_all(plan: Plan, builder: "Builder") -> None:
    """Join what was asked for onto the spine, and keep the columns in the order asked."""
    from detente.panel import specials

    request, unit = plan.request, UNITS[plan.request.unit]
    for adder in request.adders:
        if adder.special:
            specials.SPECIALS[adder.special](builder, adder)
        else:
            builder.add(adder)
    for n, extra in enumerate(request.tables):
        builder.add_own(extra, n)
    outputs = [Output(out, peer, itemgetter(name)) for name, out, peer in spines.key_columns(request)]
    outputs += builder.outputs
    result = builder.joined.select(**{output.name: output.value(builder.joined) for output in outputs})
    result = specials.after(plan, result, outputs, unit.sides)
    plan.outputs = outputs
    plan.stages.append(("result", result))


class Builder:
    """Joins one thing after the other onto the spine."""

    def __init__(
        self, plan: Plan, spine: Expression, states: Expression, state_columns: dict[str, list[Column]]
    ) -> None:
        self.plan = plan
        self.request = plan.request
        self.spine = spine
        self.joined = spine
        self.outputs: list[Output] = []
        self.state_columns = state_columns
        self.states = states
        self._sides = UNITS[plan.request.unit].sides
        self._is_joined = False
        self._n = 0

    def side(self, name: str, side: str) -> str:
        """The column of the joined table that holds a state-level column of one side; joins the states once."""
        if not self._is_joined:
            self._is_joined = True
            for each in self._sides:
                right = self.states.rename({f"state{each}_{column}": column for column in self.states.columns})
                self.joined = self.joined.left_join(right, self.joined[f"sid{each}"] == right[f"state{each}_sid"])
        return f"state{side}_{name}"

    def add(self, adder: Adder) -> None:
        """Look up what an adder brings."""
        from detente.panel.datasets import DATASETS

        unit = UNITS[self.request.unit]
        if "dyads" in unit.kinds and adder.dyads:
            for id in adder.datasets("dyads", self.request.system):
                self.add_dyads(adder, DATASETS[id])
        elif "states" in unit.kinds and adder.states:
            self.add_states(adder)
        elif "leaders" in unit.kinds:
            for id in adder.datasets("leaders", self.request.system):
                self.add_leaders(DATASETS[id])

    def add_states(self, adder: Adder) -> None:
        """Take an adder's columns from the state-years, for each side."""
        for number, side in enumerate(self._sides, 1):
            for column in self.state_columns.get(adder.name, ()):
                source = self.side(column.name, side)
                peer = f"{column.peer}{number if side else ''}" if column.peer else ""
                self.keep(column.name + side, peer, itemgetter(source))

    def add_dyads(self, adder: Adder, dataset: Dataset) -> None:
        """Join a dyadic table by its packed key, and cover its columns."""
        table = self._named(self.plan.tables.of(dataset, self.request))
        prefix = f"d{self._n}_"
        last = dataset.years.last if dataset.years and adder.name in self.request.carried else None
        key = self._dyad_key(dataset, last)
        self.joined = self.joined.left_join(table, key == table[f"{prefix}key"])
        for column in dataset.columns:
            self.keep(column.name, column.peer, self._dyadic(prefix, column, dataset, last))

    def _dyadic(
        self, prefix: str, column: Column, dataset: Dataset, last: int | None
    ) -> Callable[[Expression], Expression]:
        asked = self.request.years
        is_translated = column.absence is Absence.ZERO and dataset.codes not in (self.request.system, None)
        others = [self.side("other", side) for side in self._sides] if is_translated else []

        def value(t: Expression) -> Expression:
            found = t[prefix + column.name]
            if column.flipped:
                found = (t["code_a"] < t["code_b"]).ifelse(found, t[prefix + column.flipped])
            shown = cover(found, column, _clipped(t["year"], last), dataset.years, asked=asked)
            if is_translated:
                return (t[others[0]].notnull() & t[others[1]].notnull()).ifelse(shown, None)
            return shown

        return value

    def _dyad_key(self, dataset: Dataset, last: int | None) -> Expression:
        """The key under which a data set is looked up."""
        is_pair, is_own = dataset.shape == "pair-year", dataset.codes in (self.request.system, None)
        if is_own and last is None:
            return self.joined["pair" if is_pair else "dyad"]
        names = [f"code{side}" if is_own else self.side("other", side) for side in self._sides]
        a, b = (self.joined[name].cast("int32") for name in names)
        year = _clipped(self.joined["year"], last)
        return _pair(a, b, year) if is_pair else dyad_key(a, b, year).cast("int32")

    def add_leaders(self, dataset: Dataset) -> None:
        """Join what is known of leaders, for each side."""
        for number, side in enumerate(self._sides, 1):
            table = self._named(self.plan.tables(dataset.id))
            prefix = f"d{self._n}_"
            self.joined = self.joined.left_join(table, self.joined[f"leader{side}"] == table[f"{prefix}leader_id"])
            for column in dataset.columns:
                peer = f"{column.peer}{number if side else ''}" if column.peer else ""
                self.keep(column.name + side, peer, itemgetter(prefix + column.name))

    def add_own(self, extra: Any, number: int) -> None:
        """Join a table that the user brought.

        Raises
        ------
        PanelError
            If one of its columns would stand twice.
        """
        taken = {output.name for output in self.outputs} | {name for _, name, _ in spines.key_columns(self.request)}
        if twice := [name for name in extra.values if name in taken]:
            raise PanelError(f"{extra.source}: the panel has a column `{twice[0]}` already", "rename it in your table")
        table = self._named(self.plan.tables.own(extra))
        prefix = f"d{self._n}_"
        on = [self.joined[ours].cast("int64") == table[prefix + theirs] for ours, theirs in extra.keys]
        self.joined = self.joined.left_join(table, on)
        for name in extra.values:
            self.keep(name, name, itemgetter(prefix + name))

    def keep(self, name: str, peer: str, value: Callable[[Expression], Expression]) -> None:
        """Make a column of the panel."""
        if any(output.name == name for output in self.outputs):
            return
        self.outputs.append(Output(name, peer or name, value))

    def _named(self, table: Expression) -> Expression:
        self._n += 1
        return table.rename({f"d{self._n}_{name}": name for name in table.columns})


def column_names(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield each column's name and the peer's; where the peer would have one name twice, it writes .x and .y."""
    peers = [output.peer for output in plan.outputs]
    for n, output in enumerate(plan.outputs):
        times = peers.count(output.peer)
        suffix = f".{'xyzuvw'[min(peers[:n].count(output.peer), 5)]}" if times > 1 else ""
        yield output.name, output.peer + suffix


def key_names(plan: Plan) -> list[str]:
    """Return the columns by which the panel's rows are in order, as they are named in it."""
    keys = spines.order_columns(plan.request)
    if plan.request.names == "detente":
        return keys
    peers = dict(column_names(plan))
    return [peers[key] for key in keys]
