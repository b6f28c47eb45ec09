"""From a distributed table to the prepared one: short keys, narrow types, spells spread over their years, sorted.

Every function here takes and gives Ibis tables and is called once, when a data set is installed.
"""

from typing import Any, Final

from detente.panel.declare import Column, Prepare
from detente.panel.keys import dyad_key

Table = Any
_LAST_DAY: Final = "2025-12-31"


def state_years(code: str = "ccode") -> Prepare:
    """A row a state-year, under `code` and `year`."""
    return lambda t, columns: _keyed(t, {"code": t[code], "year": t["year"]}, columns)


def first_state_years(code: str) -> Prepare:
    """As `state_years`, where a file gives a state-year twice: its first row counts."""

    def prepare(t: Table, columns: tuple[Column, ...]) -> Table:
        import ibis

        t = t.mutate(place=ibis.row_number())
        order = ibis.window(group_by=[code, "year"], order_by="place")
        return state_years(code)(t.mutate(rank=ibis.row_number().over(order)).filter(lambda x: x["rank"] == 0), columns)

    return prepare


def first_states(code: str) -> Prepare:
    """A row a state, whatever the year; of several the file's first."""

    def prepare(t: Table, columns: tuple[Column, ...]) -> Table:
        import ibis

        t = t.filter(t[code].notnull()).mutate(place=ibis.row_number())
        order = ibis.window(group_by=[code], order_by="place")
        t = t.mutate(rank=ibis.row_number().over(order)).filter(lambda x: x["rank"] == 0)
        return _keyed(t, {"code": t[code]}, columns)

    return prepare


def leaders(t: Table, columns: tuple[Column, ...]) -> Table:
    """A row a leader's time in office, under `leader_id`."""
    return t.select(leader_id=t["obsid"], **_values(t, columns)).order_by("leader_id")


def dyad_years(t: Table, columns: tuple[Column, ...]) -> Table:
    """A row a directed dyad-year, under its packed key."""
    return _packed(t, t["ccode1"], t["ccode2"], t["year"], columns)


def alliances(t: Table, columns: tuple[Column, ...]) -> Table:
    """A row a directed dyad-year of alliance, with or without one of the five obligations."""
    return dyad_years(t.mutate(atop_alliance=1), columns)


def pair_years(a: str = "ccode1", b: str = "ccode2") -> Prepare:
    """A row a pair-year, a < b; the mirrored rows are dropped."""

    def prepare(t: Table, columns: tuple[Column, ...]) -> Table:
        t = t.filter(t[a] < t[b])
        return _packed(t, t[a], t[b], t["year"], columns)

    return prepare


def unchanged(t: Table, columns: tuple[Column, ...]) -> Table:
    """The declared columns as they are, in the file's order."""
    return t.select(**_values(t, columns))


def system(code: str, label: str) -> Prepare:
    """Spells of membership; who was a member on the edition's last day stays one to the end of 2025."""

    def prepare(t: Table, columns: tuple[Column, ...]) -> Table:
        end = t["end"]
        last = (end == end.max()).ifelse(_LAST_DAY, end).cast("date")
        extra = {"is_microstate": t["microstate"].cast("int8")} if "microstate" in t.columns else {}
        return t.select(
            code=t[code].cast("int16"), name=t[label], first=t["start"].cast("date"), last=last, **extra
        ).order_by("code", "first")

    return prepare


def majors(t: Table, columns: tuple[Column, ...]) -> Table:
    """A row a year in which the state was a major power on at least one day."""
    t = t.select(code=t["ccode"], year=_range(t["styear"], t["endyear"]).unnest()).distinct()
    return _keyed(t.mutate(cowmaj=1), {"code": t["code"], "year": t["year"]}, columns)


def contiguity(t: Table, columns: tuple[Column, ...]) -> Table:
    """The spell that covers the year's first month counts; where two do, the one that the file gives first."""
    import ibis

    t = t.filter(t["ccode1"] < t["ccode2"]).mutate(place=ibis.row_number())
    t = t.mutate(first=t["stdate"].cast("date"), last=t["enddate"].cast("date"))
    t = t.mutate(year=_range(t["first"].year(), t["last"].year()).unnest())
    t = t.mutate(month=(t["first"].year() == t["year"]).ifelse(t["first"].month(), 1))
    t = t.group_by("ccode1", "ccode2", "year").aggregate(
        conttype=t["conttype"].argmin(t["month"] * 100_000 + t["place"])
    )
    return _packed(t, t["ccode1"], t["ccode2"], t["year"], columns)


