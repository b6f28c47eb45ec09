"""The results that a study states of its own numbers: computed, held against what is said, and computed again.

A result is a sentence with a measure and a range behind it (`results.csv`). It holds where the number found lies in the
range; where nothing can be computed it neither holds nor fails, and is no evidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from detente.analysis.result_measures import measure_number
from detente.analysis.result_reads import Number, statements_read
from detente.model.diagnostics import Diagnostic, Severity
from detente.model.records import Result
from detente.model.study import Study
from detente.study.withdraw import BEARING, without_passages

MOST_KEPT: Final = 64
"""Smaller studies that are held at once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a result's measure finds.

    ``number`` has the value and its interval, or a reason why there is none. ``holds`` is whether the value lies in the
    range that is said, null without a value. ``statements`` and ``passages`` are those on which it rests.
    """

    result: Result
    number: Number
    holds: bool | None
    statements: frozenset[str]
    passages: frozenset[str]

    @property
    def sentence(self) -> str:
        """What was found, and whether that is what is said, in plain words."""
        if self.holds is None:
            return f"Cannot be told: {self.number.reason}."
        said = f"as said ({range_in_words(self.result)})" if self.holds else f"not {range_in_words(self.result)}"
        return f"{self.number.sentence}, {said}."


def mistakes(measured: "Measured") -> tuple[Diagnostic, ...]:
    """Return the results that do not hold, and those that cannot be computed, as findings for their author."""
    found = []
    for name, finding in measured.findings.items():
        if finding.holds:
            continue
        result = finding.result
        if finding.holds is None:
            code, severity, column = "RES003", Severity.WARNING, "measure"
            message, help = f"`{name}` cannot be computed: {finding.number.reason}", "see `detente explain RES003`"
        else:
            code, severity, column = "RES002", Severity.ERROR, "says"
            message = f"`{name}` does not hold: {finding.number.sentence}, not {range_in_words(result)}"
            help = "correct the sentence and its range, or the statements that it reads"
        place = measured.study.places.place(result, column)
        found.append(Diagnostic(code, severity, message, place, help=help, about=name))
    return tuple(found)


def range_in_words(result: Result) -> str:
    """Return the range of a result in words.

    >>> from detente.model.diagnostics import Span
    >>> range_in_words(Result("r", Span("results.csv"), low=1))
    'at least 1'
    """
    low, high = result.low, result.high
    if low is not None and low == high:
        return f"exactly {low}"
    ends = (f"at least {low}" if low is not None else "", f"at most {high}" if high is not None else "")
    return " and ".join(filter(None, ends)) or "any number"


def measure_result(study: Study, result: Result, observed: tuple[str, ...] = ()) -> Finding:
    """Compute one result; ``observed`` as in `measure_number`."""
    number = measure_number(study, result, observed)
    value = number.value
    holds = None
    if value is not None:
        holds = (result.low is None or value >= result.low) and (result.high is None or value <= result.high)
    statements = statements_read(study, result)
    passages = {row.passage for name in statements for row in study.testimony_of.get(name, ()) if row.stance in BEARING}
    return Finding(result, number, holds, statements, frozenset(passages))


class Measured:
    """A study's results, computed when asked for, and once for each part of its testimony that is gone."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self._results = {result.id: result for result in reversed(study.results)}
        self._known: dict[tuple[str, frozenset[str]], Finding] = {}
        self._rest: dict[frozenset[str], Study] = {}

    @cached_property
    def findings(self) -> Mapping[str, Finding]:
        """Each result's finding, under its id, in the order of the file."""
        return {result.id: measure_result(self.study, result) for result in self.study.results if result.id}

    def rests_on(self, result: str) -> frozenset[str]:
        """Return the passages on which a result rests."""
        finding = self.findings.get(result)
        return finding.passages if finding else frozenset()

    def holds(self, result: str, gone: frozenset[str]) -> bool:
        """Whether a result is found when some passages are gone."""
        finding = self.findings.get(result)
        if finding is None:
            return False
        return bool(self._left(gone, finding).holds)

    def without_each_side(self, result: str) -> Mapping[str, Finding]:
        """Return what is found without each side's testimony, for the sides on whose testimony a result rests."""
        finding = self.findings[result]
        return {
            side: self._left(passages, finding)
            for side, passages in sorted(self._spoken.items())
            if side and passages & finding.passages
        }

    def _left(self, gone: frozenset[str], finding: Finding) -> Finding:
        """Return a finding when passages are gone: measured anew only if what it reads has changed."""
        touched = gone & finding.passages
        asks_who = bool(finding.result.side) or finding.result.measure == "one-sided"
        fallen = (
            frozenset(name for name in finding.statements if self._bearing[name] <= touched) if touched else touched
        )
        if not (touched if asks_who else fallen):
            return finding
        key = finding.result.id, touched if asks_who else fallen
        if key not in self._known:
            smaller = self._smaller(gone)
            self._known[key] = measure_result(smaller, finding.result, finding.number.observed)
        return self._known[key]

    def _smaller(self, gone: frozenset[str]) -> Study:
        if gone not in self._rest:
            if len(self._rest) == MOST_KEPT:
                self._rest.clear()
            self._rest[gone] = without_passages(self.study, gone)
        return self._rest[gone]

    @cached_property
    def _spoken(self) -> Mapping[str, frozenset[str]]:
        """The passages of each speaker's side."""
        spoken: dict[str, set[str]] = {}
        for passage in self.study.passages:
            spoken.setdefault(self.study.speaker(passage), set()).add(passage.id)
        return {side: frozenset(own) for side, own in spoken.items()}

    @cached_property
    def _bearing(self) -> Mapping[str, frozenset[str]]:
        """The passages that bear out each statement that some result reads; a statement that has none never falls."""
        nobody = frozenset(("",))
        rows = self.study.testimony_of
        return {
            name: frozenset(row.passage for row in rows.get(name, ()) if row.stance in BEARING) or nobody
            for finding in self.findings.values()
            for name in finding.statements
        }
