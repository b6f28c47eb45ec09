"""The views of a verdict: matrix, tracing, analysts, predictions, balance, changes, tests, words."""

from dataclasses import replace

import pytest

from detente.argument.account import verdict_lines
from detente.argument.analysts import compare_analysts
from detente.argument.argdown import argdown
from detente.argument.balance_of_sources import shares_of_weight, silences_by_year
from detente.argument.json_form import verdict_json
from detente.argument.matrix import inconsistencies
from detente.argument.predictions import predictions
from detente.argument.since import compare_studies
from detente.argument.tracing import trace
from detente.argument.van_evera import contrary_weight, type_of_test
from detente.argument.verdict import assess_set, assess_study
from detente.argument.words import Interval, decibels
from detente.model.dates import parse_date
from detente.model.records import Claim, Search, Testimony
from tests.argument.made import NOWHERE, ledger_of, numbers, rivals, spoken_by, study_of, words


@pytest.mark.parametrize(
    ("p", "q", "kind"),
    [
        (0.99, 0.5, "hoop"),
        (0.3, 0.01, "smoking gun"),
        (0.99, 0.01, "doubly decisive"),
        (0.6, 0.4, "straw in the wind"),
        (0.01, 0.3, "hoop"),
        (0.01, 0.99, "doubly decisive"),
    ],
)
def test_the_four_tests_follow_from_two_probabilities(p: float, q: float, kind: str) -> None:
    one, two = Interval(p, p), Interval(q, q)
    weight = Interval(decibels(p / q), decibels(p / q))
    assert type_of_test(weight, contrary_weight(one, two)) == kind


def test_the_matrix_ranks_by_what_stands_against() -> None:
    rows = [
        *(words("passage:p", name, word) for name, word in (("B", "much-less"), ("C", "not-more"))),
        *(words("passage:q", name, word) for name, word in (("B", "not-more"), ("C", "somewhat-less"))),
    ]
    matrix = inconsistencies(assess_set(ledger_of(rivals("A", "B", "C"), rows)))
    assert matrix.ranking == ("A", "C", "B")
    assert matrix.cells["passage:p"] == {"A": "consistent", "B": "very inconsistent", "C": "consistent"}
    assert matrix.against_db == {"A": 0.0, "B": 15.0, "C": 6.5}


def test_a_step_without_a_clue_is_a_gap() -> None:
    group = rivals("A", "B")
    group = replace(group, rivals=(replace(group.rivals[0], claims=("c",), steps=("a telegram",)), group.rivals[1]))
    study = study_of(group, [words("passage:p", "B", "much-less")])
    study = replace(
        study,
        claims=(Claim("c", NOWHERE, text="It was so."),),
        testimony=(Testimony("", NOWHERE, statement="c", passage="p", stance="attests"),),
    )
    table = trace(study, assess_study(study)[0])
    assert [(step.text, [clue.id for clue in step.clues]) for step in table.steps] == [
        ("It was so.", ["passage:p"]),
        ("a telegram", []),
    ]
    assert [step.text for step in table.gaps] == ["a telegram"]
    assert table.tests == (("passage:p", "B", "hoop"),)


def test_analysts_are_heard_alone_and_where_they_part() -> None:
    rows = [words("passage:p", "B", "much-more", analyst="x"), words("passage:p", "B", "much-less", analyst="y")]
    compared = compare_analysts(assess_set(ledger_of(rivals("A", "B"), rows)))
    assert [left.leader for left in compared.alone] == ["B", "A"]
    assert [(parting.evidence, parting.apart_db) for parting in compared.partings] == [("passage:p", 20.0)]


def test_a_prediction_fares_as_its_judgement_says_of_what_was_found() -> None:
    day = parse_date("2026-01")
    rows = [
        words("passage:p", "B", "much-more", predicted=day),
        words("passage:q", "B", "somewhat-less", predicted=day),
        words("passage:r", "B", "much-more", predicted=day, fared="open"),
        words("passage:t", "B", "not-more", predicted=day),
    ]
    found = predictions(assess_set(ledger_of(rivals("A", "B"), rows)))
    assert [one.fared for one in found] == ["borne-out", "not-borne-out", "open", "told nothing"]


