"""A code of the codebook was never given.

Either nothing in the sources falls under it, which is a finding worth saying; or coders did not understand when it
applies, and its definition should be looked at before agreement is measured. Codes above a used one count as used.
Before anything has been coded the rule is silent.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.NOTE
SILENCED_BY = ("codings.csv",)


def check(study: Study, texts: Texts) -> Findings:
    if not study.codings:
        return
    parents = {code.id: code.parent for code in study.codes}
    used: set[str] = set()
    for name in {row.code for row in study.codings}:
        above = name
        while above and above not in used:
            used.add(above)
            above = parents.get(above, "")
    for code in study.codes:
        if code.id and code.id not in used:
            yield Finding(code, "id", f"the code `{code.id}` was never given")
