"""`detente reanchor`."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import fail
from detente.cli.answers import Form, print_answer
from detente.cli.folder import StudyFolder


def run(
    study: StudyFolder = Path(),
    accept: Annotated[str, typer.Option(metavar="PASSAGE,..", help="Doubtful quotes that are where they seem.")] = "",
    format: Annotated[Form, typer.Option(help="How the review list is printed.")] = Form.TABLE,
) -> None:
    """Bind quotes to the texts of their documents, and find them again after a text has changed.

    What is sure is written to anchors.csv; what is doubtful or lost is listed, and keeps the anchor that it had.
    """
    from detente.corpus.errors import CorpusError
    from detente.corpus.reanchor import reanchor
    from detente.corpus.store import open_store
    from detente.study.read import read_study
    from detente.study.write import WriteError

    if not (study / "study.yaml").exists():
        fail(f"{study} holds no study.yaml", "`detente new DIR` makes a study to start from")
    opened, complaints = read_study(study)
    if any(each.span.file in ("anchors.csv", "passages.csv") for each in complaints):
        fail("anchors.csv or passages.csv has errors", f"`detente check {study}` lists them")
    accepted = [name.strip() for name in accept.split(",") if name.strip()]
    for name in accepted:
        if name not in opened.passage_by_id:
            fail(f"no passage is named `{name}`")
    try:
        done = reanchor(study, opened, open_store(), accepted)
    except (CorpusError, WriteError) as error:
        fail(str(error))
    review = [
        {
            "passage": each.passage.id,
            "document": each.document,
            "found": each.landing.certainty.value,
            "start": each.landing.start if each.landing.end else None,
            "end": each.landing.end or None,
            "likeness": each.landing.likeness,
            "reason": each.landing.reason,
            "quote": each.passage.quote,
            "there": each.text,
        }
        for each in done.review
    ]
    n_sure = len(done.bound) - len(review)
    counts = {
        "sure": n_sure,
        "new": sum(each.is_new for each in done.bound),
        "moved": sum(each.has_moved for each in done.bound if each not in done.review),
        "review": review,
        "without_text": list(done.without_text),
    }
    shown = [{**row, "quote": _short(row["quote"]), "there": _short(row["there"])} for row in review]
    notes = [f"{n_sure:,} quotes are sure, {counts['moved']:,} of them moved; {len(review):,} to review"]
    if done.without_text:
        notes.append(f"{len(done.without_text):,} quotes have no text at hand: their documents are not installed")
    print_answer(counts, shown if format is Form.TABLE else review, notes, format)
    raise typer.Exit(1 if review else 0)


def _short(text: object, width: int = 40) -> str:
    line = " ".join(str(text).split())
    return line if len(line) <= width else f"{line[: width - 1]}…"
