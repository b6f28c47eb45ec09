"""The argument as Argdown (argdown.org): rivals as statements, evidence as arguments for and against them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from detente.argument.verdict import Verdict, Weighing
from detente.argument.words import db
from detente.model.study import Study

_SIGNS: Final = re.compile(r"[\[\]<>{}#@*_\\]|//|/\*|\s+")


def argdown(study: Study, verdicts: Iterable[Verdict]) -> str:
    """Return the verdicts as an Argdown document.

    A piece of evidence supports a rival under which it was plainly more to be expected than under every other, and
    attacks those under which it was plainly less to be expected than under some other.
    """
    lines: list[str] = ["===", f"title: {_plain(study.title)}", "==="]
    for verdict in verdicts:
        lines += ["", f"# {_plain(verdict.question or verdict.id)}", "", _plain(verdict.sentence)]
        lines += [line for rival in verdict.rivals for line in _rival(study, verdict, rival.id, rival.label)]
        lines += _oppositions(verdict)
    return "\n".join(lines) + "\n"


def _rival(study: Study, verdict: Verdict, id: str, label: str) -> Iterator[str]:
    yield ""
    yield f"[{verdict.id}/{id}]: {_plain(label)}"
    group = next((rival for rival in verdict.ledger.group.rivals if rival.id == id), None)
    for name in group.claims if group else ():
        claim = study.claim_by_id.get(name)
        if claim is not None:
            yield f"    + [claim:{name}]: {_plain(claim.text)}"
    for weighing in verdict.evidence:
        sign = _sign(weighing, id)
        if sign:
            reason = next((row.reason for row in weighing.rows if row.reason), "")
            weight = db(weighing.weights_db[id])
            yield f"    {sign} <{_plain(weighing.id)}>: {_plain(reason)} ({weight}; {weighing.test})"


def _sign(weighing: Weighing, id: str) -> str:
    own = weighing.weights_db[id]
    others = [weight for name, weight in weighing.weights_db.items() if name != id]
    if all(own.low > other.high for other in others):
        return "+"
    return "-" if any(own.high < other.low for other in others) else ""


def _oppositions(verdict: Verdict) -> Iterator[str]:
    yield ""
    names = [f"[{verdict.id}/{rival.id}]" for rival in verdict.rivals]
    for n, name in enumerate(names):
        if names[n + 1 :]:
            yield name
            yield from (f"    >< {other}" for other in names[n + 1 :])
            yield ""


def _plain(text: str) -> str:
    """Return a text without signs that Argdown would read, on one line."""
    return _SIGNS.sub(" ", text).strip()
