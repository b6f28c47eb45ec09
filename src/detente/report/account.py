"""All that a report may show: every renderer reads from here and from nowhere else."""

from collections.abc import Mapping
from typing import Protocol

from detente.analysis.attestation import Voice
from detente.analysis.coverage import Coverage
from detente.analysis.dyad import Dyad
from detente.analysis.results import Finding
from detente.argument.verdict import Verdict
from detente.coding.agreement import Agreement
from detente.model.diagnostics import Diagnostic
from detente.model.study import Study
from detente.report.references import Reference


class Account(Protocol):
    """A study and what was found out about it; what takes long is found out when it is first asked for."""

    @property
    def study(self) -> Study:
        """The study, with nothing restricted."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with it."""

    @property
    def digest(self) -> str:
        """What identifies the input."""

    @property
    def version(self) -> str:
        """The version of this program."""

    @property
    def voices(self) -> Mapping[str, tuple[Voice, ...]]:
        """Who says what, under statements' ids."""

    @property
    def dyad(self) -> Dyad:
        """What the two states did to each other."""

    @property
    def coverage(self) -> Coverage:
        """What the study tells of which years, and on whose word."""

    @property
    def agreement(self) -> tuple[Agreement, ...]:
        """How far coders agree."""

    @property
    def references(self) -> Mapping[str, Reference]:
        """Set references, under sources' ids."""

    @property
    def results(self) -> tuple[Finding, ...]:
        """What the study says of its own numbers."""

    @property
    def results_without(self) -> Mapping[str, Mapping[str, Finding]]:
        """Under results' ids and each side, what is found without that side."""

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Verdicts on the sets of rivals for which evidence was assessed, under their ids."""
