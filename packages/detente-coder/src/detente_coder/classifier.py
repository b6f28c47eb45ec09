"""Marked sentences to the probabilities of events, by a small ONNX model on one thread."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

LABELS = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)  # fmt: skip
TAGS = ("<s>", "</s>", "<t>", "</t>")
MARKS = ("\ue000", "\ue001", "\ue002", "\ue003")
"""What stands for the tags in the tokenizer: characters of private use, so that no text can hold them by chance."""
MAX_TOKENS = 96
BATCH = 8
"""So few that what a layer passes on stays in the cache."""
WEIGHTS = Path(__file__).parent / "weights"
_TAG = re.compile("</?[st]>")
_WORD = re.compile(r"\w[\w'’.-]*")


def mark(sentence: str, where: str = "the sentence") -> str:
    """Return the sentence with its tags as the tokenizer knows them.

    Raises
    ------
    ValueError
        When no source or target is marked, or a tag is not closed before the next of its kind opens.
    """
    tags = _TAG.findall(sentence)
    if not tags:
        raise ValueError(f"{where} marks neither a source nor a target: put them between <s>..</s> and <t>..</t>")
    for opening, closing in (TAGS[:2], TAGS[2:]):
        kind = [tag for tag in tags if tag in (opening, closing)]
        if kind != [opening, closing] * (len(kind) // 2):
            raise ValueError(f"{where} has tags that do not close in their order: {' '.join(tags)}")
    for tag, character in zip(TAGS, MARKS, strict=True):
        sentence = sentence.replace(character, " ").replace(tag, character)
    return sentence


def shorten(ids: Sequence[int], marks: frozenset[int], longest: int = MAX_TOKENS) -> list[int]:
    """Return at most `longest` tokens: the first, the last, and those nearest to a mark, in their order."""
    if len(ids) <= longest:
        return list(ids)
    places = np.flatnonzero(np.isin(ids, list(marks)))
    far = np.abs(np.arange(len(ids))[:, None] - places).min(axis=1)
    far[[0, -1]] = -1
    return [ids[i] for i in sorted(np.argsort(far, kind="stable")[:longest])]


class Classifier:
    """The event between a marked source and a marked target.

    Parameters
    ----------
    folder
        Where `model.onnx`, `tokenizer.json` and `calibration.json` are; the weights that ship when none is given.
    threads
        Threads of onnxruntime.
    """

    def __init__(self, folder: Path | None = None, threads: int = 1) -> None:
        folder = folder or WEIGHTS
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.temperature = float(json.loads((folder / "calibration.json").read_text(encoding="utf-8"))["temperature"])
        known = self.tokenizer.get_vocab()
        self.marks = frozenset(known[character] for character in MARKS)
        self.mask = known["[MASK]" if "[MASK]" in known else "<mask>"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(folder / "model.onnx", options, ["CPUExecutionProvider"])

    def probabilities(self, marked: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return the probability of each label, calibrated; shape (sentences, labels), rows sum to one.

        Each sentence has its source between `<s>` and `</s>`, its target between `<t>` and `</t>`; one of the two may
        be missing. Of a sentence over 96 tokens, those nearest to the marks are read.

        Raises
        ------
        ValueError
            When a sentence marks neither, or its tags do not close; the message says which sentence, counted from 1.
        """
        texts = [mark(sentence, f"sentence {i}") for i, sentence in enumerate(marked, 1)]
        return self._run([shorten(e.ids, self.marks) for e in self.tokenizer.encode_batch(texts)])

    def words(self, marked: Sequence[str], most: int = 3) -> list[list[tuple[int, int, float]]]:
        """Return the words each answer rests on, found by occlusion.

        Each word outside the tags is masked in turn; its weight is by how much that lowers the logarithm of the
        probability of the likeliest label. A word is (start, end, weight): code points in the marked sentence, end
        exclusive; at most `most` a sentence, heaviest first, and none whose weight is not above zero.
        """
        found = []
        for i, (sentence, row) in enumerate(zip(marked, self.probabilities(marked), strict=True), 1):
            spans = [(m.start(), m.end()) for m in _WORD.finditer(_blank_actors(sentence))]
            encoding = self.tokenizer.encode(mark(sentence, f"sentence {i}"))
            starts = _places(sentence)
            variants = []
            for start, end in spans:
                hidden = {k for k, (a, b) in enumerate(encoding.offsets) if a < b and start <= starts[a] < end}
                variants.append(
                    shorten([self.mask if k in hidden else t for k, t in enumerate(encoding.ids)], self.marks)
                )
            label = int(row.argmax())
            weights = np.log(row[label]) - np.log(self._run(variants)[:, label])
            best = sorted(zip(spans, weights.tolist(), strict=True), key=lambda pair: -pair[1])[:most]
            found.append([(start, end, weight) for (start, end), weight in best if weight > 0])
        return found

    def _run(self, tokens: list[list[int]]) -> np.ndarray[Any, np.dtype[np.float64]]:
        logits = np.zeros((len(tokens), len(LABELS)))
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            longest = max(len(tokens[i]) for i in rows)
            ids = np.zeros((len(rows), longest), dtype=np.int64)
            seen = np.zeros_like(ids)
            for k, i in enumerate(rows):
                ids[k, : len(tokens[i])] = tokens[i]
                seen[k, : len(tokens[i])] = 1
            logits[rows] = self.session.run(None, {"input_ids": ids, "attention_mask": seen})[0]
        powers = np.exp((logits - logits.max(axis=1, keepdims=True)) / self.temperature)
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _blank_actors(sentence: str) -> str:
    """Return the sentence, as long as it was, with the tags and what they hold made blank."""
    return re.sub("<([st])>.*?</\\1>", lambda m: " " * len(m[0]), sentence, flags=re.DOTALL)


def _places(sentence: str) -> list[int]:
    """Return for each character of what `mark` makes of a sentence its place in that sentence."""
    tags = {m.start(): m.end() for m in _TAG.finditer(sentence)}
    places, i = [], 0
    while i < len(sentence):
        places.append(i)
        i = tags.get(i, i + 1)
    return [*places, len(sentence)]
