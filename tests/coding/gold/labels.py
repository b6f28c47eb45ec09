"""The labels of the gold set, and the figures that its README gives: `python -m tests.coding.gold.labels` prints them.

The second coding, `second.tsv`, has the same columns.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from detente.coding.alpha import measure_alpha

HERE: Final = Path(__file__).parent
EVENTS: Final = (
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT"),
    *("THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)
MODALITIES: Final = ("happened", "denied", "planned", "hypothetical", "reported")
Sentence = tuple[str, int, int]


class Label(NamedTuple):
    """A row of `gold.tsv`."""

    doc: str
    start: int
    end: int
    sha256: str
    source: str
    target: str
    event: str
    modality: str
    date: str
    note: str

    @property
    def sentence(self) -> Sentence:
        """Where the sentence stands."""
        return self.doc, self.start, self.end

    @property
    def edition(self) -> str:
        """`frus` or `ungdc`."""
        return "frus" if self.doc.startswith("frus") else "ungdc"


def read_labels(name: str = "gold.tsv") -> list[Label]:
    """Return the rows in the order of the file."""
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(header) != Label._fields:
        raise ValueError(f"{name}: its columns must be {', '.join(Label._fields)}")
    return [Label(doc, int(start), int(end), *rest) for doc, start, end, *rest in rows]


def by_sentence(labels: Iterable[Label]) -> dict[Sentence, list[Label]]:
    """Return the rows of each sentence."""
    found: dict[Sentence, list[Label]] = {}
    for label in labels:
        found.setdefault(label.sentence, []).append(label)
    return found


def figures() -> str:
    """Return the README's tables."""
    labels = read_labels()
    lines = ["| | FRUS | General Debate | both |", "| --- | --: | --: | --: |"]
    lines += [_row("sentences", Counter(doc[:4] == "frus" for doc, _, _ in by_sentence(labels)))]
    events = [label for label in labels if label.event != "NONE"]
    none = [label for label in labels if label.event == "NONE"]
    lines += [_row(name, Counter(x.edition == "frus" for x in part)) for name, part in (("of them NONE", none),)]
    lines += [_row("events", Counter(x.edition == "frus" for x in events))]
    lines += [_row(each, Counter(x.edition == "frus" for x in events if x.event == each)) for each in EVENTS]
    lines += [_row(each, Counter(x.edition == "frus" for x in events if x.modality == each)) for each in MODALITIES]
    lines += [_row("with a date", Counter(x.edition == "frus" for x in events if x.date))]
    return "\n".join([*lines, "", *_agreement()])


def _row(name: str, counts: Mapping[bool, int]) -> str:
    return f"| {name} | {counts[True]} | {counts[False]} | {counts[True] + counts[False]} |"


_ASPECTS: Final[Mapping[str, Callable[[Label], object]]] = {
    "an event or none": lambda label: label.event != "NONE",
    "its events": lambda label: label.event,
    "its events with their modality": lambda label: (label.event, label.modality),
    "its events with source and target": lambda label: (label.event, label.source, label.target),
    "all but the note": lambda label: label[4:9],
}


def _agreement() -> list[str]:
    first, second = by_sentence(read_labels()), by_sentence(read_labels("second.tsv"))
    lines = [f"| Of {len(second)} sentences | alike | alpha | 95 % |", "| --- | --: | --: | --- |"]
    for name, aspect in _ASPECTS.items():
        units = [(_values(first[each], aspect), _values(rows, aspect)) for each, rows in second.items()]
        alike = sum(a == b for a, b in units)
        alpha = measure_alpha(units, sorted({value for unit in units for value in unit}, key=str))
        interval = "" if alpha.low is None else f"{alpha.low:.2f}–{alpha.high:.2f}"
        lines.append(f"| {name} | {alike} | {alpha.value:.2f} | {interval} |")
    return lines


def _values(labels: Iterable[Label], aspect: Callable[[Label], object]) -> tuple[str, ...]:
    return tuple(sorted(str(aspect(label)) for label in labels))


if __name__ == "__main__":
    print(figures())
