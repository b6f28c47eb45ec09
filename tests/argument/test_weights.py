"""Weights, clusters and ranges, against sums done by hand."""

from dataclasses import replace
from decimal import Decimal
from math import log10

import pytest

from detente.argument.ledger import Gone, Ledger
from detente.argument.ranges import outer_ranges
from detente.argument.reliability import SHARES
from detente.argument.verdict import assess_set
from detente.argument.words import Interval
from detente.model.dates import parse_date
from detente.model.records import Claim, Passage, Source, Testimony
from tests.argument.made import NOWHERE, ledger_of, numbers, rivals, study_of, words

EXACT = 1e-12


def close(interval: Interval, low: float, high: float) -> bool:
    return interval == pytest.approx((low, high), abs=EXACT, rel=EXACT)


def test_two_probabilities_weigh_ten_times_the_logarithm_of_their_ratio() -> None:
    ledger = ledger_of(rivals("A", "B"), [numbers("passage:p", "A", "0.2"), numbers("passage:p", "B", "0.8")])
    a, b = ledger.weights[0]
    assert close(b.minus(a), 10 * log10(4), 10 * log10(4))
    assert close(outer_ranges(ledger.totals)[1], 0.8, 0.8)


def test_priors_add_to_weights() -> None:
    ledger = ledger_of(
        rivals("A", "B", priors={"A": (10, 10)}),
        [numbers("passage:p", "A", "0.2"), numbers("passage:p", "B", "0.8")],
    )
    assert close(outer_ranges(ledger.totals)[0], 10 * 0.2 / (10 * 0.2 + 0.8), 10 * 0.2 / (10 * 0.2 + 0.8))


def test_the_outer_range_is_the_corner_bound() -> None:
    group = rivals("A", "B", "C")
    ends = {"A": ("0.1", "0.3"), "B": ("0.2", "0.5"), "C": ("0.6", "0.7")}
    ledger = ledger_of(group, [numbers("passage:p", name, *own) for name, own in ends.items()])
    a, b, c = outer_ranges(ledger.totals)
    assert close(a, 0.1 / (0.1 + 0.5 + 0.7), 0.3 / (0.3 + 0.2 + 0.6))
    assert close(b, 0.2 / (0.2 + 0.3 + 0.7), 0.5 / (0.5 + 0.1 + 0.6))
    assert close(c, 0.6 / (0.6 + 0.3 + 0.5), 0.7 / (0.7 + 0.1 + 0.2))


def test_a_word_weighs_its_interval_of_decibels() -> None:
    ledger = ledger_of(rivals("A", "B"), [words("passage:p", "B", "much-more")])
    assert close(outer_ranges(ledger.totals)[1], 10 / 11, 100 / 101)


def test_a_term_of_icd_203_is_its_range_of_probabilities() -> None:
    rows = [
        replace(words("passage:p", "A", ""), term="unlikely"),
        replace(words("passage:p", "B", ""), term="very-likely"),
    ]
    b = outer_ranges(ledger_of(rivals("A", "B"), rows).totals)[1]
    assert close(b, 0.80 / (0.80 + 0.45), 0.95 / (0.95 + 0.20))


def test_a_rival_held_against_another_is_reached_through_it() -> None:
    rows = [words("passage:p", "B", "somewhat-more"), words("passage:p", "C", "much-more", against="B")]
    assert ledger_of(rivals("A", "B", "C"), rows).weights[0] == ((0, 0), (3, 10), (13, 30))


def test_the_reference_may_be_the_rival_judged() -> None:
    rows = [words("passage:p", "A", "much-less", against="B")]
    assert ledger_of(rivals("A", "B"), rows).weights[0] == ((0, 0), (10, 20))


def test_evidence_not_assessed_under_a_rival_is_set_aside() -> None:
    ledger = ledger_of(rivals("A", "B", "C"), [words("passage:p", "B", "much-more")])
    assert not ledger.items
    assert [aside.reason for aside in ledger.aside] == ["not assessed under `C`"]


@pytest.mark.parametrize("p", ["0", "1"])
def test_zero_and_one_are_no_probabilities(p: str) -> None:
    ledger = ledger_of(rivals("A", "B"), [numbers("passage:p", "A", p), numbers("passage:p", "B", "0.5")])
    assert not ledger.items


def test_an_open_prediction_weighs_nothing() -> None:
    row = words("passage:p", "B", "much-more", predicted=parse_date("2026"), fared="open")
    assert not ledger_of(rivals("A", "B"), [row]).items


def test_independent_sources_add() -> None:
    rows = [words("passage:p", "B", "much-more"), words("passage:q", "B", "somewhat-more")]
    assert ledger_of(rivals("A", "B"), rows).totals[1] == (13, 30)


P_AND_Q = [words("passage:p", "B", "much-more"), words("passage:q", "B", "somewhat-more")]


@pytest.mark.parametrize(
    "sources",
    [
        [Source("q", NOWHERE, depends_on=("p",))],
        [Source("q", NOWHERE, version_of="p")],
        [Source("p", NOWHERE, cited_in="q")],
        [Source("p", NOWHERE, depends_on=("x",)), Source("q", NOWHERE, version_of="x"), Source("x", NOWHERE)],
    ],
)
def test_dependent_sources_weigh_as_their_strongest(sources: list[Source]) -> None:
    ledger = ledger_of(rivals("A", "B"), P_AND_Q, sources)
    assert ledger.totals[1] == (10, 20)
    assert [weighing.counts for weighing in assess_set(ledger).evidence] == [True, False]


