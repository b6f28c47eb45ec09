"""A study's passages as a shelf to be searched, and what its actors and offices are called in texts."""

from collections.abc import Iterator
from typing import Any, Final

from detente.corpus.compiled import Name, Names
from detente.corpus.index import entry, entry_fields, schema
from detente.corpus.repeats import Text
from detente.corpus.search import Cited, Shelf
from detente.corpus.sides import day_of
from detente.corpus.spelling import analyzer
from detente.model.records import Actor, Office, Passage
from detente.model.study import Study, Texts
from detente.study.lineage import family_of
from detente.study.once import once_per_study

EDITION: Final = "study"


def study_shelf(study: Study) -> Shelf:
    """Index the passages of a study: gist, quote, translation and note of each; in memory, as they are read.

    A passage's document is its source; its date is its own, else that of its source.
    """
    import tantivy

    index = tantivy.Index(schema())
    index.register_tokenizer("words", analyzer())
    writer = index.writer(heap_size=15_000_000, num_threads=1)
    cited = [_cited(study, passage) for passage in study.passages]
    for row, (passage, each) in enumerate(zip(study.passages, cited, strict=True)):
        writer.add_document(entry(each.text, day_of(_date(study, passage)), _fields(study, passage, row)))
    writer.commit()
    index.reload()
    return Shelf(index, lambda row, _: cited[row])


_latest: list[tuple[object, Shelf]] = []


@once_per_study
def kept_shelf(study: Study) -> Shelf:
    """Return a study's shelf, made once, and not anew for a study that has changed elsewhere only."""
    indexed = (study.passages, study.sources, study.perspectives)
    if not _latest or _latest[0][0] != indexed:
        _latest[:] = [(indexed, study_shelf(study))]
    return _latest[0][1]


def _fields(study: Study, passage: Passage, row: int) -> dict[str, Any]:
    speaker = study.perspective_by_id.get(study.speaker(passage))
    fields = entry_fields(_date(study, passage)) | {"row": row, "number": 0, "edition": EDITION}
    fields |= {"kind": ["record", "text"], "document": [passage.source]}
    fields |= {"speaker": speaker.state or speaker.id} if speaker else {}
    return fields | ({"language": passage.language.lower()} if passage.language else {})


def _cited(study: Study, passage: Passage) -> Cited:
    source, date = study.source_by_id.get(passage.source), _date(study, passage)
    text = "\n".join(filter(None, (passage.gist, passage.quote, passage.translation, passage.note)))
    title = f"{source.title}, {passage.locator}" if source else passage.locator
    return Cited(passage.source, passage.id, title, str(date or ""), EDITION, "", text)


def _date(study: Study, passage: Passage) -> Any:
    source = study.source_by_id.get(passage.source)
    return passage.made or (source and (source.made or source.sent or source.received or source.published)) or None


def quotes_of(study: Study, texts: Texts) -> list[Text]:
    """Return what a study holds of its sources' own words: quotes with their translations, and whole texts.

    Sources that are known to draw on one another count as one.
    """
    family = family_of(study)
    found = [
        Text(
            passage.id, f"{passage.quote}\n{passage.translation}", day_of(_date(study, passage)), family[passage.source]
        )
        for passage in study.passages
        if passage.quote and passage.source in family
    ]
    for source in study.sources:
        if text := texts.text_of(source):
            day = day_of(source.made or source.sent or source.received or source.published)
            found.append(Text(source.id, text, day, family[source.id]))
    return found


def names_in(study: Study) -> Names:
    """Return what stands for a state, or for an actor, in texts: actors' names, and offices while they were held.

    An office stands for the state of its body, else of its holder. A title that two states have at the time stands for
    both.
    """
    found: dict[str, list[Name]] = {}
    for key, name in (*_actors(study), *_offices(study)):
        found.setdefault(key, []).append(name)
    return found


def _actors(study: Study) -> Iterator[tuple[str, Name]]:
    for actor in study.actors:
        others = (part.rpartition("=")[2].strip() for part in actor.names.split(";"))
        for text in dict.fromkeys(filter(None, (actor.name, *others))):
            for key in filter(None, (actor.id, actor.state)):
                yield key, Name(text)


def _offices(study: Study) -> Iterator[tuple[str, Name]]:
    for office in study.offices:
        for key in filter(None, (office.person, _state_of(study, office))):
            yield key, Name(office.office, *_tenure(office))


def _tenure(office: Office) -> tuple[int | None, int | None]:
    first = None if office.start is None else office.start.bounds().first
    return first, None if office.end is None else office.end.bounds().last


def _state_of(study: Study, office: Office) -> str:
    body: Actor | None = study.actor_by_id.get(office.body)
    person = study.actor_by_id.get(office.person)
    return (body.state if body else office.body) or (person.state if person else "")
