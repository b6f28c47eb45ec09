"""What `detente corpus repeats` prints."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli import fail
from detente.cli.answers import Form, print_answer

if TYPE_CHECKING:
    from detente.corpus.repeats import Text


def print_repeats(names: Sequence[str], study: Path | None, format: Form) -> int:
    """Print the pairs of texts that repeat one another; 1 if there are any."""
    from dataclasses import asdict

    from detente.corpus.repeats import find_repeats

    if study is not None:
        from detente.corpus.study_shelf import quotes_of
        from detente.study.documents import StudyTexts
        from detente.study.read import read_study

        if not (study / "study.yaml").exists():
            fail(f"{study} holds no study.yaml")
        texts = quotes_of(read_study(study)[0], StudyTexts(study))
        found = find_repeats(texts, min_share=0.5, min_runs=3)
    else:
        texts, known = _documents(names)
        found = find_repeats(texts, known=known)
    rows = [
        {
            "a": each.a,
            "offered": each.offered if each.is_directed else f"{each.offered}?",
            "b": each.b,
            "share_a": each.share_a,
            "share_b": each.share_b,
            "n_words": each.n_words,
            "stretch": " ".join(each.stretch.split()[:12]),
        }
        for each in found
    ]
    notes = [f"{len(found):,} pairs of {len(texts):,} texts repeat one another; n_words is their longest stretch"]
    if any(not each.is_directed for each in found):
        notes.append("`?`: days do not tell which is the later, so it may be the other way round")
    print_answer([asdict(each) for each in found], rows, notes, format)
    return 1 if found else 0


def _documents(names: Sequence[str]) -> "tuple[list[Text], list[tuple[str, str]]]":
    """Return the installed documents of their time, and those that are known as versions of one another."""
    from detente.corpus.documents import TESTIMONY
    from detente.corpus.repeats import Text
    from detente.corpus.sides import day_of
    from detente.corpus.store import open_store

    store = open_store()
    if store is None:
        fail("no documents are installed", "`detente corpus add` installs them")
    with store:
        documents = [
            document
            for _, document in store.documents()
            if document.kind in TESTIMONY and (not names or document.edition in names or document.volume in names)
        ]
    if names and not documents:
        fail(f"nothing is installed as `{names[0]}`", "`detente corpus list` names what is installed")
    known = [(document.id, document.version_of) for document in documents if document.version_of]
    return [Text(document.id, document.text, day_of(document.date)) for document in documents], known
