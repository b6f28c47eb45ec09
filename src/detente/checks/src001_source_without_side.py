"""Nothing says on which side a source speaks.

Detente asks of every statement whether more than one side attests it. A source whose side is unknown counts for
none, so that what it attests looks thinner than it is, and taking away one side's archive leaves it standing
wrongly.

Give the source a `speaker`, one of the `perspectives` of `study.yaml`; scholarship may be a perspective of its own.
An edition that prints documents of several sides has none itself: then give the side passage by passage. Sources of
which no passage is used are spared.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.WARNING
IS_COMPLETENESS = True


def check(study: Study, texts: Texts) -> Findings:
    silent = {passage.source for passage in study.passages if not passage.speaker}
    faulty = [source for source in study.sources if source.id in silent and not study.inherited(source.id, "speaker")]
    for source in faulty if study.perspectives else ():
        message = f"nothing says on which side `{source.id}` speaks"
        yield Finding(source, "speaker", message, help="add `speaker`, or give the side of each passage")
