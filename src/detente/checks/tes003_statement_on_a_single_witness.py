"""A statement rests on one source, one side, or one publisher.

One source is not two. A memoir and the history that follows it, a draft and the note that was sent, a document and
the book through which it is known count as one here (`depends_on`, `version_of`, `cited_in`); a book that draws on
two archives leaves them two, and adds no third. Documents published by one side only were chosen by that side.

This is no fault, but it is the list to have at hand when choosing what to read next. Spared are events of minor
weight, figures from published data sets, which have but one source by nature, claims of motive and cause, which CLM001
looks at, and what TES002 warns of.
"""

from detente.checks import Finding, Findings, Severity, Study, Texts
from detente.checks.witnesses import one_sided_majors, sole_witnesses
from detente.model.records import Claim, Event, Figure

SEVERITY = Severity.NOTE
IS_COMPLETENESS = True
SILENCED_BY = ("testimony.csv", "passages.csv", "sources.yaml")


def check(study: Study, texts: Texts) -> Findings:
    sole, one_sided = sole_witnesses(study), one_sided_majors(study)
    sources, speakers, publishers = sole.sources, sole.speaker, sole.publisher_side
    of = study.source_by_id
    concerned = sources.keys() | speakers.keys() | publishers.keys()
    for name, statement in study.statement_by_id.items():
        if name not in concerned or name in one_sided:
            continue
        if isinstance(statement, Event) and statement.weight == "minor":
            continue
        if isinstance(statement, Claim) and statement.kind != "fact":
            continue
        if (
            isinstance(statement, Figure)
            and name in sources
            and all(of[one].type == "dataset" for one in sources[name])
        ):
            continue
        if name in sources:
            one, *others = sources[name]
            message = f"`{name}` rests on one source, `{one}`"
            if others:
                message = f"`{name}` rests on sources that count as one: `{'`, `'.join((one, *others))}`"
        elif name in speakers:
            message = f"only {speakers[name]} attests `{name}`"
        else:
            message = f"all that attests `{name}` was published by {publishers[name]}"
        yield Finding(statement, "id", message)
