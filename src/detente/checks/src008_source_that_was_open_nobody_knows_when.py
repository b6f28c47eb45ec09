"""Nothing says when a source could first be read.

`--as-known 1960` asks what could be known in a year: a telegram declassified in 1992 was evidence of nothing to the
scholars of 1970. A source without `published`, `declassified` or CSL `issued` is left out of every such reading.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.study.withdraw import open_since

SEVERITY = Severity.NOTE


def check(study: Study, texts: Texts) -> Findings:
    for source in study.sources:
        if open_since(source) is None:
            message = f"nothing says when `{source.id}` could first be read"
            yield Finding(source, "id", message, help="add `published` or `declassified`")
