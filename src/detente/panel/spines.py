"""The rows of a panel before anything is added: who was a state, and who led it, when. An engine puts them in order."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from detente.panel.declare import Dataset
from detente.panel.request import Request
from detente.panel.whittle import KEYS, whittle

Expression = Any
Tables = Callable[[str], Expression]


def key_columns(request: Request) -> Iterator[tuple[str, str, str]]:
    """Yield the spine's columns that the panel shows: the name inside, our name, the peer's name."""
    system = request.system
    peer = "ccode" if system == "cow" else "gwcode"
    match request.unit:
        case "dyad-years":
            yield from (("code_a", f"{system}_a", f"{peer}1"), ("code_b", f"{system}_b", f"{peer}2"))
            yield ("year", "year", "year")
            if system == "gw":
                yield from (
                    (f"is_microstate_{s}", f"is_microstate_{s}", f"microstate{n}") for s, n in (("a", 1), ("b", 2))
                )
        case "state-years" | "state-days":
            yield ("code", system, peer)
            yield ("name", "state", "cw_name" if system == "cow" else "gw_name")
            if system == "gw":
                yield ("is_microstate", "is_microstate", "microstate")
            yield ("date", "date", "date") if request.unit == "state-days" else ("year", "year", "year")
        case "leader-years" | "leader-days":
            yield from (("leader", "leader_id", "obsid"), ("leader_name", "leader", "leader"), ("code", system, peer))
            yield ("gender", "gender", "gender")
            yield ("leader_age", "leader_age", "leaderage")
            yield ("date", "date", "date") if request.unit == "leader-days" else ("year", "year", "year")
            yield ("year_in_office", "year_in_office", "yrinoffice")
        case "leader-dyad-years":
            yield ("year", "year", "year")
            yield from (("leader_a", "leader_id_a", "obsid1"), ("leader_b", "leader_id_b", "obsid2"))
            yield from (("code_a", f"{system}_a", f"{peer}1"), ("code_b", f"{system}_b", f"{peer}2"))
            for name, theirs in (("gender", "gender"), ("leader_age", "leaderage"), ("year_in_office", "yrinoffice")):
                yield from ((f"{name}_{s}", f"{name}_{s}", f"{theirs}{n}") for s, n in (("a", 1), ("b", 2)))
        case "dispute-years":
            yield from (("code_a", "cow_a", "ccode1"), ("code_b", "cow_b", "ccode2"), ("year", "year", "year"))
            yield from ((c.name, c.name, c.source) for c in _disputes().columns if c.name not in KEYS)


def order_columns(request: Request) -> list[str]:
    """The panel's columns by which its rows are in order."""
    system = request.system
    return {
        "dyad-years": [f"{system}_a", f"{system}_b", "year"],
        "state-years": [system, "year"],
        "state-days": [system, "date"],
        "leader-years": [system, "year", "leader_id"],
        "leader-days": [system, "date", "leader_id"],
        "leader-dyad-years": ["year", "leader_id_a", "leader_id_b"],
        "dispute-years": [*KEYS, "dispute"],
    }[request.unit]


def spells(request: Request, tables: Tables) -> Expression:
    """Spells of membership of the states asked for, within the years asked for."""
    import ibis

    t = tables(f"{request.system}-system")
    first, last = f"{request.years.first:04}-01-01", f"{request.years.last:04}-12-31"
    if request.states:
        t = t.filter(t["code"].isin(list(request.states)))
    return t.filter((t["first"] <= ibis.literal(last).cast("date")) & (t["last"] >= ibis.literal(first).cast("date")))


def state_years(request: Request, tables: Tables) -> Expression:
    """A row a state-year, with the name of the year's last spell."""
    t = _years(spells(request, tables), request)
    keep = {name: t[name].argmax(t["first"]) for name in ("name", "is_microstate") if name in t.columns}
    return t.group_by("code", "year").aggregate(**keep)


def state_days(request: Request, tables: Tables) -> Expression:
    """A row a day of membership."""
    import ibis

    t = spells(request, tables)
    t = t.mutate(**_clipped(t, request))
    days = ibis.range(
        t["first"].cast("timestamp"), t["last"].cast("timestamp") + ibis.interval(days=1), ibis.interval(days=1)
    )
    t = t.mutate(date=days.unnest()).mutate(date=lambda x: x["date"].cast("date"))
    return t.mutate(year=t["date"].year().cast("int16")).drop("first", "last")


def dyad_years(request: Request, tables: Tables) -> Expression:
    """A row a dyad-year in which both were members on one day at least."""
    t = _meeting_years(spells(request, tables), request)
    extra = [name for name in ("is_microstate_a", "is_microstate_b") if name in t.columns]
    return t.select("code_a", "code_b", "year", *extra)


def leader_spells(request: Request, tables: Tables) -> Expression:
    """A leader's time in office within a spell of the state's membership; the code is the panel's system's."""
    leaders = tables("archigos").rename(office_first="first", office_last="last", gw="code")
    t = spells(request, tables)
    if request.system == "cow":
        walk = tables("crosswalk-cow").rename(walk_code="code", walk_gw="gw")
        codes = walk.filter(walk["walk_gw"].notnull()).select("walk_code", "walk_gw").distinct()
        t = t.join(codes, t["code"] == codes["walk_code"])
        t = t.join(leaders, t["walk_gw"] == leaders["gw"])
    else:
        t = t.join(leaders, t["code"] == leaders["gw"])
    t = t.filter((t["office_first"] <= t["last"]) & (t["first"] <= t["office_last"]))
    return t.mutate(
        first=(t["office_first"] > t["first"]).ifelse(t["office_first"], t["first"]),
        last=(t["office_last"] < t["last"]).ifelse(t["office_last"], t["last"]),
    )