def capitals(code: str) -> Prepare:
    """A row a state-year with the capital that the year began with: its number in the list and its place."""

    def prepare(t: Table, columns: tuple[Column, ...]) -> Table:
        import ibis

        order = ibis.window(order_by=[code, "stdate", "capital"])
        t = t.mutate(capital_id=ibis.row_number().over(order), first=t["stdate"].cast("date"))
        t = t.mutate(year=_range(t["first"].year(), t["enddate"].cast("date").year()).unnest())
        t = t.group_by(code, "year").aggregate(
            **{name: t[name].argmin(t["first"]) for name in ("capital_id", "capital", "lat", "lng")}
        )
        return _keyed(t, {"code": t[code], "year": t["year"]}, columns)

    return prepare


def minimum_distance(a: str, b: str) -> Prepare:
    """A row a pair-year: the distance on the year's first date that has one."""

    def prepare(t: Table, columns: tuple[Column, ...]) -> Table:
        t = t.filter(t["mindist"].notnull() & (t[a] < t[b]))
        t = t.group_by(a, b, "year").aggregate(mindist=t["mindist"].argmin(t["date"]))
        return _packed(t, t[a], t[b], t["year"], columns)

    return prepare


def rivalries(t: Table, columns: tuple[Column, ...]) -> Table:
    """A row a pair-year of rivalry. Austria is 300 to 1918 and 305 from 1919, whichever code the file writes."""
    t = t.mutate(year=_range(t["start"], t["end"]).unnest())

    def austria(code: Table) -> Table:
        return code.isin([300, 305]).ifelse((t["year"] < 1919).ifelse(300, 305), code)

    t = t.mutate(ccode1=austria(t["ccode1"]), ccode2=austria(t["ccode2"]), ongoingrivalry=1)
    low = (t["ccode1"] < t["ccode2"]).ifelse(t["ccode1"], t["ccode2"])
    high = (t["ccode1"] < t["ccode2"]).ifelse(t["ccode2"], t["ccode1"])
    return _packed(t.mutate(ccode1=low, ccode2=high), low, high, t["year"], columns)


def gml_disputes(t: Table, columns: tuple[Column, ...]) -> Table:
    """Directed dispute dyad-years; a state initiates that is on the first side from the start, or joins later."""
    for side in ("1", "2"):
        starts = (t["sidea" + side] == 1) & (t["orig" + side] == 1)
        t = t.mutate(**{"init" + side: (starts | (t["orig" + side] == 0)).cast("int8")})
    return dyad_years(t, columns)


def gml_state_years(t: Table, columns: tuple[Column, ...]) -> Table:
    """A row a state-year with a dispute; if no opening leader is known the dispute is left out, as the peer does."""
    t = t.filter(t["allmiss_leader_start"] == 0)
    t = t.mutate(year=_range(t["styear"], t["endyear"]).unnest())
    is_initiator = ((t["orig"] == 1) & (t["sidea"] == 1)) | (t["orig"] == 0)
    is_onset = t["year"] == t["styear"]
    t = t.group_by("ccode", "year").aggregate(
        gmlmidongoing=t.count() * 0 + 1,
        gmlmidonset=is_onset.cast("int8").max(),
        gmlmidongoing_init=is_initiator.cast("int8").max(),
        gmlmidonset_init=(is_initiator & is_onset).cast("int8").max(),
    )
    return state_years()(t, columns)


def cow_mid_state_years(t: Table, columns: tuple[Column, ...]) -> Table:
    """A row a state-year with a dispute, from the directed dispute dyad-years."""
    is_initiator = ((t["orig1"] == 1) & (t["sidea1"] == 1)) | (t["orig1"] == 0)
    t = t.group_by(ccode=t["ccode1"], year=t["year"]).aggregate(
        cowmidongoing=t["dispongoing"].max(),
        cowmidonset=t["disponset"].max(),
        cowmidongoing_init=is_initiator.cast("int8").max(),
        cowmidonset_init=(is_initiator & (t["disponset"] == 1)).cast("int8").max(),
    )
    return state_years()(t, columns)


def first_wars(t: Table, columns: tuple[Column, ...]) -> Table:
    """Directed war dyad-years; where a dyad fights two wars in a year, the one with the lower number, fought first."""
    import ibis

    order = ibis.window(group_by=["ccode1", "ccode2", "year"], order_by=["warnum", "resume"])
    return dyad_years(t.mutate(rank=ibis.row_number().over(order)).filter(lambda x: x["rank"] == 0), columns)


