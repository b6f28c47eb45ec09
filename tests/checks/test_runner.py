"""How rules are run: crashes, drafts, waivers, broken files."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from detente import checks
from detente.checks import Finding, check_study, rules
from detente.model.diagnostics import Diagnostic, Severity, Span
from detente.model.records import Event, Passage, Perspective, Source, Testimony, Waiver
from detente.model.study import Study, Texts

Spoil = Callable[..., tuple[Diagnostic, ...]]


def _codes(found: tuple[Diagnostic, ...]) -> set[str]:
    return {diagnostic.code for diagnostic in found}


def test_an_empty_study_is_clean() -> None:
    assert check_study(Study()) == ()


def test_a_rule_that_crashes_is_reported_and_the_others_still_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(study: Study, texts: Texts) -> Iterator[Finding]:
        raise ZeroDivisionError("by nothing")
        yield

    broken = tuple(replace(rule, check=crash) if rule.code == "REF001" else rule for rule in rules())
    monkeypatch.setattr(checks, "rules", lambda: broken)
    found = check_study(Study(events=(Event("e", Span("events.csv", 2)),)))
    assert {"BUG001", "TES001"} <= _codes(found)
    (bug,) = (diagnostic for diagnostic in found if diagnostic.code == "BUG001")
    assert "REF001" in bug.message
    assert "by nothing" in bug.message


def test_rules_of_completeness_spare_a_draft_and_what_only_drafts_rest_on() -> None:
    source = Source("s", Span("sources.yaml", 1), title="t", type="book", reliability="B")
    passage = Passage("p", Span("passages.csv", 2), source="s", locator="p. 1")
    row = Testimony("", Span("testimony.csv", 2), statement="e", passage="p", stance="attests")
    event = Event("e", Span("events.csv", 2), weight="major", status="draft")
    side = Perspective("ALB", Span("study.yaml", 3), label="Albanian")
    study = Study(perspectives=(side,), sources=(source,), passages=(passage,), testimony=(row,), events=(event,))
    completeness = {rule.code for rule in rules() if rule.is_completeness}
    assert not _codes(check_study(study)) & completeness
    accepted = replace(study, events=(replace(event, status="accepted"),))
    assert {"PAS001", "SRC001", "SRC002", "TES003"} <= _codes(check_study(accepted))


def test_a_waiver_with_a_reason_takes_the_finding_away() -> None:
    event = Event("e", Span("events.csv", 2))
    waiver = Waiver("", Span("study.yaml", 9), code="TES001", about="e", reason="the archive burnt down")
    assert _codes(check_study(Study(events=(event,)))) == {"TES001"}
    assert check_study(Study(events=(event,), waivers=(waiver,))) == ()


def test_a_waiver_without_a_reason_takes_nothing_away() -> None:
    event = Event("e", Span("events.csv", 2))
    waiver = Waiver("", Span("study.yaml", 9), code="TES001", about="e")
    assert _codes(check_study(Study(events=(event,), waivers=(waiver,)))) == {"TES001", "WAI002"}


def test_a_waiver_of_an_unknown_rule_is_reported_once() -> None:
    waiver = Waiver("", Span("study.yaml", 9), code="TES01", reason="closed")
    (found,) = check_study(Study(waivers=(waiver,)))
    assert found.code == "WAI003"


def test_a_broken_file_silences_its_consequences(spoil: Spoil) -> None:
    found = spoil(("passages.csv", "id,source", "id,source,source"))
    assert _codes(found) == {"SYN005"}


def test_findings_come_in_the_order_of_files_and_lines(spoil: Spoil) -> None:
    found = spoil(("testimony.csv", "e-visit,p-sun", "e-visit,p-x"), ("testimony.csv", "e-trade,p-sun", "e-trade,p-y"))
    places = [(diagnostic.span.file, diagnostic.span.line) for diagnostic in found]
    assert places == sorted(places)


def test_every_severity_is_used() -> None:
    assert {rule.severity for rule in rules()} == set(Severity)
