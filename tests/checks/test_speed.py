"""A chronology of 100,000 events passes through all rules while one waits."""

import random
import time

import pytest

from detente.checks import check_study
from detente.model.dates import parse_date
from detente.model.diagnostics import Span
from detente.model.records import Event, Passage, Perspective, Source, Testimony
from detente.model.study import Study

N = 100_000
SIDES = ("ALB", "SUN", "YUG", "USA", "GBR")


def _large_study() -> Study:
    chance = random.Random(1)  # noqa: S311
    days = [parse_date(f"{y}-{m:02d}-{d:02d}") for y in range(1944, 1962) for m in range(1, 13) for d in range(1, 29)]
    sources = tuple(
        Source(f"s-{n}", Span("sources.yaml", n), speaker=SIDES[n % 5], publisher_side=SIDES[n % 5], published=days[-1])
        for n in range(5000)
    )
    passages = tuple(
        Passage(f"p-{n}", Span("passages.csv", n), source=f"s-{n % 5000}", locator="p. 4", gist="what it says")
        for n in range(2 * N)
    )
    events = tuple(
        Event(f"e-{n}", Span("events.csv", n), date=chance.choice(days), actors=("ALB",), targets=("SUN",))
        for n in range(N)
    )
    testimony = tuple(
        Testimony("", Span("testimony.csv", n), statement=f"e-{n // 2}", passage=f"p-{n}", stance="attests")
        for n in range(2 * N)
    )
    perspectives = tuple(Perspective(side, Span("study.yaml", 1), label=side, state=side) for side in SIDES)
    return Study(
        dyad=("ALB", "SUN"),
        perspectives=perspectives,
        sources=sources,
        passages=passages,
        events=events,
        testimony=testimony,
    )


@pytest.mark.slow
def test_a_hundred_thousand_events_are_checked_in_two_and_a_half_seconds() -> None:
    study = _large_study()
    check_study(Study())
    begin = time.process_time()
    check_study(study)
    assert time.process_time() - begin < 2.5