def leader_years(request: Request, tables: Tables) -> Expression:
    """A row a leader and year of office in which the state was a member."""
    t = _years(leader_spells(request, tables), request)
    t = t.select(**_leader(t)).distinct()
    return t.drop("office_first")


def leader_days(request: Request, tables: Tables) -> Expression:
    """A row a day in office on which the state was a member."""
    import ibis

    t = leader_spells(request, tables)
    t = t.mutate(**_clipped(t, request)).filter(lambda x: x["first"] <= x["last"])
    days = ibis.range(
        t["first"].cast("timestamp"), t["last"].cast("timestamp") + ibis.interval(days=1), ibis.interval(days=1)
    )
    t = t.mutate(date=days.unnest()).mutate(date=lambda x: x["date"].cast("date"))
    t = t.mutate(year=t["date"].year().cast("int16"))
    t = t.select(**_leader(t), date="date").distinct()
    return t.drop("office_first")


def leader_dyad_years(request: Request, tables: Tables) -> Expression:
    """A row a year and pair of leaders of two states who were in office on the same day at least once in it."""
    spells = leader_spells(request, tables)
    wanted = ("leader_id", "leader", "code", "gender", "birth_year", "office_first", "first", "last")
    t = _meeting_years(spells.select(*wanted), request)
    sides = {f"{name}{side}": value for side in ("_a", "_b") for name, value in _leader(t, side).items()}
    t = t.select(year=t["year"], **sides).distinct()
    return t.drop("office_first_a", "office_first_b")


def dispute_years(request: Request, tables: Tables) -> Expression:
    """A row a militarised dispute, directed dyad and year; of several in a year, those that whittling leaves."""
    t = whittle(tables(_disputes().id), request.whittled)
    t = t.filter(t["year"].between(request.years.first, request.years.last))
    if request.states:
        t = t.filter(t["cow_a"].isin(list(request.states)) & t["cow_b"].isin(list(request.states)))
    if not request.is_directed:
        t = t.filter(t["cow_a"] < t["cow_b"])
    keys = {"code_a": t["cow_a"].cast("int16"), "code_b": t["cow_b"].cast("int16"), "year": t["year"].cast("int16")}
    return t.select(**keys, **{c.name: t[c.name] for c in _disputes().columns if c.name not in KEYS})


def _disputes() -> Dataset:
    from detente.panel.datasets import DATASETS

    return DATASETS["gml-disputes"]


def _leader(t: Expression, side: str = "") -> dict[str, Expression]:
    birth, office = t["birth_year" + side], t["office_first" + side]
    year = {} if side else {"year": t["year"]}
    return {
        "leader": t["leader_id" + side],
        "leader_name": t["leader" + side],
        "code": t["code" + side],
        "gender": t["gender" + side],
        "leader_age": (birth > 1000).ifelse(t["year"] - birth, None).cast("int16"),
        **year,
        "year_in_office": (t["year"] - office.year() + 1).cast("int16"),
        "office_first": office,
    }


def _clipped(t: Expression, request: Request) -> dict[str, Expression]:
    import ibis

    first = ibis.literal(f"{request.years.first:04}-01-01").cast("date")
    last = ibis.literal(f"{request.years.last:04}-12-31").cast("date")
    return {
        "first": (t["first"] < first).ifelse(first, t["first"]),
        "last": (t["last"] > last).ifelse(last, t["last"]),
    }


def _meeting_years(t: Expression, request: Request) -> Expression:
    """Spread the time that spells of two states have in common over the years that it touches."""
    a = t.rename({f"{name}_a": name for name in t.columns})
    b = t.view().rename({f"{name}_b": name for name in t.columns})
    others = a["code_a"] != b["code_b"] if request.is_directed else a["code_a"] < b["code_b"]
    t = a.join(b, [others, a["first_a"] <= b["last_b"], b["first_b"] <= a["last_a"]])
    t = t.mutate(
        first=(t["first_a"] > t["first_b"]).ifelse(t["first_a"], t["first_b"]),
        last=(t["last_a"] < t["last_b"]).ifelse(t["last_a"], t["last_b"]),
    )
    return _years(t, request)


def _years(t: Expression, request: Request) -> Expression:
    """Spread spells over the years that they touch, within the years asked for."""
    import ibis

    low, high = request.years.first, request.years.last
    first, last = t["first"].year(), t["last"].year()
    first = (first < low).ifelse(low, first).cast("int16")
    last = (last > high).ifelse(high, last).cast("int16")
    t = t.mutate(year=ibis.range(first.cast("int32"), (last + 1).cast("int32")).unnest())
    return t.mutate(year=t["year"].cast("int16"))


SPINES: Final[Mapping[str, Callable[[Request, Tables], Expression]]] = {
    "dyad-years": dyad_years,
    "state-years": state_years,
    "state-days": state_days,
    "leader-years": leader_years,
    "leader-days": leader_days,
    "leader-dyad-years": leader_dyad_years,
    "dispute-years": dispute_years,
}
