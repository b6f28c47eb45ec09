"""A passage is named that does not exist.

The second entry of the double entry is missing: a statement claims testimony, and nobody can open it. Offices,
stages, codings and the cells of comparisons that name a passage are held to the same.

Correct the id, or add the passage to `passages.csv`.

    testimony.csv:41:21: error[REF003] no passage is named `frus-49-118`
    help: did you mean `frus-49-18`?
"""

from detente.checks import Finding, Findings, Study, Texts
from detente.checks.names import Names
from detente.checks.witnesses import heard_passages
from detente.model.records import Coding, Office, Period, Testimony

SILENCED_BY = ("passages.csv",)


def check(study: Study, texts: Texts) -> Findings:
    known = study.passage_by_id
    names = Names(known)
    kinds: tuple[tuple[tuple[Testimony | Office | Period | Coding, ...], str], ...] = (
        (study.testimony, "cited as testimony"),
        (study.offices, "where it should say so"),
        (study.periods, "where it is proposed"),
        (study.codings, "coded"),
    )
    for records, label in kinds:
        if records is study.testimony and heard_passages(study) <= names.known:
            continue
        for record in records:
            name = record.passage
            if name and name not in known:
                about = record.statement if isinstance(record, Testimony) else ""
                message = f"no passage is named `{name}`"
                yield Finding(record, "passage", message, names.help(name), label, about=about)
    for cell in study.cells:
        for name in cell.passages:
            if name not in known:
                message = f"no passage is named `{name}`"
                yield Finding(cell, "passages", message, names.help(name), "where it should say so", part=name)