def test_the_weight_of_a_verdict_is_shared_among_its_speakers() -> None:
    rows = [
        words("passage:p", "B", "much-more"),
        words("passage:q", "B", "much-less"),
        words("absence:z", "B", "much-more"),
    ]
    study = spoken_by(study_of(rivals("A", "B"), rows), {"p": "ALB", "q": "SUN"})
    search = Search("z", NOWHERE, side="SUN", years=parse_date("1948/1949"), outcome="lost")
    study = replace(study, searches=(search,))
    shares = shares_of_weight(study, assess_study(study)[0])
    assert shares.speaker == pytest.approx({"SUN": 2 / 3, "ALB": 1 / 3})
    assert shares.archive == pytest.approx({"": 1.0})
    assert silences_by_year(study) == {"SUN": {1948: {"lost": 1}, 1949: {"lost": 1}}}


def test_what_changed_between_two_studies_is_traced_to_its_rows() -> None:
    group = rivals("A", "B")
    old = study_of(group, [words("passage:p", "B", "somewhat-more"), words("passage:q", "B", "not-more")])
    new = study_of(group, [words("passage:p", "B", "much-less"), words("passage:q", "B", "not-more")])
    (change,) = compare_studies(assess_study(old), assess_study(new))
    assert [cause.what for cause in change.causes] == ["passage:p"]
    assert change.causes[0].shift_db == pytest.approx(21.5)
    assert "assessments.csv:2" in change.causes[0].sentence
    (same,) = compare_studies(assess_study(old), assess_study(old))
    assert same.causes == ()


def test_a_changed_source_is_a_cause_without_a_row() -> None:
    group = rivals("A", "B")
    old = study_of(group, [words("passage:p", "B", "much-more", basis="fact")])
    new = replace(old, passages=tuple(replace(passage, credibility="6") for passage in old.passages))
    (change,) = compare_studies(assess_study(old), assess_study(new))
    assert "reliability" in change.causes[0].why


def test_words_come_before_ranges_and_likelihood_apart_from_confidence() -> None:
    rows = [words(f"passage:p{n}", "B", "much-more") for n in range(3)]
    verdict = assess_set(ledger_of(rivals("A", "B"), rows))
    lines = [*verdict_lines(verdict)]
    assert (
        lines[2] == "Of the rivals named, “B” is almost certain (over 99 %): it is ahead in every reading of the words."
    )
    assert "onfiden" not in verdict.sentence
    assert not any(term in verdict.confidence_sentence for term in ("likely", "certain", "chance"))


def test_ranges_that_overlap_cannot_tell() -> None:
    rows = [words("passage:p", "B", "much-more"), words("passage:q", "B", "much-less")]
    verdict = assess_set(ledger_of(rivals("A", "B", priors={"B": (1, 1)}), rows))
    assert (verdict.leader, verdict.word, verdict.is_clear) == ("B", "cannot tell", False)
    assert verdict.sentence.startswith("It cannot be told")


def test_the_json_of_a_verdict_has_the_keys_that_others_rely_on() -> None:
    rows = [numbers("passage:p", "A", "0.2"), numbers("passage:p", "B", "0.8")]
    made = verdict_json(assess_set(ledger_of(rivals("A", "B"), rows)))
    assert {"id", "leader", "rivals", "evidence", "turning_set", "turning_reason", "without"} <= made.keys()
    assert made["rivals"][1].keys() >= {"id", "prior_db", "posterior_db", "probability"}
    assert made["rivals"][1]["probability"] == pytest.approx([0.8, 0.8], abs=1e-12)
    assert made["evidence"][0].keys() >= {"id", "weights_db", "test"}
    assert made["turning_set"] == ["passage:p"]
    assert "speaker:ALB" in made["without"]


def test_argdown_says_what_supports_and_what_attacks() -> None:
    study = study_of(rivals("A", "B"), [words("passage:p", "B", "much-more")])
    text = argdown(study, assess_study(study))
    assert "[s/B]: B\n    + <passage:p>: so (10 to 20 dB; smoking gun)" in text
    assert "[s/A]: A\n    - <passage:p>" in text
    assert "[s/A]\n    >< [s/B]" in text
