"""`detente relations`."""

import csv
import io
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.analysis.relations import Relation, RelationRow, Share
from detente.cli import fail
from detente.cli.answers import Form, print_answer, read_file
from detente.model.study import Study
from detente.model.vocabulary import ACTOR_KINDS, DOMAINS

NEEDS_ARGUMENTS = True


class Unit(StrEnum):
    """What is counted together."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


def run(
    source: Annotated[
        Path,
        typer.Argument(metavar="STUDY|EVENTS.csv", help="A study's folder, or a file of events.", show_default=False),
    ],
    a: Annotated[str, typer.Option("--a", metavar="X", help="A state, by its code.")],
    b: Annotated[str, typer.Option("--b", metavar="Y", help="The other.")],
    by: Annotated[Unit, typer.Option("--by", help="What is counted together.")] = Unit.YEAR,
    domain: Annotated[str, typer.Option(metavar="D", help="Events of this field alone: party, economy, ..")] = "",
    kind: Annotated[str, typer.Option(metavar="K", help="Of this kind of actor alone: party, state, army, ..")] = "",
    window: Annotated[int, typer.Option(metavar="DAYS", help="Within how many days an act is an answer.")] = 30,
    intensity: Annotated[bool, typer.Option("--intensity", help="Add PLOVER's published scores.")] = False,
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """Count what two states did to each other, who began and who answered, and how far the sides' tellings differ."""
    from detente.analysis.relations import measure_relation, select_events

    if a == b:
        fail(f"{a} has no relation with itself")
    if window < 1:
        fail(f"--window {window} is no number of days")
    for word, known in ((domain, DOMAINS), (kind, ACTOR_KINDS)):
        if word and word not in known:
            fail(f"`{word}` is none of {', '.join(known)}")
    study = _study(source)
    for side in (a, b):
        _check_side(side, study)
    study = select_events(study, domain, kind)
    relation = measure_relation(study, a, b, by.value)
    document = relation_json(study, relation, window, intensity=intensity)
    if source.is_dir():
        from dataclasses import asdict

        from detente.build import effort_on

        document["coverage"]["corpus"] = [asdict(effort) for effort in effort_on(study, source)]
    if not relation.rows:
        typer.echo(f"note: no dated event between {a} and {b} is in {source}", err=True)
    rows = document["intensity"]["rows"] if intensity else document["rows"]
    print_answer(document, rows, (document["sentence"], document["coverage"]["sentence"]), format)


def relation_json(study: Study, relation: Relation, window: int, *, intensity: bool) -> dict[str, Any]:
    """Return the relation as other programs may rely on it."""
    from dataclasses import asdict

    from detente.analysis.initiative import measure_exchange
    from detente.analysis.intensity import measure_intensity
    from detente.analysis.perspectives import measure_exposure, measure_perspectives, measure_spread
    from detente.analysis.relations import by_behaviour, by_domain, by_kind_of_actor

    a, b, by = relation.a, relation.b, relation.by
    tellings = measure_perspectives(study, a, b, by)
    exchange = measure_exchange(study, a, b, window)
    exposure = measure_exposure(study)
    documents = [{"side": s, "year": y, "documents": n} for (s, y), n in sorted(exposure.documents.items())]
    n_documents = sum(exposure.documents.values()) + exposure.n_undated
    by_side = Counter({side: 0 for side, _ in exposure.documents})
    for (side, _), n in exposure.documents.items():
        by_side[side] += n
    told = ", ".join(f"{side or 'no side'} {n}" for side, n in by_side.most_common())
    read = (
        f"{n_documents} documents read ({told})" if n_documents else "an effort of reading that the file does not tell"
    )
    answer = {
        "pair": [a, b],
        "by": by,
        "rows": [_row(row) for row in relation.rows],
        "n_undated": relation.n_undated,
        "domains": [_share(each) for each in by_domain(study, a, b)],
        "kinds_of_actor": [_share(each) for each in by_kind_of_actor(study, a, b)],
        "behaviour": [
            _share(each) | {"side": side}
            for side in ("", *(side.id for side in study.perspectives))
            for each in by_behaviour(study, a, b, side)
        ],
        "exchange": asdict(exchange),
        "perspectives": [{"side": t.side, "rows": [_row(row) for row in t.rows]} for t in tellings if t.rows],
        "spread": [asdict(row) for row in measure_spread(tellings)],
        "coverage": {
            "documents": documents,
            "n_documents_undated": exposure.n_undated,
            "sentence": f"These counts rest on {read}; {relation.n_undated} undated events are in no row, "
            "and a time without a row is not a time without events.",
        },
        "sentence": _sentence(relation, exchange),
    }
    if intensity:
        answer["intensity"] = asdict(measure_intensity(study, a, b, by))
    return answer


