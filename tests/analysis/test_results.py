"""What a study says of its own numbers is computed, and computed again from less."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from scipy.stats import beta

from detente.analysis.results import Measured, mistakes
from detente.model.dates import parse_date
from detente.model.diagnostics import Span
from detente.model.records import Event, Figure, Passage, Perspective, Result, Testimony
from detente.model.study import Study

AT = Span("results.csv", 2)


def result(measure: str, of: str = "", low: float | None = None, high: float | None = None, **more: Any) -> Result:
    ends: dict[str, Any] = {n: None if x is None else Decimal(str(x)) for n, x in (("low", low), ("high", high))}
    return Result("r", AT, says="So it is", measure=measure, of=of, **ends, **more)


def event(name: str, year: int, action: str, actor: str = "SUN", target: str = "ALB", **more: Any) -> Event:
    date = parse_date(str(year))
    return Event(name, Span("events.csv", 2), date=date, actors=(actor,), targets=(target,), action=action, **more)


def figure(name: str, indicator: str, year: str, value: float, target: str = "", **more: Any) -> Figure:
    return Figure(
        name,
        Span("indicators.csv", 2),
        indicator=indicator,
        actor="ALB",
        target=target,
        date=parse_date(year),
        value=Decimal(str(value)),
        unit="share",
        **more,
    )


def study_of(*statements: Event | Figure, results: tuple[Result, ...], period: str = "1944/1968") -> Study:
    """Return a study in which SUN attests each statement in a passage of its own, and ALB those whose id has a `b`."""
    passages, testimony = [], []
    for statement in statements:
        for side in ("SUN", "ALB") if "b" in statement.id else ("SUN",):
            passages.append(Passage(f"{side}-{statement.id}", AT, speaker=side))
            testimony.append(
                Testimony("", AT, statement=statement.id, passage=f"{side}-{statement.id}", stance="attests")
            )
    return Study(
        dyad=("ALB", "SUN"),
        period=parse_date(period),
        events=tuple(s for s in statements if isinstance(s, Event)),
        figures=tuple(s for s in statements if isinstance(s, Figure)),
        passages=tuple(passages),
        testimony=tuple(testimony),
        perspectives=tuple(Perspective(side, AT, state=side) for side in ("ALB", "SUN")),
        results=results,
    )


def found(*statements: Event | Figure, **one: Any) -> Any:
    return Measured(study_of(*statements, results=(result(**one),))).findings["r"]


THREE = (event("a", 1950, "ACCUSE"), event("b", 1960, "THREATEN"), event("c", 1961, "AID"))


def test_events_are_counted_by_kind_years_direction_and_side() -> None:
    assert found(*THREE, measure="events").number.value == 3
    assert found(*THREE, measure="events", of="conflict").number.value == 2
    assert found(*THREE, measure="events", of="conflict", years=parse_date("1960")).number.value == 1
    assert found(*THREE, measure="events", actor="ALB", target="SUN").number.value == 0
    assert found(*THREE, measure="events", side="ALB").number.value == 1


def test_a_share_without_events_is_null_and_not_zero() -> None:
    nothing = found(measure="share", of="conflict", low=0)
    assert (nothing.number.value, nothing.holds) == (None, None)
    assert nothing.sentence == "Cannot be told: there are no events."
    assert found(*THREE, measure="share", of="conflict").number.value == pytest.approx(2 / 3)


def test_a_share_has_jeffreys_interval() -> None:
    acts = [event(str(n), 1950, "ACCUSE" if n < 2 else "AID") for n in range(10)]
    number = found(*acts, measure="share", of="conflict").number
    assert (number.low, number.high) == pytest.approx(beta.ppf((0.025, 0.975), 2.5, 8.5))


def test_one_sided_is_the_share_that_one_side_alone_attests() -> None:
    assert found(*THREE, measure="one-sided").number.value == pytest.approx(2 / 3)


def _relation_that_breaks(year: int) -> Iterator[Event]:
    for y in range(1945, 1969):
        for n in range(8):
            yield event(f"{y}-{n}", y, "ACCUSE" if (y >= year) == (n > 0) else "AID")


def test_a_break_is_found_in_its_years_and_in_no_others() -> None:
    acts = [*_relation_that_breaks(1960)]
    at = found(*acts, measure="turning-points", of="conflict", years=parse_date("1960"), low=1)
    assert at.holds, at.sentence
    assert found(*acts, measure="turning-points", of="conflict", years=parse_date("1945/1955"), high=0).holds


def test_turning_points_are_looked_for_in_the_step_that_a_result_names() -> None:
    acts = []
    for month in range(48):
        when, is_after = f"{1950 + month // 12}-{month % 12 + 1:02}", month >= 30  # July 1952
        for n in range(4):
            action = "ACCUSE" if is_after == (n > 0) else "AID"
            acts.append(replace(event(f"{when}-{n}", 1950, action), date=parse_date(when)))
    for step, at, before in (("month", "1952-07", "1952-06"), ("quarter", "1952-07/1952-09", "1952-04/1952-06")):
        asked = {"measure": "turning-points", "of": "conflict", "step": step}
        assert found(*acts, **asked, years=parse_date(at), low=1, high=1).holds
        assert found(*acts, **asked, years=parse_date(before), high=0).holds
    by_year = found(*acts, measure="turning-points", of="conflict", years=parse_date("1952"), low=1)
    assert by_year.number.value is None  # four years are too few


def test_half_yearly_figures_have_turning_points_by_half_year() -> None:
    halves = [(y, h) for y in range(1945, 1955) for h in (0, 1)]
    rows = [
        figure(
            f"f{y}-{h}",
            "votes",
            f"{y}-{6 * h + 1:02}/{y}-{6 * h + 6:02}",
            (0.9 if (y, h) < (1949, 1) else 0.6) + y % 3 / 100,
        )
        for y, h in halves
    ]
    own = found(
        *rows, measure="turning-points", of="votes", step="half-year", years=parse_date("1949-07/1949-12"), low=1
    )
    assert own.holds, own.sentence
    assert "1949-H2" in own.sentence
    assert found(*rows, measure="turning-points", of="votes", years=parse_date("1949"), high=0).holds  # by year: 1950


def test_turning_points_of_a_share_of_figures_weigh_what_each_rests_on() -> None:
    rows = []
    for n, (alike, joint) in enumerate(
        [(15, 15), (26, 26), (6, 6), (31, 32), (4, 7), (55, 57), (37, 39), *[(22, 50)] * 9]
    ):
        time = f"{1946 + n // 2}-{6 * (n % 2) + 1:02}/{1946 + n // 2}-{6 * (n % 2) + 6:02}"
        rows += [figure(f"a{n}", "alike", time, alike), figure(f"j{n}", "joint", time, joint)]
    asked = {"measure": "turning-points", "step": "half-year", "years": parse_date("1949-07/1949-12"), "low": 1}
    assert found(*rows, of="alike/joint", **asked).holds
    none = found(*rows, of="joint/alike", **asked).number
    assert none.value is None
    assert "more hits than trials" in none.reason


def test_the_number_of_events_has_no_turning_points_of_its_own() -> None:
    number = found(*_relation_that_breaks(1960), measure="turning-points").number
    assert number.value is None
    assert "effort" in number.reason


def test_turning_points_of_an_indicator_are_those_of_its_figures() -> None:
    noise = [0.01, -0.02, 0.0, 0.02, -0.01, 0.015, -0.015, 0.005]
    rows = [figure(f"f{y}", "agreement", str(y), (0.9 if y < 1949 else 0.6) + noise[y % 8]) for y in range(1944, 1962)]
    assert found(*rows, measure="turning-points", of="agreement", years=parse_date("1949"), low=1, high=1).holds


def test_a_figure_must_be_the_only_one_that_fits() -> None:
    one, two = figure("f", "share", "1960", 0.54), figure("g", "share", "1960", 0.527)
    assert found(one, measure="figure", of="share", low=0.5).holds
    assert found(one, two, measure="figure", of="share", low=0.5).number.reason.startswith("2 figures fit")
    assert found(one, measure="figure", of="other", low=0.5).number.reason == "no figure fits"


def test_concentration_is_hirschmans() -> None:
    partners = [figure(name, "trade", "1955", value, name) for name, value in (("SUN", 3), ("CHN", 4))]
    assert found(*partners, measure="concentration", of="trade").number.value == pytest.approx(5 / 7)


def test_delivered_is_the_share_of_what_was_promised() -> None:
    rows = [figure("f", "credit", "1949", 10, kind="promised"), figure("g", "credit", "1950", 4, kind="delivered")]
    assert found(*rows, measure="delivered", of="credit").number.value == pytest.approx(0.4)
    assert found(rows[1], measure="delivered", of="credit").number.value is None


def test_without_a_side_the_result_is_that_of_the_rest() -> None:
    measured = Measured(study_of(*THREE, results=(result("events", "conflict", low=2),)))
    assert measured.findings["r"].holds
    without = measured.without_each_side("r")
    assert without["SUN"].number.value == 1  # ALB still attests b
    assert without["ALB"].number.value == 2
    assert not measured.holds("r", frozenset({"SUN-a"}))
    assert measured.holds("r", frozenset({"ALB-b"}))


def test_what_does_not_hold_is_told_to_its_author_with_its_place() -> None:
    (wrong,) = mistakes(Measured(study_of(*THREE, results=(result("events", low=5),))))
    assert (wrong.code, wrong.span.file, wrong.severity) == ("RES002", "results.csv", "error")
    (open_,) = mistakes(Measured(study_of(results=(result("share", "conflict", low=1),))))
    assert (open_.code, open_.severity) == ("RES003", "warning")
