"""Rules that a study is held to. One rule a file; the file's name begins with its code, its docstring is its page.

A rule yields findings; it neither knows its code nor where things stand in the files. A rule whose fault is found in
reading (syntax, values) has a page but no ``check``. What several rules share stands in modules without a code.
"""

import gc
import importlib
import pkgutil
import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Final

from detente.model.diagnostics import Diagnostic, Severity, Span
from detente.model.records import Assessment, Cell, Coding, Period, Record, Testimony, Waiver
from detente.model.study import NoTexts, Study, Texts

__all__ = ["Finding", "Findings", "Rule", "Severity", "Study", "Texts", "check_study", "rules"]

CRASH: Final = "BUG001"
UNREAD: Final = frozenset(
    ("SYN001", "SYN002", "SYN003", "SYN005", "SYN007", "SYN008", "SYN009", "SYN011", "STU001", "STU005", "STU006")
)
"""The complaints of reading after which a file's records are not there."""
COMPUTED: Final = frozenset(("RES002", "RES003"))
"""What only a build can find, since it must measure: a waiver of it may look unused to a check."""
_RULE_FILE: Final = re.compile(r"([a-z]{3}\d{3})_(\w+)")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the record, the column and, in a list, the part; a fact and, where there is one, an action.

    ``about`` is what a waiver names, where that is not what `_about` says of the record.
    """

    record: Record
    column: str
    message: str
    help: str = ""
    label: str = ""
    part: str = ""
    about: str = ""


Findings = Iterator[Finding]
Check = Callable[[Study, Texts], Findings]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its code, its page and its check.

    ``is_completeness`` rules spare drafts, and what only drafts rest on. A rule is ``silenced_by`` files that could not
    be read, where it would complain of the consequences.
    """

    code: str
    name: str
    page: str
    severity: Severity
    is_completeness: bool
    silenced_by: frozenset[str]
    check: Check | None


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the codes."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if _RULE_FILE.fullmatch(info.name))
    return tuple(_rule(importlib.import_module(f"{__name__}.{name}")) for name in names)


def _rule(module: ModuleType) -> Rule:
    match = _RULE_FILE.fullmatch(module.__name__.rpartition(".")[2])
    assert match is not None  # noqa: S101
    return Rule(
        code=match[1].upper(),
        name=match[2].replace("_", " "),
        page=(module.__doc__ or "").strip(),
        severity=getattr(module, "SEVERITY", Severity.ERROR),
        is_completeness=getattr(module, "IS_COMPLETENESS", False),
        silenced_by=frozenset(getattr(module, "SILENCED_BY", ())),
        check=getattr(module, "check", None),
    )


def check_study(study: Study, texts: Texts | None = None, read: Iterable[Diagnostic] = ()) -> tuple[Diagnostic, ...]:
    """Hold a study to every rule.

    Parameters
    ----------
    read
        What reading complained of; waivers and order apply to it as well.

    Returns
    -------
    tuple of Diagnostic
        By file and line. Findings of rules of completeness about drafts are left out, and so are waived ones. A rule
        that crashes is reported (BUG001) and the others still run.
    """
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        found = _findings(study, texts or NoTexts(), [*read])
        return tuple(sorted(found, key=lambda d: (d.span.file, d.span.line, d.span.column, d.code, d.message)))
    finally:
        if was_collecting:
            gc.enable()


def _findings(study: Study, texts: Texts, found: list[Diagnostic]) -> set[Diagnostic]:
    drafts = _drafts(study)
    unread = {diagnostic.span.file for diagnostic in found if diagnostic.code in UNREAD}
    silent = {rule.code for rule in rules() if not unread.isdisjoint(rule.silenced_by)}
    for rule in rules():
        if rule.check is not None and rule.code not in silent:
            found.extend(_run(rule, study, texts, drafts))
    return set(_waived(study, found, silent))


def _drafts(study: Study) -> set[str]:
    """Return the statements that are drafts, and the passages and sources on which nothing but drafts rests."""
    drafts = {name for name, statement in study.statement_by_id.items() if statement.status == "draft"}
    if not drafts:
        return drafts
    firm = {row.passage for row in study.testimony if row.statement not in drafts}
    loose = {row.passage for row in study.testimony} - firm
    cited = {passage.source for passage in study.passages if passage.id in loose}
    cited -= {passage.source for passage in study.passages if passage.id not in loose}
    return drafts | loose | cited


def _run(rule: Rule, study: Study, texts: Texts, drafts: set[str]) -> Iterator[Diagnostic]:
    assert rule.check is not None  # noqa: S101
    try:
        for finding in rule.check(study, texts):
            about = finding.about or _about(finding.record)
            if rule.is_completeness and about in drafts:
                continue
            place = study.places.place(finding.record, finding.column, finding.part)
            yield Diagnostic(rule.code, rule.severity, finding.message, place, finding.label, finding.help, about)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        yield Diagnostic(
            CRASH,
            Severity.ERROR,
            f"the rule {rule.code} crashed: {type(error).__name__}: {error} ({frame.name}, line {frame.lineno})",
            Span("study.yaml"),
            help="this is a fault of Detente, not of the study: please report it",
        )


def _about(record: Record) -> str:
    """Return the statement, set, passage, scheme or case that a row is about; of all else its own id."""
    match record:
        case Testimony():
            return record.statement
        case Assessment():
            return record.set
        case Coding():
            return record.passage
        case Period():
            return record.scheme
        case Cell():
            return record.case
    return record.id


def _waived(study: Study, found: Iterable[Diagnostic], silent: set[str]) -> Iterator[Diagnostic]:
    used: set[int] = set()
    sought = {rule.code for rule in rules()} - silent - COMPUTED
    for diagnostic in found:
        waiver = next((waiver for waiver in study.waivers if _covers(waiver, diagnostic)), None)
        if waiver is None:
            yield diagnostic
        else:
            used.add(id(waiver))
    unused = next(rule for rule in rules() if rule.code == "WAI001")
    for waiver in study.waivers:
        if id(waiver) not in used and waiver.reason and waiver.code in sought:
            about = f" about `{waiver.about}`" if waiver.about else ""
            yield Diagnostic(
                unused.code,
                unused.severity,
                f"nothing is found by {waiver.code}{about}, so nothing is waived",
                study.places.place(waiver, "code"),
                help="take the waiver out",
            )


def _covers(waiver: Waiver, diagnostic: Diagnostic) -> bool:
    return waiver.code == diagnostic.code and bool(waiver.reason) and waiver.about in ("", diagnostic.about)