def intra_wars(t: Table, columns: tuple[Column, ...]) -> Table:
    """A row a state-year in which the state fought a war within its borders as the primary state."""
    t = t.filter((t["ccodea"] > 0) & (t["primary_state"] == 1) & (t["year"] <= 2007))
    t = t.group_by(ccode=t["ccodea"], year=t["year"]).aggregate(
        cowintraongoing=t["cowintraongoing"].max(), cowintraonset=t["cowintraonset"].max()
    )
    return state_years()(t, columns)


def ucdp_conflicts(t: Table, columns: tuple[Column, ...]) -> Table:
    """A row a state-year with a conflict inside the state, no foreign troops taking part.

    An onset is the first year in which the conflict is in the file as such.
    """
    t = t.filter(t["type_of_conflict"] == "intrastate")
    t = t.mutate(is_onset=(t["year"] == t["year"].min().over(group_by="conflict_id")).cast("int8"))
    conflicts = t.group_by(["gwno_a", "year", "conflict_id"]).aggregate(
        is_onset=t["is_onset"].max(), intensity=t["intensity_level"].max()
    )
    t = conflicts.group_by(["gwno_a", "year"]).aggregate(
        ucdpongoing=conflicts.count() * 0 + 1,
        ucdponset=conflicts["is_onset"].max(),
        maxintensity=conflicts["intensity"].max(),
        conflict_ids=conflicts["conflict_id"].cast("string").group_concat("; ", order_by=conflicts["conflict_id"]),
    )
    return state_years("gwno_a")(t, columns)


def crises(t: Table, columns: tuple[Column, ...]) -> Table:
    """A row a state-year in which the state was an actor of a crisis, from its trigger to its end."""
    t = _crisis_years(t)
    t = t.group_by(ccode=t["cracid"], year=t["year"]).aggregate(
        n_crises=t["crisno"].nunique(),
        is_crisis_onset=(t["yrtrig"] == t["year"]).cast("int8").max(),
        gravest_violence=t["viol"].max(),
    )
    return state_years()(t, columns)


def crisis_dyads(t: Table, columns: tuple[Column, ...]) -> Table:
    """A row a directed dyad-year in which both were actors of one crisis, or in which B's act triggered A's."""
    import ibis

    years = _crisis_years(t).select("crisno", "year", a="cracid")
    shared = years.join(years.view().rename(b="a"), ["crisno", "year"]).filter(lambda x: x["a"] != x["b"])
    by_b = t.filter((t["trigent"] < 950) & (t["trigent"] != t["cracid"]) & (t["yrtrig"] <= 2017))
    year = by_b["yrtrig"].cast("int32")
    triggered = by_b.select(a="cracid", b="trigent", year=year, shared=ibis.null("int64"), triggered=1)
    t = shared.select("a", "b", "year", shared="crisno", triggered=0).union(triggered)
    t = t.group_by("a", "b", "year").aggregate(
        n_shared_crises=t["shared"].nunique(), is_crisis_triggered_by_b=t["triggered"].max()
    )
    return _packed(t, t["a"], t["b"], t["year"], columns)


def _crisis_years(t: Table) -> Table:
    """A crisis actor's years of crisis; one whose end is not known has its first year only."""
    known = t["yrterm"].fill_null(t["yrtrig"])
    last = (known < t["yrtrig"]).ifelse(t["yrtrig"], known)
    return t.mutate(year=_range(t["yrtrig"], last).unnest()).filter(lambda x: x["year"] <= 2017)


def sessions(t: Table, columns: tuple[Column, ...]) -> Table:
    """A row a state-year, from sessions of the UN General Assembly, which are dated by the year of their opening."""
    return state_years()(t.mutate(year=t["session"] + 1945), columns)


def _range(first: Any, last: Any) -> Any:
    import ibis

    return ibis.range(first.cast("int32"), (last + 1).cast("int32"))


def _values(t: Table, columns: tuple[Column, ...]) -> dict[str, Any]:
    return {column.name: t[column.origin].cast(column.type) for column in columns}


def _keyed(t: Table, keys: dict[str, Any], columns: tuple[Column, ...]) -> Table:
    keys = {name: key.cast("int16") for name, key in keys.items()}
    return t.select(**keys, **_values(t, columns)).order_by(*keys)


def _packed(t: Table, a: Any, b: Any, year: Any, columns: tuple[Column, ...]) -> Table:
    key = dyad_key(a.cast("int32"), b.cast("int32"), year.cast("int32")).cast("int32")
    made = t.select(key=key, key_year=year, **_values(t, columns))
    return made.filter(made["key_year"] >= 1816).drop("key_year").order_by("key")
