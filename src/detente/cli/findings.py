"""Diagnostics as people and programs read them: concise, full, JSON, GitHub."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

import typer

from detente.cli import color
from detente.model.diagnostics import Diagnostic, Severity
from detente.study.sheets import Sheet

_COLORS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_GITHUB: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_WIDEST: Final = 160


class Format(StrEnum):
    """How diagnostics are printed."""

    FULL = "full"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"


def print_findings(
    diagnostics: Sequence[Diagnostic], sheets: Mapping[str, Sheet], format: Format, *, notes: bool = False
) -> None:
    """Print diagnostics to standard output, and their number to standard error.

    Notes are counted, and printed only with ``notes``; JSON always holds them.
    """
    if format is Format.JSON:
        typer.echo(json.dumps([d.as_json() for d in diagnostics], ensure_ascii=False, indent=1))
        return
    shown = [d for d in diagnostics if notes or d.severity is not Severity.NOTE]
    if format is Format.GITHUB:
        for line in map(_github, shown):
            typer.echo(line)
    else:
        is_color = color(sys.stdout)
        for diagnostic in shown:
            lines = _full(diagnostic, sheets) if format is Format.FULL else [_head(diagnostic)]
            for line in lines:
                typer.echo(line, color=is_color)
    typer.echo(summary(diagnostics, notes=notes), err=True)


def summary(diagnostics: Sequence[Diagnostic], *, notes: bool = False) -> str:
    """Return one line that counts errors, warnings and notes."""
    n = Counter(d.severity for d in diagnostics)
    parts = [_count(n[Severity.ERROR], "error"), _count(n[Severity.WARNING], "warning")]
    if n[Severity.NOTE]:
        parts.append(_count(n[Severity.NOTE], "note") + ("" if notes else " (`--notes` shows them)"))
    return ", ".join(parts)


def has_findings(diagnostics: Sequence[Diagnostic]) -> bool:
    """Whether anything is wrong or doubtful; notes do not count."""
    return any(d.severity is not Severity.NOTE for d in diagnostics)


def _count(n: int, word: str) -> str:
    return f"{n} {word}" + ("" if n == 1 else "s")


def place(diagnostic: Diagnostic) -> str:
    """Return `file:line:column`, as far as it is known."""
    span = diagnostic.span
    return ":".join(str(part) for part in (span.file, span.line or None, span.column or None) if part)


def _head(diagnostic: Diagnostic) -> str:
    word = typer.style(f"{diagnostic.severity.value}[{diagnostic.code}]", fg=_COLORS[diagnostic.severity], bold=True)
    return f"{place(diagnostic)}: {word} {diagnostic.message}"


def _full(diagnostic: Diagnostic, sheets: Mapping[str, Sheet]) -> Iterator[str]:
    yield _head(diagnostic)
    span = diagnostic.span
    sheet = sheets.get(span.file)
    line = sheet.line(span.line) if sheet and span.line else ""
    if line:
        margin = " " * len(str(span.line))
        last = span.last_column if span.last_line == span.line and span.last_column else len(line)
        text, start, end = _window(line, span.column or 1, last if span.column else len(line))
        yield f"{margin} |"
        yield f"{span.line} | {text}"
        carets = "^" * max(1, _width(text[start - 1 : end]))
        label = f" {diagnostic.label}" if diagnostic.label else ""
        mark = typer.style(carets + label, fg=_COLORS[diagnostic.severity])
        yield f"{margin} | {' ' * _width(text[: start - 1])}{mark}"
    if diagnostic.help:
        yield f"help: {diagnostic.help}"
    yield ""


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Cut a long line to what stands around its columns ``start`` to ``end``; control characters become spaces."""
    line = "".join(" " if ord(mark) < 32 or ord(mark) == 127 else mark for mark in line)
    if len(line) <= _WIDEST:
        return line, start, end
    first = max(0, start - 1 - _WIDEST // 3)
    shift = first - (1 if first else 0)
    text = ("…" if first else "") + line[first : first + _WIDEST] + ("…" if first + _WIDEST < len(line) else "")
    return text, start - shift, min(end - shift, len(text))


def _width(text: str) -> int:
    """Return the columns that a text takes on a terminal: none for combining marks, two for wide characters."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _github(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    where = f"file={_escaped(span.file)}"
    where += f",line={span.line},col={span.column}" if span.line else ""
    text = diagnostic.message + (f" ({diagnostic.help})" if diagnostic.help else "")
    return f"::{_GITHUB[diagnostic.severity]} {where},title={diagnostic.code}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
