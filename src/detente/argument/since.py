"""What changed in a verdict between two states of a study, and because of which rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.argument.ledger import Ledger
from detente.argument.likelihood import Key, Weights
from detente.argument.verdict import Verdict
from detente.argument.words import NONE, Interval, db
from detente.model.records import Assessment, parts_of
from detente.model.study import Study

Rows = tuple[Assessment, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """A piece of evidence, or a prior, that weighs otherwise than before.

    ``shift_db`` is what that did to the lead of the present leader over the present runner-up. Where no row was
    ``added`` or ``dropped`` (a changed one is both), ``why`` says what else it was.
    """

    what: str
    shift_db: float
    why: str
    added: tuple[Assessment, ...] = ()
    dropped: tuple[Assessment, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in the verdict on one set; a set that is new has no ``before``, one that is gone no ``after``."""

    id: str
    before: Verdict | None
    after: Verdict | None
    causes: tuple[Cause, ...]
    sentence: str


def compare_studies(before: tuple[Verdict, ...], after: tuple[Verdict, ...]) -> tuple[Change, ...]:
    """Return what changed, set by set; a set in which nothing did has no causes."""
    old, new = {verdict.id: verdict for verdict in before}, {verdict.id: verdict for verdict in after}
    return tuple(_change(id, old.get(id), new.get(id)) for id in dict.fromkeys((*old, *new)))


def _change(id: str, before: Verdict | None, after: Verdict | None) -> Change:
    if before is None or after is None:
        return Change(id, before, after, (), f"The set `{id}` is {'new' if before is None else 'gone'}.")
    causes = tuple(_causes(before, after))
    if not causes:
        return Change(id, before, after, causes, "Nothing that bears on the verdict has changed.")
    if before.leader == after.leader and before.word == after.word:
        said = f"The verdict stands ({after.word}), on {'another weight' if causes else 'the same weight'} of evidence."
    else:
        said = f"The verdict was: {before.sentence} It is now: {after.sentence}"
    return Change(id, before, after, causes, said)


def _causes(before: Verdict, after: Verdict) -> list[Cause]:
    old, new = before.ledger, after.ledger
    pair = after.first_two
    causes: list[Cause] = []
    one, two = _priors(old), _priors(new)
    for name in dict.fromkeys((*one, *two)):
        if one.get(name) != two.get(name):
            shift = _lead(two, pair) - _lead(one, pair) if name in pair else 0.0
            word = "is a new rival" if name not in one else "is no rival any more" if name not in two else "changed"
            said = f"the prior of `{name}` changed" if word == "changed" else f"`{name}` {word}"
            causes.append(Cause(name, shift, said, sentence=said))
    were, are = _counted(old), _counted(new)
    rows_were, rows_are = _rows(old.study, before.id), _rows(new.study, after.id)
    for key in dict.fromkeys((*are, *were, *rows_are, *rows_were)):
        weighed_then, weighs_now = were.get(key, {}), are.get(key, {})
        said_then, said_now = rows_were.get(key, {}), rows_are.get(key, {})
        added = tuple(row for what, row in said_now.items() if what not in said_then)
        dropped = tuple(row for what, row in said_then.items() if what not in said_now)
        if weighed_then == weighs_now and not added and not dropped:
            continue
        shift = _lead(weighs_now, pair) - _lead(weighed_then, pair)
        name = "+".join(sorted(key))
        causes.append(_cause(name, shift, added, dropped, is_new=not said_then, is_gone=not said_now))
    causes.sort(key=lambda cause: -abs(cause.shift_db))
    return causes


def _cause(name: str, shift: float, added: Rows, dropped: Rows, *, is_new: bool, is_gone: bool) -> Cause:
    if is_new:
        why = "assessed now, not before"
    elif is_gone:
        why = "assessed before, not now"
    elif added or dropped:
        why = "assessed otherwise"
    else:
        why = "the same assessment, but its testimony, its reliability or the ties of its sources changed"
    where = ", ".join(f"{row.span.file}:{row.span.line}" for row in added)
    effect = db(Interval(shift, shift)) if abs(shift) >= 0.5 else "less than 1 dB"
    sentence = f"`{name}`: {why}{f' ({where})' if where else ''}; it moves the lead by {effect}"
    return Cause(name, shift, why, added, dropped, sentence)


def _lead(weights: Mapping[str, Interval], pair: tuple[str, str]) -> float:
    return weights.get(pair[0], NONE).middle - weights.get(pair[1], NONE).middle


def _priors(ledger: Ledger) -> Mapping[str, Interval]:
    return {rival.id: prior for rival, prior in zip(ledger.group.rivals, ledger.priors, strict=True)}


def _counted(ledger: Ledger) -> Mapping[Key, Mapping[str, Interval]]:
    """Return what each piece that counts adds, for each rival; the others of its cluster add nothing."""
    ids = [rival.id for rival in ledger.group.rivals]
    found: dict[Key, Mapping[str, Interval]] = {}
    for _, own in ledger.cluster_weights:
        for n in own:
            weights: Weights = ledger.weights[n]
            found[ledger.items[n].parts] = dict(zip(ids, weights, strict=True))
    return found


def _rows(study: Study, group: str) -> Mapping[Key, Mapping[tuple[object, ...], Assessment]]:
    found: dict[Key, dict[tuple[object, ...], Assessment]] = {}
    for row in study.assessments:
        if row.set == group:
            given = frozenset(parts_of(name) for name in row.given)
            said = (row.rival, row.against, row.analyst, row.judgement, row.term, row.low, row.high, row.basis, given)
            found.setdefault(row.parts, {})[said] = row
    return found
