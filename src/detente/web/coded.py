"""What of a study a machine may code: the documents that it holds, and those of the corpus that it cites."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from detente.coding.machine.actors import Directory, Named
from detente.coding.machine.people import people_of
from detente.coding.machine.proposals import Text
from detente.coding.machine.texts import names_in, text_of
from detente.corpus.documents import Document
from detente.corpus.store import Store
from detente.corpus.texts import ids_of, is_corpus_id
from detente.model.records import Source
from detente.model.study import Study
from detente.web.held import Held, files_of, hold, sources_of


def study_texts(folder: Path, study: Study, store: Store | None, names: Iterable[str] = ()) -> Iterator[Text]:
    """Yield the texts of a study, or those of ``names``: what lies in `documents/`, and the documents it cites.

    A document without sender or date takes them from the study's source: its speaker's state, the day it was made.
    """
    for name in names or names_of(folder, study, store):
        held = hold(folder, store, name)
        if held is not None:
            yield text_of(_described(study, held), held.text, held.starts)


def names_of(folder: Path, study: Study, store: Store | None) -> Iterator[str]:
    """Yield the names of a study's documents, each once: its own files, then what sources and passages lead to."""
    seen: set[str] = set()
    cited = (id for id in _cited(study) if store is not None and store.document(id) is not None)
    for name in (*files_of(folder), *cited):
        if name not in seen:
            seen.add(name)
            yield name


def _cited(study: Study) -> Iterator[str]:
    for source in study.sources:
        if "/" in source.document and is_corpus_id(source.document):
            yield source.document
    for passage in study.passages:
        cited = study.source_by_id.get(passage.source)
        if cited is not None and cited.document and is_corpus_id(cited.document):
            yield from ids_of(cited.document, passage.locator)


def _described(study: Study, held: Held) -> Document:
    document = held.document
    source = next(iter(sources_of(study, held.id)), None)
    if source is None:
        return document
    made = document.date or source.made or source.sent or source.received
    sender = document.sender or _state(study, source)
    return replace(document, made=document.made or made, sender=sender)


def _state(study: Study, source: Source) -> str:
    side = next((each for each in study.perspectives if each.id == source.speaker), None)
    return side.state if side is not None else ""


def directory_of(study: Study, store: Store | None) -> Directory:
    """Return the names that are looked for: the study's actors, then the persons of the volumes that it cites."""
    own = [*names_in(study)]
    known = {name.text.casefold() for name in own}
    volumes = {source.document.partition("/")[0] for source in study.sources if is_corpus_id(source.document)}
    return Directory((*own, *(name for name in volume_names(store, volumes) if name.text.casefold() not in known)))


def volume_names(store: Store | None, volumes: Iterable[str]) -> list[Named]:
    """Return the persons that installed volumes list."""
    if store is None:
        return []
    listed = (store.document(f"{volume}/persons") for volume in sorted(set(volumes)))
    return [*people_of(document for document in listed if document is not None)]
