"""A source that testifies has no letter of reliability.

The Admiralty letters, A for reliable to E for unreliable and F where one cannot judge, make the historian's trust
in a source visible beside what it attests. F is an answer too. Scholarship and data sets are spared.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.NOTE
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Findings:
    waiting = {
        s.id: s for s in study.sources if not s.reliability and s.proximity != "scholarship" and s.type != "dataset"
    }
    if not waiting:
        return
    passages = study.passage_by_id
    heard = {passages[row.passage].source for row in study.testimony if row.passage in passages}
    for name, source in waiting.items():
        if name in heard:
            yield Finding(source, "reliability", f"the reliability of `{name}` has not been judged", help="add A to F")
