"""Who bears a statement out: the sides that speak, those that published, and the sources behind them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from detente.model.study import Study
from detente.study.lineage import are_one, family_of
from detente.study.once import once_per_study

BEARING: Final = ("attests", "differs")


@dataclass(frozen=True, slots=True)
class Sole:
    """Statements that stand on one witness: statement to the only speaker's side, publisher's side, or sources.

    Sources are several where they count as one. A side that nobody has named counts for none.
    """

    speaker: Mapping[str, str]
    publisher_side: Mapping[str, str]
    sources: Mapping[str, tuple[str, ...]]


@once_per_study
def heard_passages(study: Study) -> frozenset[str]:
    """Return the ids of the passages that testimony names."""
    return frozenset(row.passage for row in study.testimony)


class _Voice(NamedTuple):
    """Who speaks in a passage, who published it, its source, and the sources to which that one is tied.

    Perspectives of one state are one side here: a leader's speech and his memoirs are not two witnesses.
    """

    speaker: str
    publisher_side: str
    source: str
    family: str


@once_per_study
def _voice_of(study: Study) -> Mapping[str, _Voice]:
    family = family_of(study)
    camp = {side.id: side.state or side.id for side in study.perspectives}

    def camp_of(side: str) -> str:
        return camp.get(side, side)

    of_source = {
        source.id: _Voice(
            camp_of(study.inherited(source.id, "speaker")),
            camp_of(study.inherited(source.id, "publisher_side")),
            source.id,
            family[source.id],
        )
        for source in study.sources
    }
    unknown = _Voice("", "", "", "")
    voices: dict[str, _Voice] = {}
    for passage in study.passages:
        voice = of_source.get(passage.source, unknown)
        if passage.speaker or passage.publisher_side:
            voice = voice._replace(
                speaker=camp_of(passage.speaker) or voice.speaker,
                publisher_side=camp_of(passage.publisher_side) or voice.publisher_side,
            )
        voices[passage.id] = voice
    return voices


def speaker_in(study: Study, passage: str) -> str:
    """Return the side that speaks in the passage of an id; empty where nothing says so."""
    found = study.passage_by_id.get(passage)
    return study.speaker(found) if found else ""


@once_per_study
def sole_witnesses(study: Study) -> Sole:
    """Return the statements that only one side, one publisher or one source bears out."""
    speakers: dict[str, str] = {}
    publishers: dict[str, str] = {}
    sources: dict[str, tuple[str, ...]] = {}
    for name, voices in _narrow(study):
        if speaker := _only({voice.speaker for voice in voices}):
            speakers[name] = speaker
        if publisher := _only({voice.publisher_side for voice in voices}):
            publishers[name] = publisher
        if _only({voice.family for voice in voices}):
            heard = (*dict.fromkeys(voice.source for voice in voices),)
            if len(heard) == 1 or are_one(study, heard):
                sources[name] = heard
    return Sole(speakers, publishers, sources)


@once_per_study
def one_sided_majors(study: Study) -> Mapping[str, str]:
    """Return the major events that one side alone bears out, with that side, where no search tells of another."""
    sole = sole_witnesses(study).speaker
    sought: dict[str, set[str]] = {}
    for search in study.searches:
        for name in search.about:
            sought.setdefault(name, set()).add(search.side)
    return {
        event.id: side
        for event in study.events
        if event.weight == "major" and (side := sole.get(event.id)) and not sought.get(event.id, set()) - {side, ""}
    }


def _narrow(study: Study) -> Iterator[tuple[str, Iterable[_Voice]]]:
    """Yield statements with the voices that bear them out, but for those where two voices differ in every respect."""
    voice_of = _voice_of(study)
    first: dict[str, _Voice] = {}
    more: dict[str, dict[_Voice, None]] = {}
    broad: set[str] = set()
    for row in study.testimony:
        voice = voice_of.get(row.passage)
        if voice is None or row.stance not in BEARING:
            continue
        name = row.statement
        one = first.setdefault(name, voice)
        if one is voice or name in broad:
            continue
        speaker, publisher, _, family = voice
        its_speaker, its_publisher, _, its_family = one
        is_named = "" not in voice and "" not in one
        if is_named and speaker != its_speaker and publisher != its_publisher and family != its_family:
            broad.add(name)
        else:
            more.setdefault(name, {one: None})[voice] = None
    for name, one in first.items():
        if name not in broad:
            yield name, more.get(name, (one,))


def _only(values: set[str]) -> str:
    """Return the value if there is but one; nothing else."""
    values.discard("")
    return next(iter(values)) if len(values) == 1 else ""
