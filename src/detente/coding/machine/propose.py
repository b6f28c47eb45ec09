"""Documents to proposals: sentences, who stands in them, what may have been done, and what a classifier says of it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

import numpy as np
import numpy.typing as npt

from detente.coding.machine.actors import Directory, find_phrases
from detente.coding.machine.calibration import calibrated
from detente.coding.machine.candidates import Candidate, bare_pair, find_candidates
from detente.coding.machine.classifier import LABELS, Classifier, has_marks, mark
from detente.coding.machine.dating import find_date
from detente.coding.machine.modality import modality_of
from detente.coding.machine.modes import domain_of, mode_of
from detente.coding.machine.patterns import RuleCoder, told_as
from detente.coding.machine.proposals import Proposal, Text
from detente.coding.machine.roles import Phrase, Setting, setting_of
from detente.coding.machine.sentences import find_sentences
from detente.coding.machine.spoken import find_spoken
from detente.corpus.documents import TESTIMONY
from detente.model.crosswalk import cameo_of
from detente.model.dates import parse_date
from detente.model.diagnostics import Span
from detente.model.vocabulary import QUAD

_OPENING: Final = 30
"""Characters at the beginning of a sentence in which its subject stands, whom `it` and `they` mean in the next."""
BATCH: Final = 64
"""Marked sentences that a classifier is given at once."""
Worth = Callable[[str, str, float | None], float]


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate in its sentence, before a classifier has judged it; places count in the text."""

    text: Text
    start: int
    sentence: str
    phrases: tuple[Phrase, ...]
    candidate: Candidate
    setting: Setting


@dataclass(frozen=True, slots=True)
class _Asked:
    """How candidates are to be judged."""

    classifier: Classifier | None
    least: float
    with_none: bool
    worth: Worth


@dataclass(slots=True)
class Tally:
    """What was read: documents by id, sentences, those with an actor, candidates in which no event was found."""

    documents: list[str] = field(default_factory=list)
    sentences: int = 0
    with_actors: int = 0
    without_event: int = 0


def propose(
    texts: Iterable[Text],
    classifier: Classifier | None = None,
    directory: Directory | None = None,
    *,
    least: float = 0.0,
    with_none: bool = False,
    tally: Tally | None = None,
    worth: Worth = calibrated,
) -> Iterator[Proposal]:
    """Yield the events that texts propose, in the order of the texts.

    Parameters
    ----------
    classifier
        What judges a candidate whose source and target are both in the sentence. Without one, and where the sentence
        names only one of the two or is of a language that it does not read, the rules judge.
    least
        The least probability [0, 1] of a proposal.
    with_none
        Candidates in which no event is found are given as well, their ``event`` empty.
    worth
        Gives a proposal's probability: coder, event, and the coder's own probability if it has one.
    """
    ask = _Asked(classifier, least, with_none, worth)
    names, tally = directory or Directory(), tally or Tally()
    waiting: list[_Found] = []
    for text in texts:
        tally.documents.append(text.id)
        for found in _candidates(text, names, tally, has_classifier=classifier is not None):
            waiting.append(found)
            if len(waiting) == BATCH:
                yield from _judged(waiting, ask, tally)
                waiting = []
    yield from _judged(waiting, ask, tally)


def _candidates(text: Text, directory: Directory, tally: Tally, *, has_classifier: bool) -> Iterator[_Found]:
    if text.document.kind not in TESTIMONY:
        return
    setting = setting_of(text.document)
    for start, end in text.paragraphs:
        before: Phrase | None = None
        for a, z in find_sentences(text.text, start, end):
            tally.sentences += 1
            sentence = text.text[a:z]
            found = read_sentence(sentence, setting, directory, text.language, before)
            tally.with_actors += bool(found[0])
            bare = bare_pair(sentence, found[0]) if has_classifier and not found[1] else None
            for candidate in (*found[1], *((bare,) if bare else ())):
                yield _Found(text, a, sentence, (*found[0],), candidate, setting)
            before = next((each for each in found[0] if each.end > each.start and each.start < _OPENING), before)


