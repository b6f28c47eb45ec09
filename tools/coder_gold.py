"""Holds the machine coder against the gold set of events, end to end, and prints what it gets right.

usage: coder_gold.py TEXTS [GOLD] [--half tune|report|both] [--coder rules|model|any] [--calibrate]

TEXTS is the folder with `frus` and `ungdc`; GOLD the table of places and labels (`tests/coding/gold/gold.tsv`). Half of
the sentences, by the first digit of their hash, served to tune and to calibrate (`tune`); the others report (`report`,
the default). Intervals are of 95 %, by drawing the sentences again. `--calibrate` counts the tuning half, of every
coder that is installed, into `src/detente/coding/machine/calibration.csv`.
"""

import argparse
import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np

from detente.coding.machine.actors import Directory
from detente.coding.machine.calibration import FILE, calibrated, kind_of
from detente.coding.machine.classifier import Classifier
from detente.coding.machine.encoder import installed_encoder
from detente.coding.machine.patterns import RuleCoder
from detente.coding.machine.people import people_of
from detente.coding.machine.propose import Worth, propose
from detente.coding.machine.texts import text_of
from detente.corpus.documents import Document
from detente.corpus.read import read_documents
from detente.model.dates import DateError, parse_date
from detente.model.vocabulary import QUAD

ROOT: Final = Path(__file__).parent.parent
GOLD: Final = ROOT / "tests" / "coding" / "gold" / "gold.tsv"
DRAWS: Final = 1000
Counts = tuple[int, int, int]
"""Right, proposed, in the gold set."""


@dataclass(frozen=True)
class Label:
    """An event as gold set or coder has it."""

    event: str
    sources: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    modality: str = ""
    date: str = ""
    probability: float = 1.0
    coder: str = ""


@dataclass
class Sentence:
    """A sentence of the gold set, and what the coder proposes for it."""

    edition: str
    decade: str
    sha256: str
    gold: list[Label] = field(default_factory=list)
    proposed: list[Label] = field(default_factory=list)


