"""Process tracing as a table: each clue beside the step of each rival on which it bears.

A clue bears on a rival's step when the step is a claim, event or figure of the study and the clue is it, or comes from
a passage that testifies to it. D. Beach and R. B. Pedersen (Process-Tracing Methods, 2013) ask that each step of a
mechanism have evidence of its own: a step without a clue is a gap.
"""

from dataclasses import dataclass

from detente.argument.verdict import Verdict, Weighing
from detente.model.study import Study


@dataclass(frozen=True, slots=True)
class Step:
    """A claim or step of a rival, and the clues that bear on it; none is a gap in the mechanism."""

    rival: str
    text: str
    statement: str
    clues: tuple[Weighing, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Tracing:
    """The steps of every rival, and its clues in the order of the file with the test that each puts it to."""

    steps: tuple[Step, ...]
    tests: tuple[tuple[str, str, str], ...]
    """Clue, rival, kind of test against the reference."""

    @property
    def gaps(self) -> tuple[Step, ...]:
        """The steps for which no clue speaks."""
        return tuple(step for step in self.steps if not step.clues)


def trace(study: Study, verdict: Verdict) -> Tracing:
    """Return the table of clues by steps."""
    by_statement: dict[str, list[Weighing]] = {}
    for weighing in verdict.evidence:
        parts = {part for row in weighing.rows for part in row.parts}
        names = {name for part in parts if (name := part.partition(":")[2]) in study.statement_by_id}
        names |= {row.statement for passage in weighing.passages for row in study.testimony_from.get(passage, ())}
        for name in names:
            by_statement.setdefault(name, []).append(weighing)
    steps: list[Step] = []
    for rival in verdict.ledger.group.rivals:
        for text in dict.fromkeys((*rival.claims, *rival.steps)):
            claim = study.claim_by_id.get(text)
            statement = text if text in study.statement_by_id else ""
            clues = tuple(by_statement.get(statement, ())) if statement else ()
            n = len(clues)
            said = (
                "no clue bears on it" if not n else f"{n} clue{'' if n == 1 else 's'}: {', '.join(c.id for c in clues)}"
            )
            steps.append(Step(rival.id, claim.text if claim else text, statement, clues, said))
    tests = tuple((weighing.id, rival, kind) for weighing in verdict.evidence for rival, kind in weighing.tests.items())
    return Tracing(tuple(steps), tests)
