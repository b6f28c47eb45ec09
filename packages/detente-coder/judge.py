"""Judges a classifier by `plv_dev.tsv` (Hu and others, PLOVER development sentences): `judge.py FILE --half tuning`.

Root: macro-F1 over the file's 15 roots. CONCEDE and RETREAT count as YIELD; NONE is an error; an empty class counts 0.
Quad: macro-F1 over the four quads. Intervals: 95 %, bootstrap of sentences.
A sentence's half is the first byte of the SHA-256 of its text, casefolded and with single spaces, modulo 2.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from detente_coder import LABELS, Classifier

ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
QUADS = (1, 2, 3, 4)
PASSES = 5
"""How often the half is coded; the fastest pass tells the speed, as the machine may have other work."""
QUAD = dict(zip(ROOTS, (1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4), strict=True))
Array = np.ndarray[Any, np.dtype[Any]]


def read_half(path: Path, half: str) -> list[dict[str, str]]:
    """Return the rows of one half, `tuning` or `reporting`, as the file has them."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wanted = ("tuning", "reporting").index(half)

    def side(sentence: str) -> int:
        return hashlib.sha256(" ".join(sentence.casefold().split()).encode()).digest()[0] % 2

    return [row for row in rows if side(row["sentence"]) == wanted]


def roots(probabilities: Array) -> list[str]:
    """Return the likeliest root, or NONE, of each row of probabilities over `LABELS`."""
    summed = {name: probabilities[:, LABELS.index(name)] for name in LABELS}
    summed["YIELD"] = summed.pop("CONCEDE") + summed.pop("RETREAT")
    names = list(summed)
    return [names[i] for i in np.stack([summed[name] for name in names], axis=1).argmax(axis=1)]


def quads(probabilities: Array) -> list[int]:
    """Return the quad of the likeliest root of each row; 0 for NONE."""
    return [QUAD.get(root, 0) for root in roots(probabilities)]


def macro_f1(gold: Array, said: Array, classes: int) -> float:
    """Return the mean over classes 0 to `classes` - 1 of F1; other values in `said` are errors, empty classes 0."""
    right = np.bincount(gold[gold == said], minlength=classes)[:classes]
    wanted = np.bincount(gold, minlength=classes)[:classes]
    given = np.bincount(said, minlength=classes)[:classes]
    return float(np.mean(2 * right / np.maximum(wanted + given, 1)))


