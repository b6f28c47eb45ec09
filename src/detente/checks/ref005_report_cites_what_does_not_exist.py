"""The report cites a source or statement, or shows a figure or table, that does not exist.

A footnote would lead nowhere, which is the one thing that a study of this kind may not do. Sources are cited as
`[@source, p. 4]`, events as `[ev:id]`, figures as `[fig:id]`, claims as `[cl:id]`, and what the build finds for a
result as `[res:id]`. What the build draws stands alone in a paragraph: `{{ figure relation }}`,
`{{ table indicator: trade }}`. Code and comments in the report are left alone.

Correct the id, or add what is cited.
"""

import re
from bisect import bisect_right
from collections.abc import Container

from detente.checks import Finding, Findings, Study, Texts
from detente.checks.names import Names
from detente.model.diagnostics import Span
from detente.model.records import Record
from detente.model.vocabulary import EXHIBITS

SILENCED_BY = ("sources.yaml", "events.csv", "indicators.csv", "claims.csv")


_SPARED = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]*`|<!--.*?(?:-->|\Z)", re.DOTALL)
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_SOURCE = re.compile(r"(?:(?<=[\s;\[(-])|^)@(?:\{([^{}\s]+)\}|(\w(?:[\w.:-]*\w)?))")
_STATEMENT = re.compile(r"(?:(?<=[\s;,])|^)(ev|fig|cl|res):(\w(?:[\w.:-]*\w)?)")
_KINDS = {"ev": "event", "fig": "figure", "cl": "claim", "res": "result"}
_EXHIBIT = re.compile(r"\{\{\s*([^\s{}]+)\s*([^\s{}:]*)[^{}]*\}\}")


def check(study: Study, texts: Texts) -> Findings:
    if not study.report:
        return
    report = _SPARED.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), study.report)
    lines = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", report))]

    def place(start: int, end: int) -> Record:
        line = bisect_right(lines, start)
        column = start - lines[line - 1] + 1
        return Record("", Span("report.md", line, line, column, column + end - start - 1))

    sources = Names(study.source_by_id)
    by_kind: dict[str, Container[str]] = {
        "ev": {event.id for event in study.events},
        "fig": {figure.id for figure in study.figures},
        "cl": study.claim_by_id,
        "res": study.result_by_id,
    }
    statements = Names((*study.statement_by_id, *study.result_by_id))
    for exhibit in _EXHIBIT.finditer(report):
        kind, name = exhibit[1], exhibit[2]
        if name not in EXHIBITS.get(kind, ()):
            told = "; ".join(f"`{kind}` {', '.join(names)}" for kind, names in EXHIBITS.items())
            where = place(exhibit.start(), exhibit.end())
            yield Finding(where, "", f"the build makes no `{kind} {name}`", f"there are {told}", about=name)
    for bracket in _BRACKETS.finditer(report):
        inside, offset = bracket[1], bracket.start(1)
        for match in _SOURCE.finditer(inside):
            group = 1 if match[1] else 2
            name = match[group]
            if name not in sources.known:
                where = place(offset + match.start(group), offset + match.end(group))
                yield Finding(where, "", f"no source is named `{name}`", sources.help(name), "cited here", about=name)
        for match in _STATEMENT.finditer(inside):
            kind, name = match[1], match[2]
            if name in by_kind[kind]:
                continue
            right = next((other for other, ids in by_kind.items() if name in ids), "")
            help = f"write `[{right}:{name}]`" if right else statements.help(name)
            where = place(offset + match.start(2), offset + match.end(2))
            yield Finding(where, "", f"no {_KINDS[kind]} is named `{name}`", help, "cited here", about=name)
