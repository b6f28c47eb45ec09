"""A source was seen only as another cites it, and does not say in which; or the reverse.

What a colleague quotes has been chosen, cut and perhaps misread. The footnote must say `cited in`, and the two must
not count as two. `consulted_as: cited-in` and `cited_in` therefore go together.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING


def check(study: Study, texts: Texts) -> Findings:
    for source in study.sources:
        if source.consulted_as == "cited-in":
            if not source.cited_in:
                message = f"`{source.id}` was seen only as cited, and nothing says where"
                yield Finding(source, "consulted_as", message, help="name the source that cites it in `cited_in`")
        elif source.cited_in:
            how = f"consulted as {source.consulted_as}" if source.consulted_as else "not said to be seen only so"
            message = f"`{source.id}` is cited in `{source.cited_in}`, yet {how}"
            yield Finding(source, "cited_in", message, help="write `consulted_as: cited-in`, or take `cited_in` out")