def read_gold(path: Path) -> dict[tuple[str, int, int], tuple[str, list[Label]]]:
    """Read the table: by document and place, the hash and the labels; none where no event is."""
    rows: dict[tuple[str, int, int], tuple[str, list[Label]]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            place = row["doc"], int(row["start"]), int(row["end"])
            labels = rows.setdefault(place, (row["sha256"], []))[1]
            if row["event"] != "NONE":
                labels.append(
                    Label(row["event"], _set(row["source"]), _set(row["target"]), row["modality"], row["date"])
                )
    return rows


def _set(cell: str) -> frozenset[str]:
    return frozenset(part.strip().casefold() for part in cell.split(";") if part.strip())


def code_sentences(
    gold: Mapping[tuple[str, int, int], tuple[str, list[Label]]],
    texts: Path,
    classifier: Classifier | None,
    worth: Worth = calibrated,
) -> tuple[list[Sentence], int]:
    """Return the sentences that the texts still hold, coded, and how many they do not."""
    wanted: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in gold:
        wanted.setdefault(name, []).append((start, end))
    done: list[Sentence] = []
    for path in (*sorted((texts / "frus").glob("*.xml")), *sorted((texts / "ungdc").rglob("*.txt"))):
        if path.suffix == ".txt" and path.stem not in wanted:
            continue
        documents, _ = read_documents(path)
        directory = Directory(people_of(documents))
        for document in documents:
            name = document.id.removeprefix("ungdc/")
            for start, end in wanted.get(name, ()):
                sha256, labels = gold[name, start, end]
                sentence = document.text[start:end]
                if hashlib.sha256(sentence.encode()).hexdigest()[: len(sha256)] == sha256:
                    made = Sentence(*_kept(document), sha256, labels)
                    made.proposed = [*_coded(document, (start, end), classifier, directory, worth)]
                    done.append(made)
    return done, len(gold) - len(done)


def _kept(document: Document) -> tuple[str, str]:
    edition = "frus" if document.id.startswith("frus") else "ungdc"
    return edition, f"{str(document.date)[:3]}0s" if document.date else "undated"


def _raw(coder: str, event: str, score: float | None) -> float:
    """Give the coder's own probability, so that it can be counted."""
    return 0.0 if score is None else score


def _coded(
    document: Document, place: tuple[int, int], classifier: Classifier | None, directory: Directory, worth: Worth
) -> Iterable[Label]:
    """Code the paragraph of a sentence, as a user would, and yield what is proposed for the sentence."""
    text = text_of(document)
    around = tuple((a, z) for a, z in text.paragraphs if a < place[1] and place[0] < z)
    for each in propose([replace(text, paragraphs=around)], classifier, directory, worth=worth):
        if not place[0] <= (int(each.start) + int(each.end)) / 2 <= place[1]:
            continue
        yield Label(
            each.event,
            frozenset(actor.casefold() for actor in each.actors),
            frozenset(actor.casefold() for actor in each.targets),
            each.modality,
            "" if each.date_words == "document" else str(each.date or ""),
            float(each.probability),
            each.coder,
        )


# What is counted, for one sentence


def pairs(sentence: Sentence) -> list[tuple[Label, Label]]:
    """Return gold and proposed events of one name, each once; those that share most actors find one another first."""
    likest = sorted(
        (-len(g.sources & p.sources) - len(g.targets & p.targets), n, m)
        for n, g in enumerate(sentence.gold)
        for m, p in enumerate(sentence.proposed)
        if g.event == p.event
    )
    taken: dict[int, int] = {}
    for _, n, m in likest:
        if n not in taken and m not in taken.values():
            taken[n] = m
    return [(sentence.gold[n], sentence.proposed[m]) for n, m in sorted(taken.items())]


def any_event(sentence: Sentence) -> Counts:
    """Whether the sentence tells of an event at all."""
    gold, proposed = bool(sentence.gold), bool(sentence.proposed)
    return gold and proposed, proposed, gold


def events(sentence: Sentence) -> Counts:
    """Events by their PLOVER name."""
    return len(pairs(sentence)), len(sentence.proposed), len(sentence.gold)


def quads(sentence: Sentence) -> Counts:
    """Events by quad category."""
    gold, proposed = (Counter(QUAD[each.event] for each in side) for side in (sentence.gold, sentence.proposed))
    return (gold & proposed).total(), proposed.total(), gold.total()


def dyads(sentence: Sentence) -> Counts:
    """Events with exactly their sources and targets."""
    right = sum(g.sources == p.sources and g.targets == p.targets for g, p in pairs(sentence))
    return right, len(sentence.proposed), len(sentence.gold)


def directed(sentence: Sentence) -> Counts:
    """Who does something to whom in the sentence, whatever it is: pairs of one source and one target."""
    gold, proposed = (
        {(a, b) for each in side for a in each.sources for b in each.targets or {""}}
        for side in (sentence.gold, sentence.proposed)
    )
    return len(gold & proposed), len(proposed), len(gold)


def actors(sentence: Sentence) -> Counts:
    """Sources and targets of the events that were found."""
    found = pairs(sentence)
    right = sum(len(g.sources & p.sources) + len(g.targets & p.targets) for g, p in found)
    return right, sum(len(p.sources | p.targets) for _, p in found), sum(len(g.sources | g.targets) for g, _ in found)


def modality(sentence: Sentence) -> Counts:
    """Modality of the events that were found."""
    found = pairs(sentence)
    return sum(g.modality == p.modality for g, p in found), len(found), len(found)


def dates(sentence: Sentence) -> Counts:
    """Dates that the sentence gives, of the events that were found: EDTF of the same days."""
    found = pairs(sentence)
    right = sum(bool(g.date) and _days(g.date) == _days(p.date) for g, p in found)
    return right, sum(bool(p.date) for _, p in found), sum(bool(g.date) for g, _ in found)


def _days(text: str) -> object:
    try:
        return parse_date(text).bounds()
    except DateError:
        return text


MEASURES: Final[tuple[tuple[str, Callable[[Sentence], Counts]], ...]] = (
    ("any event", any_event),
    ("event", events),
    ("quad", quads),
    ("event, source, target", dyads),
    ("source and target", directed),
    ("actors of events found", actors),
    ("modality of events found", modality),
    ("dates of events found", dates),
)


# What is printed


def rates(counts: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> tuple[float, float, float]:
    """Return precision, recall and F1 [0, 1] of summed counts; 0 where nothing was proposed or there was nothing."""
    right, proposed, gold = counts
    precision, recall = right / proposed if proposed else 0.0, right / gold if gold else 0.0
    return precision, recall, 2 * right / (proposed + gold) if proposed + gold else 0.0


def print_measures(title: str, sentences: Sequence[Sentence], rng: np.random.Generator) -> None:
    """Print a line a measure: precision, recall, F1 with its interval, and how many there were."""
    print(f"{title}: {len(sentences)} sentences, {sum(len(s.gold) for s in sentences)} events")
    drawn = rng.integers(0, len(sentences), (DRAWS, len(sentences)))
    for name, measure in MEASURES:
        counts = np.array([measure(sentence) for sentence in sentences], dtype=np.float64)
        precision, recall, f1 = rates(counts.sum(axis=0))
        draws = [rates(counts[draw].sum(axis=0))[2] for draw in drawn]
        low, high = np.quantile(draws, (0.025, 0.975))
        n = int(counts[:, 2].sum())
        print(f"  {name:26} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f} [{low:.3f}, {high:.3f}]  n {n}", flush=True)


def calibration(sentences: Sequence[Sentence]) -> list[tuple[float, int, int]]:
    """Return, by tenths of the stated probability [0, 1], its mean, how many proposals name an event that the sentence
    has, and how many there are.
    """
    rows = _judged(sentences)
    found = []
    for tenth in range(10):
        own = [(p, right) for p, right in rows if min(int(10 * p), 9) == tenth]
        if own:
            found.append((sum(p for p, _ in own) / len(own), sum(right for _, right in own), len(own)))
    return found


def _judged(sentences: Sequence[Sentence]) -> list[tuple[float, bool]]:
    return [
        (p.probability, any(p is each for _, each in pairs(sentence)))
        for sentence in sentences
        for p in sentence.proposed
    ]


def print_calibration(sentences: Sequence[Sentence]) -> None:
    """Print how often proposals of about one probability are right, and the Brier score."""
    print("calibration: stated on the average, proposals, of the right event")
    for stated, right, n in calibration(sentences):
        print(f"  {stated:.2f}  {n:4}  {right / n:.3f}")
    if rows := _judged(sentences):
        print(f"  Brier score {np.mean([(p - right) ** 2 for p, right in rows]):.3f}")


def calibrate(gold: Mapping[tuple[str, int, int], tuple[str, list[Label]]], texts: Path) -> None:
    """Count the tuning half, of every coder that is installed, into the coder's own table."""
    counts: dict[tuple[str, str], list[int]] = {}
    encoder = installed_encoder()
    for classifier in (None, encoder) if encoder else (None,):
        for sentence in code_sentences(halved(gold, "tune"), texts, classifier, _raw)[0]:
            right = {id(each) for _, each in pairs(sentence)}
            for each in sentence.proposed:
                is_ruled = each.coder == RuleCoder.name
                if is_ruled == (classifier is None):
                    kind = kind_of(each.event, None if is_ruled else each.probability)
                    count = counts.setdefault((each.coder, kind), [0, 0])
                    count[0] += id(each) in right
                    count[1] += 1
    lines = [f"{coder},{kind},{right},{n}" for (coder, kind), (right, n) in sorted(counts.items())]
    path = ROOT / "src" / "detente" / "coding" / "machine" / FILE
    path.write_text("\n".join(["coder,kind,right,proposed", *lines, ""]), encoding="utf-8")
    print(f"{path.name}: {sum(n for _, n in counts.values())} proposals counted")


def halved(
    gold: Mapping[tuple[str, int, int], tuple[str, list[Label]]], half: str
) -> dict[tuple[str, int, int], tuple[str, list[Label]]]:
    """Return the half of a gold set: by the first digit of a sentence's hash, so that no sentence is in both."""
    return {
        place: labelled
        for place, labelled in gold.items()
        if half == "both" or (labelled[0][0] in "01234567") == (half == "tune")
    }


def main() -> None:
    """Code the gold set, and print what came of it."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("texts", type=Path)
    reader.add_argument("gold", type=Path, nargs="?", default=GOLD)
    reader.add_argument("--half", choices=("tune", "report", "both"), default="report")
    reader.add_argument("--coder", choices=("rules", "model", "any"), default="any")
    reader.add_argument("--calibrate", action="store_true")
    asked = reader.parse_args()
    for needed in (asked.texts / "frus", asked.texts / "ungdc", asked.gold):
        if not needed.exists():
            print(f"the gold set is not held against the coder: {needed} is not there", file=sys.stderr)
            return
    gold = read_gold(asked.gold)
    if asked.calibrate:
        calibrate(gold, asked.texts)
        return
    classifier = None if asked.coder == "rules" else installed_encoder()
    if asked.coder == "model" and classifier is None:
        raise SystemExit("no trained model is installed")
    print(f"coder: {f'{classifier.name} {classifier.version}' if classifier else 'rules'}, {asked.half} half")
    sentences, n_lost = code_sentences(halved(gold, asked.half), asked.texts, classifier)
    if n_lost:
        print(f"{n_lost} sentences of the gold set are not in the texts and were left out")
    if not sentences:
        return
    rng = np.random.default_rng(1)
    groups = [("all", sentences)]
    for kind in ("edition", "decade"):
        for name in sorted({getattr(each, kind) for each in sentences}):
            groups.append((name, [each for each in sentences if getattr(each, kind) == name]))
    for title, chosen in groups:
        print_measures(title, chosen, rng)
    print_calibration(sentences)


if __name__ == "__main__":
    main()
