"""A coding's place is none, or other words stand there than those that it coded.

Agreement on where a code applies is measured on characters, so a place that has slipped makes coders disagree who do
not. Give `start` and `end` as whole numbers that count characters from 0, the end being the first character after; copy
what stands there into `words`, and the place is found again when the text changes. Or leave all three empty: then the
whole passage is coded.
"""

from collections.abc import Iterator

from detente.checks import Finding
from detente.checks.quotes import comparable, find_missing
from detente.model.diagnostics import Severity
from detente.model.records import Coding
from detente.model.study import Study, Texts

SEVERITY = Severity.ERROR


def check(study: Study, texts: Texts) -> Iterator[Finding]:
    """Find codings whose place is half given, turned round or outside the text, or whose words are not in the text."""
    for row in study.codings:
        if row.start is None and row.end is None and not row.words:
            continue
        message = _amiss(row) or _amiss_in(row, _text_of(study, texts, row))
        if message:
            yield Finding(row, "words" if "words" in message else "start", message, about=row.passage)


def _amiss(row: Coding) -> str:
    if row.start is None or row.end is None:
        return "`start` and `end` go together: one of them is missing"
    if row.start % 1 or row.end % 1 or not 0 <= row.start < row.end:
        return f"{row.start} to {row.end} is no place in a text"
    return ""


def _amiss_in(row: Coding, text: str | None) -> str:
    if text is None or row.end is None:
        return ""
    if row.words and find_missing(row.words, comparable(text)):
        return "the text that was coded does not hold these words"
    if not row.words and row.end > len(text):
        return f"{row.start} to {row.end} lies outside a text of {len(text)} characters"
    return ""


def _text_of(study: Study, texts: Texts, row: Coding) -> str | None:
    passage = study.passage_by_id.get(row.passage)
    if passage is None or passage.quote:
        return passage.quote if passage else None
    source = study.source_by_id.get(passage.source)
    return texts.text_of(source, passage.locator) if source else None