def interval(gold: Array, said: Array, classes: int, draws: int = 2000) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of `macro_f1`, sentences drawn with a fixed seed."""
    generator = np.random.default_rng(9)
    scores = []
    for _ in range(draws):
        drawn = generator.integers(0, len(gold), len(gold))
        scores.append(macro_f1(gold[drawn], said[drawn], classes))
    low, high = np.quantile(scores, (0.025, 0.975))
    return float(low), float(high)


def judge(rows: list[dict[str, str]], probabilities: Array) -> dict[str, Any]:
    """Return every figure of one half: scores with intervals, the table of classes, the confusion of roots."""
    names = [*ROOTS, "NONE"]
    gold = np.array([ROOTS.index(row["gold_root"]) for row in rows])
    said = np.array([names.index(root) for root in roots(probabilities)])
    gold_quad = np.array([int(row["gold_penta"]) - 1 for row in rows])
    said_quad = np.array([(QUAD.get(names[i], 5)) - 1 for i in said])
    confusion = np.zeros((len(ROOTS), len(names)), dtype=int)
    np.add.at(confusion, (gold, said), 1)
    top = probabilities.max(axis=1)
    hit = gold == said
    bins = np.minimum((top * 10).astype(int), 9)
    calibration = sum(abs(hit[bins == b].mean() - top[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins))
    return {
        "sentences": len(rows),
        "root": macro_f1(gold, said, len(ROOTS)),
        "root_interval": interval(gold, said, len(ROOTS)),
        "quad": macro_f1(gold_quad, said_quad, len(QUADS)),
        "quad_interval": interval(gold_quad, said_quad, len(QUADS)),
        "accuracy": float(hit.mean()),
        "calibration_error": float(calibration),
        "none": int((said == len(ROOTS)).sum()),
        "classes": {
            name: {
                "gold": int(confusion[i].sum()),
                "precision": float(confusion[i, i] / max(confusion[:, i].sum(), 1)),
                "recall": float(confusion[i, i] / max(confusion[i].sum(), 1)),
                "f1": float(2 * confusion[i, i] / max(confusion[i].sum() + confusion[:, i].sum(), 1)),
            }
            for i, name in enumerate(ROOTS)
        },
        "confusion": confusion.tolist(),
    }


def report(figures: dict[str, Any]) -> str:
    """Return the figures as a page of text."""
    lines = [
        f"sentences {figures['sentences']}, accuracy {figures['accuracy']:.3f}, said NONE {figures['none']}, "
        f"calibration error {figures['calibration_error']:.3f}"
    ]
    for name in ("root", "quad"):
        low, high = figures[f"{name}_interval"]
        lines.append(f"{name} macro-F1 {figures[name]:.3f} [{low:.3f}, {high:.3f}]")
    if "sentences_per_second" in figures:
        lines.append(f"sentences a second {figures['sentences_per_second']:.0f}")
    names = [*ROOTS, "NONE"]
    lines.append(f"{'gold':10}{'n':>4}{'prec':>6}{'rec':>6}{'F1':>6}  " + " ".join(f"{n[:4]:>4}" for n in names))
    for i, (name, row) in enumerate(figures["classes"].items()):
        counts = " ".join(f"{n or '.':>4}" for n in figures["confusion"][i])
        lines.append(
            f"{name:10}{row['gold']:>4}{row['precision']:>6.2f}{row['recall']:>6.2f}{row['f1']:>6.2f}  {counts}"
        )
    return "\n".join(lines)


def card(results: dict[str, dict[str, Any]], half: str) -> str:
    """Return the table of the model card, a row for each weights judged, and F1 by class of the first."""
    lines = [
        f"| {half} half | root macro-F1 | quad macro-F1 | calibration error | sentences a second |",
        "|---|---|---|---|---|",
    ]
    for name, figures in results.items():
        scores = []
        for key in ("root", "quad"):
            low, high = figures[f"{key}_interval"]
            scores.append(f"{figures[key]:.3f} [{low:.3f}, {high:.3f}]")
        scores += [f"{figures['calibration_error']:.3f}", f"{figures['sentences_per_second']:.0f}"]
        lines.append(f"| {name} | {' | '.join(scores)} |")
    name, figures = next(iter(results.items()))
    by_class = ", ".join(f"{root} {row['f1']:.2f} ({row['gold']})" for root, row in figures["classes"].items())
    return "\n".join([*lines, "", f"F1 by root of {name} (gold sentences): {by_class}."])


def write_card(path: Path, table: str, half: str) -> None:
    """Put the table between the marks `<!-- HALF -->` and `<!-- /HALF -->` of a model card."""
    text = path.read_text(encoding="utf-8")
    before, opening, rest = text.partition(f"<!-- {half} -->\n")
    _, closing, after = rest.partition(f"<!-- /{half} -->")
    if not opening or not closing:
        raise SystemExit(
            f"{path} has no place for the table: write <!-- {half} --> and <!-- /{half} --> on lines of their own"
        )
    path.write_text(f"{before}{opening}{table}\n{closing}{after}", encoding="utf-8")


def main() -> None:
    """Judge the weights that ship, or those of folders, and print the page or write the table of the model card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--half", choices=("tuning", "reporting"), default="tuning")
    parser.add_argument("--weights", nargs="*", default=[], metavar="NAME=DIR", help="else the weights that ship")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--card", type=Path, help="write the table into this model card")
    chosen = parser.parse_args()
    rows = read_half(chosen.file, chosen.half)
    marked = [row["marked_sentence"] for row in rows]
    results = {}
    for named in chosen.weights or ["as shipped="]:
        name, _, folder = named.partition("=")
        classifier = Classifier(Path(folder) if folder else None)
        seconds = []
        for _ in range(PASSES):
            start = time.perf_counter()
            probabilities = classifier.probabilities(marked)
            seconds.append(time.perf_counter() - start)
        results[name] = judge(rows, probabilities) | {"sentences_per_second": len(rows) / min(seconds)}
        if not chosen.json:
            sys.stdout.write(f"{name}, {chosen.half} half\n{report(results[name])}\n\n")
    if chosen.json:
        sys.stdout.write(json.dumps(results, indent=1) + "\n")
    if chosen.card:
        write_card(chosen.card, card(results, chosen.half), chosen.half)


if __name__ == "__main__":
    main()
