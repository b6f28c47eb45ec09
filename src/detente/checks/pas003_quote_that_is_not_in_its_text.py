"""A quote is not found in the text of its source.

Words in quotation marks must be the source's own. They may have been copied with a slip, come from another edition
or another page, or the text may have been badly recognised from its scan.

Spaces and line breaks, quotation marks, hyphens, capitals and what stands in brackets make no difference; `...` and
`[...]` mark what was left out, and the parts must follow each other in the text. The text is a file under `documents/`,
or a document of the corpus that the source's `document` names; in a volume (`document: frus1955-57v25`) the passage's
locator says which (`d89, p. 244`). Sources whose text is not at hand are passed over.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.checks.quotes import comparable, find_missing

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    with_quotes = {passage.source for passage in study.passages if passage.quote}
    for source in study.sources:
        if source.id not in with_quotes or study.source_by_id[source.id] is not source:
            continue
        searched: dict[str, str] = {}
        for passage in study.passages_of.get(source.id, ()):
            text = texts.text_of(source, passage.locator) if passage.quote else None
            if text is None:
                continue
            if text not in searched:
                searched[text] = comparable(text)
            if missing := find_missing(passage.quote, searched[text]):
                message = f"the text of `{source.id}` does not hold the words “{missing}”"
                help = "compare the quote with the source; mark what was left out with `[...]`"
                yield Finding(passage, "quote", message, help=help)
