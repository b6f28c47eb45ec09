"""What must hold of any verdict, whatever the evidence."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.argument.ranges import inner_ranges, outer_ranges
from detente.argument.verdict import assess_set
from detente.model.records import Assessment, Rival
from detente.model.study import Study
from detente.model.vocabulary import JUDGEMENTS
from tests.argument.made import NOWHERE, ledger_of, numbers, rivals, study_of, words

probability = st.integers(1, 999).map(lambda n: f"0.{n:03d}")
judgement = st.sampled_from(JUDGEMENTS)
NAMES = ("A", "B", "C")


def rows_of(table: list[tuple[str, str]]) -> list[Assessment]:
    return [
        words(f"passage:p{n}", name, word) for n, own in enumerate(table) for name, word in zip("BC", own, strict=True)
    ]


tables = st.lists(st.tuples(judgement, judgement), min_size=1, max_size=8)


@given(probability, probability)
def test_finding_and_not_finding_balance(p: str, q: str) -> None:
    """Complementary evidence: the posteriors of E and of not-E, each as often as it comes, average to the prior."""
    found = ledger_of(rivals("A", "B"), [numbers("passage:p", "A", p), numbers("passage:p", "B", q)])
    missed = ledger_of(
        rivals("A", "B"),
        [numbers("passage:p", "A", str(1 - Decimal(p))), numbers("passage:p", "B", str(1 - Decimal(q)))],
    )
    of_e = (float(p) + float(q)) / 2
    average = of_e * outer_ranges(found.totals)[0].low + (1 - of_e) * outer_ranges(missed.totals)[0].low
    assert average == pytest.approx(0.5, abs=1e-12)


@given(tables, st.randoms())
@settings(deadline=None)
def test_independent_evidence_may_come_in_any_order(table: list[tuple[str, str]], random: st.DrawFn) -> None:
    rows = rows_of(table)
    shuffled = [*rows]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = ledger_of(rivals(*NAMES), rows), ledger_of(rivals(*NAMES), shuffled)
    for a, b in zip(outer_ranges(one.totals), outer_ranges(two.totals), strict=True):
        assert a == pytest.approx(b, abs=1e-12)


@given(tables)
@settings(deadline=None)
def test_names_of_rivals_do_not_matter(table: list[tuple[str, str]]) -> None:
    rows = rows_of(table)
    new = {"A": "x", "B": "a", "C": "m"}
    renamed = [words(row.evidence, new[row.rival], row.judgement) for row in rows]
    one, two = ledger_of(rivals(*NAMES), rows), ledger_of(rivals(*new.values()), renamed)
    assert outer_ranges(one.totals) == outer_ranges(two.totals)


@given(tables)
@settings(deadline=None)
def test_the_order_of_rivals_does_not_matter_where_each_row_says_against_whom(table: list[tuple[str, str]]) -> None:
    rows = [words(row.evidence, row.rival, row.judgement, against="A") for row in rows_of(table)]
    one = assess_set(ledger_of(rivals("A", "B", "C"), rows))
    two = assess_set(ledger_of(rivals("A", "C", "B"), rows))
    ranges = {rival.id: rival.outer for rival in two.rivals}
    for rival in one.rivals:
        assert rival.outer == pytest.approx(ranges[rival.id], abs=1e-12)
    assert one.leader == two.leader


@given(tables)
@settings(deadline=None, max_examples=40)
def test_the_inner_range_lies_inside_the_outer(table: list[tuple[str, str]]) -> None:
    ledger = ledger_of(rivals(*NAMES, priors={"B": (-3, 6)}), rows_of(table))
    weights = [weights for weights, _ in ledger.cluster_weights]
    for inner, outer in zip(inner_ranges(ledger.priors, weights, 400), outer_ranges(ledger.totals), strict=True):
        assert outer.low <= inner.low <= inner.high <= outer.high


@given(tables)
@settings(deadline=None, max_examples=40)
def test_two_rivals_make_up_one_between_them(table: list[tuple[str, str]]) -> None:
    rows = [words(f"passage:p{n}", "B", own[0]) for n, own in enumerate(table)]
    a, b = outer_ranges(ledger_of(rivals("A", "B"), rows).totals)
    assert a.low + b.high == pytest.approx(1, abs=1e-12)


def test_the_draws_are_the_same_each_time() -> None:
    rows = rows_of([("much-more", "not-more"), ("somewhat-less", "somewhat-more")])
    one, two = (assess_set(ledger_of(rivals(*NAMES), rows)) for _ in range(2))
    assert [rival.inner for rival in one.rivals] == [rival.inner for rival in two.rivals]


def test_a_set_without_evidence_or_rivals_has_a_verdict() -> None:
    nothing = assess_set(ledger_of(rivals(*NAMES), []))
    assert (nothing.leader, nothing.word) == (None, "cannot tell")
    assert assess_set(ledger_of(rivals("A"), [])).word == "cannot tell"
    assert assess_set(ledger_of(rivals(), [])).word == "cannot tell"
    assert Rival("x", NOWHERE).prior is None
    assert isinstance(study_of(rivals(*NAMES), []), Study)
