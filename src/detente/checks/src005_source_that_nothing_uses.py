"""A source is listed and nothing rests on it.

It was perhaps read and found empty, which is worth a row in `searches.csv`; or not read yet. In a bibliography it
would claim a reading that nothing in the study shows. A source counts as used when a passage is from it, another
source depends on it, or the report cites it.
"""

import re

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.NOTE
SILENCED_BY = ("passages.csv",)


def check(study: Study, texts: Texts) -> Findings:
    used = {passage.source for passage in study.passages}
    for source in study.sources:
        used.update(source.depends_on, (source.version_of, source.cited_in))
    idle = [source for source in study.sources if source.id not in used]
    if not idle:
        return
    cited = set(re.findall(r"@\{?(\w(?:[\w.:-]*\w)?)", study.report))
    for source in idle:
        if source.id not in cited:
            yield Finding(source, "id", f"nothing rests on the source `{source.id}`")
