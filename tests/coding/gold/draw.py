"""Draw the sentences of the gold set: `python -m tests.coding.gold.draw` prints doc, start, end, sha256, layer.

Half are of FRUS, an equal number of each volume; half of the General Debate, an equal number of each session. Half of
each share is drawn from all sentences, half from those that name two states or more. No document gives two sentences.
What reading showed to be a heading or a dateline is left out and not replaced.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from random import Random
from typing import Final, NamedTuple

from detente.corpus.documents import Document
from detente.model.states import find_mentions
from tests.coding.gold.texts import gold_documents, name_of

SEED: Final = 1955
SHARES: Final = {"frus": 80, "ungdc": 23}
"""How many sentences a volume gives, and a session."""
WORDS: Final = range(6, 91)
_NO_SENTENCE: Final = frozenset({"747f30a7c781eefc", "7953ac33578a31bf", "7d8d4757bbeacd70"})
"""By hash: two headings and a dateline that are marked up as text."""
_END: Final = re.compile(r"[.?!][”’\"')\]]*(?= +[“‘\"'(\[]*[A-Z0-9])")
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Dr|Messrs|Gen|Lt|Col|Amb|Sec|Gov|Prof|St|No|Nos|vol|Vol|pp|p|ff|Art|para|Jan|Feb|Mar|Apr|Jun|Jul"
    r"|Aug|Sept|Sep|Oct|Nov|Dec|Min|For|Dep|Asst|Rep|Sen|cf|vs|Inc|Ltd|approx|ref|Ref|i\.e|e\.g)|\b[A-Z])\.$"
)
_NUMBER: Final = re.compile(r"(?:\d+|[a-z]|[ivx]+)[.)] +|\(\w{1,3}\) +")


class Drawn(NamedTuple):
    """A sentence: its place in its document's text, its hash (`hash_of`), and the layer that it was drawn from."""

    doc: str
    start: int
    end: int
    sha256: str
    layer: str


def hash_of(sentence: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of its UTF-8 bytes."""
    return sha256(sentence.encode()).hexdigest()[:16]


def sentences_of(document: Document) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of its text stand, without headings, notes, lines of form and numbers of paragraphs."""
    at = 0
    for paragraph in document.paragraphs:
        if paragraph.kind == "text":
            for start, end in _split(paragraph.text):
                words = paragraph.text[start:end]
                if len(words.split()) in WORDS and re.search(r"[a-z][^.?!]*[.?!][”’\"')\]]*$", words):
                    yield at + start, at + end
        at += len(paragraph.text) + 1


def _split(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in (*(hit.end() for hit in _END.finditer(text)), len(text)):
        if _ABBREVIATED.search(text[start:end]) or _NUMBER.fullmatch(f"{text[start:end]} "):
            continue
        numbered = _NUMBER.match(text, start)
        yield (numbered.end() if numbered else start), end
        start = end + 1


def draw(seed: int = SEED) -> list[Drawn]:
    """Return the sentences, in the order in which they were labelled: layers and groups mixed."""
    random = Random(seed)  # noqa: S311
    groups: dict[tuple[str, str], dict[str, list[Document]]] = defaultdict(lambda: {"all": [], "two": []})
    for document in gold_documents():
        if document.kind in ("document", "speech"):
            group = document.id.split("/")[0] if document.kind == "document" else document.id.split("_")[1]
            groups["frus" if document.kind == "document" else "ungdc", group]["all"].append(document)
    drawn: list[Drawn] = []
    for (edition, _), layers in sorted(groups.items()):
        taken: set[str] = set()
        for layer, share in (("two", SHARES[edition] // 2), ("all", SHARES[edition] - SHARES[edition] // 2)):
            pool = [
                (document, span)
                for document in layers["all"]
                for span in sentences_of(document)
                if layer == "all" or _names_two(document, span)
            ]
            random.shuffle(pool)
            wanted = len(taken) + share
            for document, (start, end) in pool:
                if len(taken) < wanted and document.id not in taken and document.text[start] != "[":  # editor's words
                    taken.add(document.id)
                    drawn.append(Drawn(name_of(document), start, end, hash_of(document.text[start:end]), layer))
    random.shuffle(drawn)
    return [each for each in drawn if each.sha256 not in _NO_SENTENCE]


def _names_two(document: Document, span: tuple[int, int]) -> bool:
    on = document.date.bounds().first if document.date else None
    return len({code for _, _, code in find_mentions(document.text[slice(*span)], on)}) > 1


if __name__ == "__main__":
    for row in draw():
        print(*row, sep="\t")
