"""What is put aside by sums is what is left of the smaller study."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from detente.analysis.results import Measured
from detente.argument.leave_out import leave_each_out, with_only
from detente.argument.ledger import Ledger
from detente.argument.ranges import outer_ranges
from detente.argument.turning import leader_of
from detente.argument.verdict import assess_set
from detente.model.dates import parse_date
from detente.model.records import Assessment, Claim, Event, Passage, Perspective, Result, Search, Source, Testimony
from detente.model.study import Study
from detente.model.vocabulary import JUDGEMENTS
from detente.study.withdraw import as_known, without
from tests.argument.made import NOWHERE, ledger_of, rivals, spoken_by, study_of, words


def tangled(seed: int) -> Study:
    """Return a study with claims, absences, analysts, conditions, joint rows, and sources that know each other."""
    draw = random.Random(seed)  # noqa: S311
    sources = tuple(
        Source(
            f"s{n}",
            NOWHERE,
            speaker=draw.choice(("ALB", "SUN", "USA")),
            publisher_side=draw.choice(("ALB", "USA")),
            holder=draw.choice(("AQSH", "NARA", "")),
            reliability=draw.choice("ABCDF"),
            depends_on=(f"s{draw.randrange(n)}",) if n and draw.random() < 0.2 else (),
            cited_in=f"s{draw.randrange(n)}" if n and draw.random() < 0.15 else "",
        )
        for n in range(12)
    )
    passages = tuple(
        Passage(f"p{n}", NOWHERE, source=f"s{draw.randrange(12)}", credibility=draw.choice("1236")) for n in range(25)
    )
    testimony = tuple(
        Testimony("", NOWHERE, statement=f"c{draw.randrange(6)}", passage=f"p{draw.randrange(25)}", stance=stance)
        for stance in draw.choices(("attests", "differs", "denies"), k=14)
    )
    searches = tuple(Search(f"z{n}", NOWHERE, side=draw.choice(("ALB", "SUN")), outcome="nothing") for n in range(3))
    events = tuple(
        Event(f"e{n}", NOWHERE, date=parse_date(str(1950 + n % 4)), actors=("ALB",), targets=("SUN",), action=action)
        for n, action in enumerate(draw.choices(("ACCUSE", "AGREE"), k=8))
    )
    testimony += tuple(
        Testimony("", NOWHERE, statement=f"e{draw.randrange(8)}", passage=f"p{draw.randrange(25)}", stance="attests")
        for _ in range(12)
    )
    results = tuple(
        Result(f"r{n}", NOWHERE, says="so", measure=measure, of="conflict", low=low, high=high, side=side)
        for n, (measure, low, high, side) in enumerate(
            (("events", Decimal(3), None, ""), ("share", None, Decimal("0.5"), ""), ("events", Decimal(1), None, "ALB"))
        )
    )
    pieces = [f"passage:p{n}" for n in range(25)] + [f"claim:c{n}" for n in range(6)]
    pieces += [f"{kind}{n}" for kind in ("absence:z", "result:r") for n in range(3)]
    draw.shuffle(pieces)
    rows: list[Assessment] = []
    for n, piece in enumerate(pieces):
        name = f"{piece}+{pieces[n - 1]}" if n and draw.random() < 0.1 else piece
        for analyst in draw.choice((["one"], ["two"], ["one", "two"])):
            given = (draw.choice(pieces[:n]),) if n and draw.random() < 0.3 else ()
            for conditions in {given, () if draw.random() < 0.5 else given}:
                rows += [
                    words(name, rival, draw.choice(JUDGEMENTS), analyst=analyst, given=conditions) for rival in "BC"
                ]
    claims = tuple(Claim(f"c{n}", NOWHERE, kind="fact") for n in range(6))
    group = rivals("A", "B", "C")
    return Study(
        hypotheses=(group,),
        assessments=tuple(rows),
        sources=sources,
        passages=passages,
        claims=claims,
        testimony=testimony,
        searches=searches,
        events=events,
        results=results,
        dyad=("ALB", "SUN"),
        period=parse_date("1950/1953"),
        perspectives=tuple(Perspective(side, NOWHERE, state=side) for side in ("ALB", "SUN", "USA")),
    )


@pytest.mark.parametrize("seed", range(12))
def test_sums_without_something_are_those_of_the_study_without_it(seed: int) -> None:
    study = tangled(seed)
    group = study.hypotheses[0]
    for left in leave_each_out(Ledger(study, group, results=Measured(study))):
        rest = without(study, left.what)
        smaller = Ledger(rest, group, study, Measured(rest))
        for one, two in zip(left.posterior_db, smaller.totals, strict=True):
            assert one == pytest.approx(two, abs=1e-9), left.what
        for one, two in zip(left.probability, outer_ranges(smaller.totals), strict=True):
            assert one == pytest.approx(two, abs=1e-9)
        leader = leader_of(smaller.totals)
        assert left.leader == (None if leader is None else group.rivals[leader].id)


def test_a_result_that_the_rest_does_not_bear_out_is_no_evidence() -> None:
    rows = [words("result:r", "B", "much-more"), words("passage:p", "B", "not-more")]
    act = Event("e", NOWHERE, date=parse_date("1950"), actors=("ALB",), targets=("SUN",), action="ACCUSE")
    study = replace(
        study_of(rivals("A", "B"), rows),
        events=(act,),
        testimony=(Testimony("", NOWHERE, statement="e", passage="p", stance="attests"),),
        results=(Result("r", NOWHERE, says="ALB accuses", measure="events", of="conflict", low=Decimal(1)),),
        dyad=("ALB", "SUN"),
    )
    group = study.hypotheses[0]
    ledger = Ledger(study, group, results=Measured(study))
    assert ledger.totals[1] == (9, 21)  # 10 to 20, and -1 to 1
    (left,) = [left for left in leave_each_out(ledger) if left.what == "source:p"]
    assert left.evidence == ("result:r", "passage:p")
    none = replace(study, events=())
    assert [aside.reason for aside in Ledger(none, group, results=Measured(none)).aside] == [
        "the build does not find result:r"
    ]
    assert Ledger(study, group).totals[1] == (-1, 1)


def test_one_sides_testimony_alone_is_what_is_left_without_all_others() -> None:
    rows = [
        words("passage:p", "B", "much-more"),
        words("passage:q", "B", "much-less"),
        words("absence:z", "B", "somewhat-more"),
    ]
    study = spoken_by(study_of(rivals("A", "B"), rows), {"p": "ALB", "q": "SUN"})
    study = replace(study, searches=(Search("z", NOWHERE, side="SUN", outcome="nothing"),))
    verdict = assess_set(Ledger(study, study.hypotheses[0]))
    assert {left.what: (left.leader, left.n_evidence) for left in verdict.only} == {
        "only:ALB": ("B", 1),
        "only:SUN": ("A", 2),
    }
    assert with_only(verdict.ledger, ("ALB", "SUN")).n_evidence == 3


def test_the_silence_of_a_side_leaves_with_that_side() -> None:
    study = study_of(rivals("A", "B"), [words("absence:z", "B", "much-more"), words("passage:p", "B", "not-more")])
    study = replace(study, searches=(Search("z", NOWHERE, side="ALB", outcome="nothing"),))
    assert [row.evidence for row in without(study, "speaker:ALB").assessments] == []
    study = spoken_by(study, {"p": "SUN"})
    assert [row.evidence for row in without(study, "speaker:SUN").assessments] == ["absence:z"]


def test_a_tie_between_sources_outlives_the_source_that_makes_it() -> None:
    rows = [words("passage:p", "B", "much-more"), words("passage:q", "B", "much-more")]
    sources = [Source("p", NOWHERE, depends_on=("x",)), Source("q", NOWHERE, depends_on=("x",)), Source("x", NOWHERE)]
    study = study_of(rivals("A", "B"), rows, sources)
    left = Ledger(without(study, "source:x"), study.hypotheses[0], study)
    assert left.totals[1] == (10, 20)


def test_what_leaves_for_being_given_what_left_is_named() -> None:
    rows = [words("passage:p", "B", "much-more"), words("passage:q", "B", "much-more", given=("passage:p",))]
    left = next(left for left in leave_each_out(ledger_of(rivals("A", "B"), rows)) if left.what == "passage:p")
    assert left.evidence == ("passage:p", "passage:q")
    assert left.followed == ("passage:q",)


def test_as_known_weighs_what_was_open_by_then() -> None:
    rows = [words("passage:p", "B", "much-more"), words("passage:q", "B", "much-less")]
    dates = {"p": "1950", "q": "1995"}
    sources = [Source(name, NOWHERE, published=parse_date(day)) for name, day in dates.items()]
    study = study_of(rivals("A", "B"), rows, sources)
    known = Ledger(as_known(study, parse_date("1960")), study.hypotheses[0], study)
    assert known.totals[1] == (10, 20)
    assert Ledger(study, study.hypotheses[0]).totals[1] == (-10, 10)
