"""All that a report may show, gathered once: every renderer reads from here and from nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.analysis.attestation import Voice
from detente.analysis.coverage import Coverage
from detente.analysis.dyad import Dyad
from detente.analysis.results import Finding
from detente.argument.verdict import Verdict
from detente.coding.agreement import Agreement
from detente.model.diagnostics import Diagnostic
from detente.model.study import Study
from detente.report.references import Reference


@dataclass(frozen=True, slots=True)
class Account:
    """A study and what was found out about it.

    ``study`` holds nothing restricted. ``voices`` are under statements' ids, ``references`` under sources' ids.
    ``results`` are what the study says of its own numbers; ``results_without`` holds, under their ids and each side,
    what is found without that side. ``verdicts`` are on the sets of rivals for which evidence was assessed, under their
    ids. ``digest`` identifies the input.
    """

    study: Study
    diagnostics: tuple[Diagnostic, ...]
    voices: Mapping[str, tuple[Voice, ...]]
    dyad: Dyad
    coverage: Coverage
    agreement: tuple[Agreement, ...]
    references: Mapping[str, Reference]
    results: tuple[Finding, ...]
    results_without: Mapping[str, Mapping[str, Finding]]
    verdicts: Mapping[str, Verdict]
    digest: str
    version: str