def _row(row: RelationRow) -> dict[str, Any]:
    low, high = row.interval
    return {
        "time": row.time,
        "direction": row.direction,
        "n": row.n,
        "cooperation": row.cooperation,
        "conflict": row.conflict,
        "net": row.net,
        "low": low,
        "high": high,
    }


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {"word": share.word, "direction": share.direction, "n": share.n, "low": low, "high": high}


def _sentence(relation: Relation, exchange: Any) -> str:
    if not relation.rows:
        return f"Nothing dated is recorded between {relation.a} and {relation.b}."
    parts = []
    for each in exchange.initiatives:
        rows = [row for row in relation.rows if row.direction == each.direction]
        against = sum(row.conflict for row in rows)
        text = f"{each.direction}: {sum(row.n for row in rows)} events, {against} of conflict"
        if each.n_acts:
            text += (
                f"; {each.n_opening} of {each.n_acts} one-sided acts open an exchange, {each.n_answered} are answered"
            )
            text += f" within {exchange.window_days} days"
        if each.p_value is not None:
            text += f" (by chance {each.expected_answered:.1f}, p = {each.p_value:.2g})"
        parts.append(text)
    first, last = relation.rows[0].time, relation.rows[-1].time
    return f"From {first} to {last}, {'. '.join(parts)}."


def _check_side(code: str, study: Study) -> None:
    """Leave with 2 where a code is no state's and nobody's who acts: its counts would be zeros that mean nothing."""
    from detente.model.states import resolve, states

    acting = {who for event in study.events for who in (*event.actors, *event.targets)}
    if code in states() or code in acting or code in {actor.state for actor in study.actors}:
        return
    meant = resolve(code)
    fail(f"`{code}` is no state's code", f"write {meant.code}" if meant.code else meant.note)


def _study(source: Path) -> Study:
    if source.is_dir():
        from detente.cli.folder import open_study

        return open_study(source).study
    return _events(source)


def _events(path: Path) -> Study:
    """Read a file of events alone, with the `actors.csv` beside it if there is one."""
    from detente.study.columns import tables_of
    from detente.study.rows import read_rows
    from detente.study.sheets import SheetError, read_csv_sheet
    from detente.study.values import Complaints

    complaints = Complaints()
    parts: dict[str, Any] = {}
    for file, place in (("events.csv", path), ("actors.csv", path.with_name("actors.csv"))):
        if file == "actors.csv" and not place.is_file():
            continue
        text = read_file(place)
        try:
            sheet = read_csv_sheet(file, _completed(text) if file == "events.csv" else text)
        except SheetError as error:
            fail(f"{place}: {error.message}", error.help)
        table = tables_of(file)[0]
        parts[table.collection] = tuple(read_rows(sheet, table, complaints))
    for found in complaints.found:
        typer.echo(f"{path}:{found.span.line}: {found.message}", err=True)
    if not parts["events"]:
        fail(f"{path} has no events", "its columns are those of a study's events.csv: date, actors, targets, action")
    return Study(**parts)


def _completed(text: str) -> str:
    """Give each row what a study asks for and a count does not, an id and a summary, and turn CAMEO codes to PLOVER."""
    from detente.model.crosswalk import plover_of

    lines = text.splitlines(keepends=True)
    first = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    head = lines[first] if first < len(lines) else ""
    delimiter = max(",;\t", key=head.count)
    header, *rows = list(csv.reader(lines[first:], delimiter=delimiter)) or [[]]
    added = [name for name in ("id", "summary") if name not in header]
    place = header.index("action") if "action" in header else -1
    has_codes = any(len(row) > place >= 0 and row[place].isdigit() for row in rows)
    n_again = len(rows) - len({tuple(row) for row in rows})
    if n_again:
        typer.echo(f"note: {n_again} rows are the same as another to the letter; each is counted", err=True)
    if not rows or not (added or has_codes):
        return text
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow([*header, *added])
    for n, row in enumerate(row for row in rows if row):
        if len(row) > place >= 0 and row[place].isdigit():
            row[place] = plover_of(row[place])
        filled = [*row, *[""] * (len(header) - len(row))] if added else row
        writer.writerow([*filled, *(f"row-{n + 1}" if name == "id" else "-" for name in added)])
    return out.getvalue()