def test_a_joint_assessment_weighs_for_its_cluster() -> None:
    rows = [*P_AND_Q, numbers("passage:p+passage:q", "A", "0.1"), numbers("passage:q + passage:p", "B", "0.4")]
    totals = ledger_of(rivals("A", "B"), rows).totals
    assert close(totals[1].minus(totals[0]), 10 * log10(4), 10 * log10(4))


def test_without_one_of_its_pieces_a_joint_assessment_falls_and_the_other_weighs_alone() -> None:
    rows = [*P_AND_Q, words("passage:p+passage:q", "B", "not-more")]
    ledger = ledger_of(rivals("A", "B"), rows)
    assert ledger.totals[1] == (-1, 1)
    assert ledger.weigh(Gone(passages=frozenset("p"))).totals[1] == (3, 10)


def test_what_is_given_another_piece_of_its_cluster_adds_to_it() -> None:
    rows = [P_AND_Q[0], words("passage:q", "B", "somewhat-more", given=("passage:p",))]
    ledger = ledger_of(rivals("A", "B"), rows, [Source("q", NOWHERE, depends_on=("p",))])
    assert ledger.totals[1] == (13, 30)


def test_documents_of_one_edition_are_not_one_witness() -> None:
    study = study_of(rivals("A", "B"), P_AND_Q)
    one = tuple(replace(passage, source="p") for passage in study.passages)
    assert Ledger(replace(study, passages=one), study.hypotheses[0]).totals[1] == (10, 20)
    dated = tuple(replace(p, made=parse_date(f"1949-0{n}")) for n, p in enumerate(one, 1))
    assert Ledger(replace(study, passages=dated), study.hypotheses[0]).totals[1] == (13, 30)


def test_evidence_given_another_piece_leaves_with_it_unless_it_has_an_assessment_of_its_own() -> None:
    given = words("passage:q", "B", "much-more", given=("passage:p",))
    without_p = Gone(passages=frozenset("p"))
    alone = ledger_of(rivals("A", "B"), [P_AND_Q[0], given])
    assert alone.totals[1] == (20, 40)
    assert alone.weigh(without_p).totals[1] == (0, 0)
    both = ledger_of(rivals("A", "B"), [*P_AND_Q, given])
    assert both.totals[1] == (20, 40)
    assert both.weigh(without_p).totals[1] == (3, 10)


def test_evidence_conditioned_on_itself_in_a_circle_is_not_weighed() -> None:
    rows = [
        words("passage:p", "B", "much-more", given=("passage:q",)),
        words("passage:q", "B", "much-more", given=("passage:p",)),
        words("passage:q", "B", "somewhat-more"),
    ]
    assert ledger_of(rivals("A", "B"), rows).totals[1] == (3, 10)


def test_a_report_is_not_scaled_and_a_fact_is() -> None:
    report = ledger_of(rivals("A", "B"), [words("passage:p", "B", "much-more")])
    fact = ledger_of(rivals("A", "B"), [words("passage:p", "B", "much-more", basis="fact")])
    assert report.totals[1] == (10, 20)
    share = SHARES["A1"]
    assert close(fact.totals[1], 10 * share.low, 20 * share.high)


def test_what_cannot_be_judged_may_weigh_nothing_or_all() -> None:
    source = Source("p", NOWHERE, reliability="F")
    ledger = ledger_of(rivals("A", "B"), [words("passage:p", "B", "much-less", basis="fact")], [source])
    assert ledger.totals[1] == (-20, 0)


def test_a_study_may_weigh_testimony_its_own_way() -> None:
    study = study_of(rivals("A", "B"), [words("passage:p", "B", "much-more", basis="fact")])
    study = replace(study, reliabilities={"A1": (Decimal("0.5"), Decimal("0.5"))})
    assert Ledger(study, study.hypotheses[0]).totals[1] == (5, 10)


def test_a_claim_is_judged_as_a_fact_and_weighs_as_its_best_witness_lets_it() -> None:
    study = study_of(rivals("A", "B"), [words("claim:c", "B", "much-more")])
    study = replace(
        study,
        claims=(Claim("c", NOWHERE, kind="fact"),),
        sources=(Source("x", NOWHERE, reliability="A"), Source("y", NOWHERE, reliability="D")),
        passages=(
            Passage("x1", NOWHERE, source="x", credibility="1"),
            Passage("y1", NOWHERE, source="y", credibility="4"),
        ),
        testimony=tuple(Testimony("", NOWHERE, statement="c", passage=p, stance="attests") for p in ("x1", "y1")),
    )
    ledger = Ledger(study, study.hypotheses[0])
    assert close(ledger.totals[1], 8.1, 20)
    assert close(ledger.weigh(Gone(passages=frozenset(["x1"]))).totals[1], 10 * 0.0625, 20 * 0.3025)
    assert ledger.weigh(Gone(passages=frozenset(["x1", "y1"]))).totals[1] == (0, 0)


def test_analysts_who_differ_give_the_widest_range() -> None:
    rows = [
        words("passage:p", "B", "somewhat-more", analyst="one"),
        words("passage:p", "B", "not-more", analyst="two"),
    ]
    ledger = ledger_of(rivals("A", "B"), rows)
    assert ledger.totals[1] == (-1, 10)
    assert ledger.weigh(Gone(analysts=frozenset(["two"]))).totals[1] == (3, 10)
