"""Times the coder by rule on one core, and holds it against marked sentences where a file of them is given.

usage: bench_coder.py FRUS [MARKED.tsv]

FRUS is a folder of volumes. MARKED.tsv has no header: root, quad (1 to 4, as in the benchmark that it is of) and the
sentence with `<s>..</s>` and `<t>..</t>`; CONCEDE and RETREAT count as YIELD, no event is an error.
"""

import sys
import time
from pathlib import Path
from typing import Final

from detente.coding.machine.actors import Directory
from detente.coding.machine.classifier import LABELS
from detente.coding.machine.encoder import installed_encoder
from detente.coding.machine.patterns import RuleCoder
from detente.coding.machine.people import people_of
from detente.coding.machine.propose import Tally, propose
from detente.coding.machine.texts import text_of
from detente.corpus.read import read_documents

YIELD: Final = "YIELD"
POOLED: Final = {"CONCEDE": YIELD, "RETREAT": YIELD}
QUADS: Final = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), "1"),
    **dict.fromkeys(("COOPERATE", "AID", YIELD), "2"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "3"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "4"),
}


def macro_f1(gold: list[str], answered: list[str]) -> float:
    """Return the mean F1 [0, 1] over the gold labels; a label that is never rightly given counts 0.

    >>> macro_f1(["a", "a", "b"], ["a", "b", "b"])
    0.6666666666666666
    """
    labels = sorted(set(gold))
    scores = []
    for label in labels:
        right = sum(a == b == label for a, b in zip(gold, answered, strict=True))
        scores.append(2 * right / (gold.count(label) + answered.count(label)))
    return sum(scores) / len(labels)


def time_documents(folder: Path) -> None:
    """Print how many sentences of documents a second are coded, parse and all."""
    documents = [d for path in sorted(folder.glob("*.xml"))[:1] for d in read_documents(path)[0]]
    directory, texts = Directory(people_of(documents)), [text_of(document) for document in documents]
    for warm in (False, True):
        tally, start = Tally(), time.process_time()
        n = sum(1 for _ in propose(texts, None, directory, tally=tally))
        rate = tally.sentences / (time.process_time() - start)
        name = f"sentences of documents coded by rule, {'warm' if warm else 'first time'}"
        print(f"{name:52} {rate:6.0f} a second of CPU   at least 1,000  ({n} proposals)", flush=True)


def hold_against(path: Path) -> None:
    """Print macro-F1 over roots and quads, and the speed, of every coder that is installed."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line]
    encoder = installed_encoder()
    for coder in (RuleCoder(), encoder) if encoder else (RuleCoder(),):
        coder.probabilities([row[2] for row in rows[:16]])
        start = time.process_time()
        answers = coder.probabilities([row[2] for row in rows]).argmax(axis=1)
        rate = len(rows) / (time.process_time() - start)
        events = [POOLED.get(LABELS[n], LABELS[n]) for n in answers]
        roots = macro_f1([row[0] for row in rows], events)
        quads = macro_f1([row[1] for row in rows], [QUADS.get(event, "") for event in events])
        name = f"{coder.name} {coder.version}, {len(rows)} marked sentences"
        print(f"{name:52} root {roots:.3f}  quad {quads:.3f}  {rate:6.0f} a second of CPU", flush=True)


def main() -> None:
    """Measure, and print a line a figure."""
    time_documents(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        hold_against(Path(sys.argv[2]))


if __name__ == "__main__":
    main()
