"""Where in texts codes were given, found again where a text has changed since."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.coding.unitised import Continuum, Stretch, Unit, merged
from detente.model.records import Coding, Passage
from detente.model.study import Study, Texts


@dataclass(frozen=True, slots=True)
class CodedText:
    """A passage whose text is at hand, and the stretch that each of its codings covers.

    ``lost`` are codings whose words stand nowhere in the text for sure.
    """

    passage: Passage
    text: str
    stretches: Sequence[tuple[Coding, Stretch]]
    lost: tuple[Coding, ...]


def text_of(study: Study, texts: Texts, passage: Passage) -> str | None:
    """Return what the places of a passage's codings count in: its quote or, where it has none, its document's text."""
    if passage.quote:
        return passage.quote
    source = study.source_by_id.get(passage.source)
    return texts.text_of(source, passage.locator) if source else None


def coded_texts(study: Study, texts: Texts) -> Iterator[CodedText]:
    """Yield the coded passages of which a text is at hand."""
    rows: dict[str, list[Coding]] = {}
    for row in study.codings:
        rows.setdefault(row.passage, []).append(row)
    for name, found in rows.items():
        passage = study.passage_by_id.get(name)
        text = text_of(study, texts, passage) if passage else None
        if passage and text:
            placed = [(row, _stretch(row, text)) for row in found]
            known = [(row, stretch) for row, stretch in placed if stretch is not None]
            yield CodedText(passage, text, known, tuple(row for row, stretch in placed if stretch is None))


def _stretch(row: Coding, text: str) -> Stretch | None:
    """Return the stretch that a coding covers: all of the text if it names no place."""
    if row.place is None:
        return (0, len(text))
    start, end = row.place
    if not row.words or text[start:end] == row.words:
        return (start, end) if 0 <= start < end <= len(text) else None
    return found_again(row.words, start, text)


def found_again(words: str, start: int, text: str) -> Stretch | None:
    r"""Return where some words stand in a changed text: nearest to the old place, or else where an anchor surely lands.

    >>> found_again("eternal friendship", 9, "Long live the eternal\nfriendship!")
    (14, 32)
    >>> found_again("they refused to go to Moscow", 0, "So then they refuscd to go to Mos-\ncow and stayed.")
    (8, 38)
    """
    pattern = r"\s+".join(map(re.escape, words.split()))
    if places := [match.span() for match in re.finditer(pattern, text)] if pattern else []:
        return min(places, key=lambda place: abs(place[0] - start))
    from detente.corpus.anchors import Anchor, Certainty, find

    landing = find(Anchor(words, start=start, end=start + len(words), digest="unknown"), text)
    return (landing.start, landing.end) if landing.certainty is Certainty.SURE else None


def continua_of(coded: Sequence[CodedText], line_of: Mapping[str, Sequence[str]], code: str) -> list[Continuum]:
    """Return the texts as continua of one code and those below it; what overlaps in one coder's hand is one stretch.

    A text in which a place is lost is left out: a coder would seem to have seen nothing there.
    """
    continua = []
    for each in coded:
        if each.lost:
            continue
        found: dict[str, list[Stretch]] = {row.coder: [] for row, _ in each.stretches}
        for row, stretch in each.stretches:
            if code in line_of.get(row.code, ()):
                found[row.coder].append(stretch)
        units = {coder: [Unit(*stretch, code) for stretch in merged(each)] for coder, each in found.items()}
        continua.append(Continuum(len(each.text), units))
    return continua