def read_sentence(
    sentence: str, setting: Setting, directory: Directory, language: str = "en", before: Phrase | None = None
) -> tuple[list[Phrase], list[Candidate]]:
    """Return the actors of one sentence and what they may have done."""
    plain = sentence.replace("\n", " ")
    phrases = find_phrases(plain, setting, directory)
    voice = setting.speaker if setting.is_speech else ""
    writer = "" if setting.is_speech else setting.speaker
    found = find_candidates(plain, phrases, language, before, voice, writer)
    return phrases, [*found, *(find_spoken(plain, phrases, voice, found) if voice else ())]


def _judged(found: Sequence[_Found], ask: _Asked, tally: Tally) -> Iterator[Proposal]:
    answers = _answers(found, ask.classifier) if ask.classifier is not None else {}
    for n, each in enumerate(found):
        event, score = told_as(each.candidate.hit, each.candidate.group), None
        coder, version = RuleCoder.name, RuleCoder.version
        if ask.classifier is not None and n in answers:
            best = int(answers[n].argmax())
            event, score = LABELS[best], float(answers[n][best])
            coder, version = ask.classifier.name, ask.classifier.version
        if event == "NONE":
            tally.without_event += 1
            if ask.with_none:
                yield _proposal(each, "", 1 - ask.worth(coder, event, score), coder, version)
        elif (probability := ask.worth(coder, event, score)) >= ask.least:
            yield _proposal(each, event, probability, coder, version)


def _answers(found: Sequence[_Found], classifier: Classifier) -> dict[int, npt.NDArray[np.float32]]:
    """Return what a classifier says of the candidates that it can read: both parties in the sentence, in English."""
    asked: dict[int, str] = {}
    for n, each in enumerate(found):
        candidate = each.candidate
        pair = candidate.sources[:2] if candidate.is_joint else (*candidate.sources[-1:], *candidate.targets[:1])
        is_readable = each.text.language == "en" and not has_marks(each.sentence)
        if len(pair) == 2 and is_readable and _apart(pair[0], pair[1]):
            sentence = each.sentence.replace("\n", " ")
            asked[n] = mark(sentence, (pair[0].start, pair[0].end), (pair[1].start, pair[1].end))
    return dict(zip(asked, classifier.probabilities([*asked.values()]), strict=True)) if asked else {}


def _apart(one: Phrase, other: Phrase) -> bool:
    return (
        one.end > one.start
        and "pronoun" not in (one.basis, other.basis)
        and (one.end <= other.start or other.end <= one.start)
    )


def _proposal(found: _Found, event: str, probability: float, coder: str, version: str) -> Proposal:
    candidate = found.candidate
    sentence = found.sentence.replace("\n", " ")
    hit = candidate.hit
    told = modality_of(sentence, event, hit.start, candidate.group, [*found.phrases], found.setting.speaker)
    is_ahead = told.modality == "planned" or candidate.group.is_future
    dated = find_date(sentence, hit.start, found.text.document.date, is_ahead=is_ahead)
    actors, targets = (_actors(phrases) for phrases in (candidate.sources, candidate.targets))
    targets = tuple(actor for actor in targets if actor not in actors)
    cue = sentence[candidate.group.start : hit.end].strip()
    words = "; ".join(
        sentence[a:z]
        for a, z in (
            *((each.start, each.end) for each in candidate.sources),
            (candidate.group.start, hit.end),
            *((each.start, each.end) for each in candidate.targets),
        )
        if a < z
    )
    mode = mode_of(event, cue, sentence)
    sha256 = hashlib.sha256(found.sentence.encode()).hexdigest()
    name = hashlib.sha256(f"{found.text.id}\0{sha256}\0{hit.start}".encode()).hexdigest()[:10]
    return Proposal(
        f"p{name}",
        Span(""),
        document=found.text.id,
        start=Decimal(found.start),
        end=Decimal(found.start + len(sentence)),
        sha256=sha256,
        actors=actors,
        targets=targets,
        event=event,
        mode=mode,
        quad=QUAD.get(event, ""),
        cameo=cameo_of(event, mode),
        domain=domain_of(sentence) if event else "",
        date=parse_date(dated.edtf) if dated.edtf else None,
        date_words=dated.words,
        modality=told.modality if event else "",
        told_by=told.by if event else "",
        words=words,
        probability=Decimal(f"{probability:.3f}"),
        coder=coder,
        version=version,
        state="waiting",
    )


def _actors(phrases: Sequence[Phrase]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(actor for each in phrases for actor in each.actors))
