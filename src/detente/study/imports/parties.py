"""Who acted: the names in a cell, as states of Detente's table, actors of the study, or actors yet to be entered."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from detente.model.records import Actor
from detente.model.states import find_mentions, is_state_name, organisation, resolve, states
from detente.study.imports.remarks import Remarks, short
from detente.study.imports.words import fold, slug, unused
from detente.study.together import together

UNNAMED: Final = "unnamed"
"""The actor of events whose row names none."""
_LONGEST: Final = 500
"""Letters of a cell that may be a list of names."""
_ARROW: Final = re.compile(r" *(?:→|⇒|->|=>|>) *")
_STRONG: Final = (r"[;\n|]+", r"\s*[,/+&]\s*", r"\s+[-–—]\s+", r"\s+(?:vs\.?|v\.|versus)\s+")
_WEAK: Final = (r"\s+(?:and|dhe|и|et|und|e|i|και|with|me|с|avec|mit|con|sa|με)\s+", r"\s*[-–—]\s*")
_KINDS: Final = (
    (
        "party",
        r"\bpart(?:y|i|ia|ie|ei|ito|ija|ise)\b|парти|κομμα|\bkp\b|\bpksh\b|\bppsh\b|\bcpsu\b|\bcpy\b|кпсс|вкп|\bpla\b",
    ),
    ("army", r"army|armed forces|navy|air force|fleet|ushtri|flot|арми|флот|armee|esercito|vojsk|στρατ|troops|brigade"),
    (
        "mission",
        r"embass|ambassad|ambasad|посольств|botschaft|legat|legation|consul|konsull|mission|миссия|πρεσβει|delegation",
    ),
    (
        "government",
        r"government|qeveri|правительств|gouvernement|regierung|governo|vlada|κυβερν|council of ministers|cabinet",
    ),
    (
        "organ",
        r"minist|komitet|committee|комитет|comite|politb|политб|commission|komision|kgb|nkvd|sigurim|security|agency|office",
    ),
    ("organisation", r"organi[sz]ation|union\b|league|nato|comecon|cominform|pact|conference|unesco"),
    ("people", r"people|popull|workers|students|peasants|refugees|народ"),
)


@dataclass(slots=True)
class Parties:
    """Finds and keeps the actors of an import; ``added`` are those that the study does not have."""

    known: dict[str, str]
    ids: set[str]
    added: dict[str, Mapping[str, str]] = field(default_factory=dict)
    remarks: Remarks = field(default_factory=Remarks)

    @classmethod
    def of(cls, actors: Iterable[Actor]) -> "Parties":
        """Begin with a study's actors, under their ids and names."""
        known: dict[str, str] = {}
        for actor in actors:
            names = (actor.id, actor.name, *(name.partition("=")[2] or name for name in actor.names.split(";")))
            for name in names:
                if name.strip():
                    known.setdefault(_key(name), actor.id)
        return cls(known, set(known.values()))

    def read(self, text: str, day: int | None, place: str) -> tuple[list[str], list[str]]:
        """Return who is named, before and after an arrow if there is one."""
        before, *after = _ARROW.split(re.sub(r"[^\S\n]+", " ", text))
        return self._ids(before, day, place), self._ids(" ; ".join(after), day, place)

    def _ids(self, text: str, day: int | None, place: str) -> list[str]:
        names = pieces_of(text, self.known)
        return list(dict.fromkeys(self._id(name, day, place) for name in names))

    def mentioned(self, text: str, day: int | None) -> list[str]:
        """Return the states that a sentence names, in its order."""
        spans = together(find_mentions(text[:2000], day), lambda mention: mention[:2])
        return list(dict.fromkeys(found[0][2] for found in spans.values() if len(found) == 1))

    def unnamed(self) -> str:
        """Return the actor that stands where a row names none."""
        self._add(
            UNNAMED,
            {"kind": "people", "name": "not named", "note": "draft: stands where an imported row names no actor"},
        )
        return UNNAMED

    def _id(self, name: str, day: int | None, place: str) -> str:
        if (id_ := self.known.get(_key(name))) is not None:
            return id_
        if not is_state_name(name):
            return self._new(name, (), place)
        found = resolve(name, day)
        if found.code:
            if found.note and day is not None and ", not " in found.note:
                self.remarks.add("names of states at a time when they had another name or none", found.note, place)
            return found.code
        return self._new(name, found.candidates, place)

    def _new(self, name: str, candidates: Iterable[str], place: str) -> str:
        choice = " or ".join(candidates)
        union = organisation(name)
        note = "draft: named in an imported table"
        if choice:
            kind = "names that may be several states, entered in actors.csv"
            self.remarks.add(kind, f"`{name}` may be {choice}", place)
            note = f"draft: may be {choice}"
        id_ = unused(slug(name) or "actor", self.ids, states())
        mentions = find_mentions(name[:_LONGEST])
        values = {
            "state": "" if choice or union or not mentions else mentions[0][2],
            "kind": "state" if choice else "organisation" if union else kind_of(name),
            "name": union.name if union else " ".join(name.split()),
            "note": note,
        }
        self._add(id_, values)
        self.known[_key(name)] = id_
        self.remarks.add("names of no state, entered in actors.csv as drafts", f"`{short(name)}`", place)
        return id_

    def _add(self, id_: str, values: Mapping[str, str]) -> None:
        if id_ not in self.ids:
            self.ids.add(id_)
            self.added[id_] = {"id": id_, **values}


def pieces_of(text: str, known: Mapping[str, str] | None = None) -> list[str]:
    """Split a cell into names; what resolves as it stands is not split.

    >>> [pieces_of(text) for text in ("Albania - USSR", "Soviet-Albanian", "Hoxha, Enver", "Bosnia and Herzegovina")]
    [['Albania', 'USSR'], ['Soviet', 'Albanian'], ['Hoxha, Enver'], ['Bosnia and Herzegovina']]
    """
    text = re.sub(r"[^\S\n]+", " ", text).strip(" .,;/-")
    return [piece for piece in _pieces(text, known or {}) if piece] if len(text) <= _LONGEST else [text]


def _pieces(text: str, known: Mapping[str, str], level: int = 0) -> Iterator[str]:
    text = text.strip(" .,;")
    patterns = (*_STRONG, *_WEAK)
    if _is_known(text, known) or level == len(patterns):
        yield text
        return
    parts = [part for part in re.split(patterns[level], text) if part.strip()]
    if len(parts) > 1 and _may_split(parts, known, level):
        for part in parts:
            yield from _pieces(part, known, level)
        return
    yield from _pieces(text, known, level + 1)


def _may_split(parts: list[str], known: Mapping[str, str], level: int) -> bool:
    """Names beyond doubt are split by any sign; `Hoxha, Enver` and `Marxist-Leninist` are not."""
    hits = sum(_is_known(part, known) for part in parts)
    if level >= len(_STRONG):
        return hits == len(parts)
    return level != 1 or hits > 0 or len(parts) > 2 or any(" " in part.strip() for part in parts)


def _is_known(text: str, known: Mapping[str, str]) -> bool:
    return _key(text) in known or is_state_name(text)


def kind_of(name: str) -> str:
    """Return what sort of actor a name is, by its words; a person if none says.

    >>> [kind_of(name) for name in ("Partia e Punës", "Soviet embassy", "Enver Hoxha", "Министерство обороны")]
    ['party', 'mission', 'person', 'organ']
    """
    folded = fold(name).replace("министерств", "minist")
    return next((kind for kind, pattern in _KINDS if re.search(pattern, folded)), "person")


def _key(name: str) -> str:
    return " ".join(fold(name).replace(".", "").split())
