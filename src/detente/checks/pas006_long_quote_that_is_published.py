"""A long quote will be published with the study.

Beyond 400 characters a quotation may need leave of whoever owns the words, and of the archive for unpublished
papers. A long quote also hides which of its words carry the statement.

Shorten it, ask for leave, or write `yes` under `restricted` to keep the passage out of all that is built.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.NOTE

LONGEST = 400


def check(study: Study, texts: Texts) -> Findings:
    restricted = {source.id for source in study.sources if source.restricted}
    for passage in study.passages:
        if len(passage.quote) > LONGEST and not passage.restricted and passage.source not in restricted:
            message = f"the quote in `{passage.id}` has {len(passage.quote)} characters"
            yield Finding(passage, "quote", message)
