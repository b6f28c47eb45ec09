"""`detente discourse`."""

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli import fail
from detente.cli.answers import Form, print_answer

NEEDS_ARGUMENTS = True


class Show(StrEnum):
    """What the table or CSV shows; JSON holds all."""

    WORDS = "words"
    DISTANCE = "distance"
    NAMINGS = "namings"
    NEAR = "near"
    CONTEXTS = "contexts"


def run(
    corpus: Annotated[
        str, typer.Option(metavar="EDITION|DIR", help="`ungdc`, or a folder of texts named like ALB_11_1956.txt.")
    ],
    a: Annotated[str, typer.Option("--a", metavar="X", help="A state, by its code.")],
    b: Annotated[str, typer.Option("--b", metavar="Y", help="The other.")],
    years: Annotated[str, typer.Option(metavar="A:B", help="First and last year.")] = "",
    word: Annotated[str, typer.Option(help="Show this word or phrase in context; `*` ends a stem.")] = "",
    show: Annotated[Show, typer.Option(help="What a table or CSV shows; JSON holds all.")] = Show.WORDS,
    top: Annotated[int, typer.Option(metavar="N", help="Words of each side to give.")] = 20,
    format: Annotated[Form, typer.Option(help="How the answer is printed.")] = Form.TABLE,
) -> None:
    """Say what distinguishes two states' speeches, how far apart they are by year, and who names whom."""
    from detente.analysis.speeches import installed_speeches, read_speeches

    if a == b:
        fail(f"{a} cannot be held against itself")
    if Path(corpus).is_dir():
        speeches, n_other = read_speeches(Path(corpus), *_years(years))
    else:
        speeches, n_other = installed_speeches(corpus, *_years(years)), 0
        if not speeches:
            help = f"`detente corpus add {corpus}` installs it; or name a folder of texts"
            fail(f"no speech is installed as `{corpus}`" + (f" in {years}" if years else ""), help)
    if n_other:
        typer.echo(f"note: {n_other} texts are not named like ALB_11_1956.txt and were not read", err=True)
    for side in (a, b):
        if not any(speech.state == side and speech.n_words for speech in speeches):
            there = ", ".join(sorted({speech.state for speech in speeches})) or "nobody"
            fail(f"{side} does not speak in {corpus}" + (f" in {years}" if years else ""), f"there speak {there}")
    if "CHN" in (a, b) and any(speech.state == "CHN" and speech.year < 1972 for speech in speeches):
        typer.echo("note: at the United Nations CHN is the Republic of China until October 1971", err=True)
    try:
        document = _document(speeches, a, b, word, max(1, top))
    except ValueError as error:
        fail(str(error))
    shown = Show.CONTEXTS if word and show is Show.WORDS else show
    print_answer(document, document[shown.value], (document["sentence"],), format)


def _document(speeches: Any, a: str, b: str, word: str, top: int) -> dict[str, Any]:
    from detente.analysis.discourse import count_namings, measure_distance, weigh_words, words_near
    from detente.analysis.speeches import counted, find_in_context

    ours, theirs = ([speech for speech in speeches if speech.state == side] for side in (a, b))
    corpus = counted(speeches)
    words = weigh_words(counted(ours), counted(theirs), corpus)
    distances = [
        measure_distance(
            year,
            [speech for speech in ours if speech.year == year],
            [speech for speech in theirs if speech.year == year],
        )
        for year in sorted({speech.year for speech in (*ours, *theirs)})
    ]
    near = [
        {"speaker": speaker, "named": named} | asdict(each)
        for speaker, named, texts in ((a, b, ours), (b, a, theirs))
        for each in words_near(texts, named)[:top]
        if each.z > 0
    ]
    return {
        "a": a,
        "b": b,
        "words": [asdict(each) for each in (*words[:top], *words[top:][-top:])],
        "distance": [asdict(each) for each in distances],
        "namings": [asdict(each) for each in count_namings([*ours, *theirs])],
        "near": near,
        "contexts": [asdict(each) for each in find_in_context([*ours, *theirs], word)] if word else [],
        "coverage": {
            "speeches": {a: len(ours), b: len(theirs)},
            "n_words": {a: sum(s.n_words for s in ours), b: sum(s.n_words for s in theirs)},
            "n_corpus": len(speeches),
        },
        "sentence": _sentence(a, b, words, distances, ours, theirs),
    }


def _sentence(a: str, b: str, words: Any, distances: Any, ours: Any, theirs: Any) -> str:
    own = [each.word for each in words if each.is_distinctive and each.z > 0][:5]
    other = [each.word for each in reversed(words) if each.is_distinctive and each.z < 0][:5]
    said = f"{a} is told by {', '.join(own) or 'no word'}, {b} by {', '.join(other) or 'no word'}"
    known = [each for each in distances if each.low is not None and each.chance is not None]
    if known:
        apart = sum(each.low > each.chance for each in known)
        said += f"; in {apart} of {len(known)} years they stand further apart than chance"
    n = sum(speech.n_words for speech in (*ours, *theirs))
    return f"{said}; this rests on {len(ours)} and {len(theirs)} speeches of {n} words."


def _years(text: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    first, _, last = text.partition(":")
    if not (first.isdigit() and (last or first).isdigit()):
        fail(f"--years {text} is not A:B", "for instance 1946:1959")
    return int(first), int(last or first)
