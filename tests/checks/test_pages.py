"""`detente explain` has a page for every code, and the codes are never mixed up."""

import re
from pathlib import Path

import pytest

import detente
from detente.checks import Rule, rules
from detente.model.diagnostics import Severity

SOURCES = Path(detente.__file__).parent


def test_every_code_that_the_sources_mention_has_a_page() -> None:
    known = {rule.code for rule in rules()}
    for path in SOURCES.rglob("*.py"):
        mentioned = set(re.findall(r"[\"'\[(]([A-Z]{3}\d{3})\b", path.read_text(encoding="utf-8")))
        assert mentioned <= known, path


def test_no_code_is_given_to_two_rules() -> None:
    codes = [rule.code for rule in rules()]
    assert sorted(set(codes)) == codes


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_page_states_the_fault_and_then_says_why_and_what_to_do(rule: Rule) -> None:
    first, _, rest = rule.page.partition("\n\n")
    assert re.fullmatch(r"[^\n]{10,110}\.", first)
    assert len(re.findall(r"[.!?:](?:\s|$)", rest)) >= 2
    assert len(rest) > 120


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_page_names_only_rules_that_exist(rule: Rule) -> None:
    assert set(re.findall(r"\b[A-Z]{3}\d{3}\b", rule.page)) <= {other.code for other in rules()}


def test_no_rule_of_completeness_hides_an_error_other_than_a_missing_entry() -> None:
    hidden = {rule.code for rule in rules() if rule.is_completeness and rule.severity is Severity.ERROR}
    assert hidden == {"TES001", "FIG001"}
