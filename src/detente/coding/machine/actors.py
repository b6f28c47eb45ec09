"""Who acts and who is acted upon: noun phrases of a sentence that stand for a state, an organisation or a known actor.

States and organisations come from the dated tables (`model.states`), persons and bodies from the study and from the
lists of persons of the edition; `roles.py` adds those whom only the document explains.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from detente.coding.machine.roles import Phrase, Setting, overlap, roles_in
from detente.corpus.mentions import states_placed
from detente.model.states import organisations, states

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


class Named(NamedTuple):
    """A name by which an actor is found: its id in the study or its state's code, and the days on which it holds."""

    text: str
    actor: str
    state: str
    first: int | None = None
    last: int | None = None

    def holds(self, day: int | None) -> bool:
        """Whether the name stands for the actor on a day; on an unknown day every name does."""
        return day is None or ((self.first is None or self.first <= day) and (self.last is None or day <= self.last))


@dataclass(frozen=True)
class Directory:
    """The names beyond the tables of states that are looked for: persons and bodies, folded by case."""

    names: tuple[Named, ...] = ()

    @cached_property
    def _found(self) -> "tuple[AhoCorasick, list[list[Named]]] | None":
        from ahocorasick_rs import AhoCorasick

        by_form: dict[str, list[Named]] = {}
        for name in (*self.names, *_organisations()):
            if len(name.text) > 2:
                by_form.setdefault(name.text.lower(), []).append(name)
        forms = sorted(by_form, key=len, reverse=True)
        return (AhoCorasick(forms), [by_form[form] for form in forms]) if forms else None

    def find(self, text: str, day: int | None) -> list[tuple[int, int, Named]]:
        """Return where a text names them on a day: whole words, capitals as in the name, the longest first."""
        lowered = text.lower()
        if self._found is None or len(lowered) != len(text):
            return []
        automaton, names = self._found
        hits = sorted(
            ((a, z, n) for n, a, z in automaton.find_matches_as_indexes(lowered, overlapping=True)),
            key=lambda hit: (hit[0], -hit[1]),
        )
        reached, found = 0, []
        for a, z, n in hits:
            if a < reached or (a and text[a - 1].isalnum()) or text[z : z + 1].isalnum() or not text[a].isupper():
                continue
            live = [name for name in names[n] if name.holds(day) and (not name.text.isupper() or text[a:z].isupper())]
            if len({name.actor for name in live}) == 1:
                found.append((a, z, live[0]))
                reached = z
        return found


@cache
def _organisations() -> tuple[Named, ...]:
    return tuple(
        Named(name.text, each.code, "", each.first, each.last)
        for each in organisations().values()
        for name in (*each.names,)
        if len(name.text) > 1
    )


MOST: Final = 40
"""Actors of one sentence; those that come after them are left."""
_TITLES: Final = (
    r"ambassadors?|minister(?:s)?(?: (?:of|for) (?:foreign|external) affairs)?|envoys?|charg[eé](?: d[’']affaires)?"
    r"|consuls?(?:[- ]general)?|representatives?|delegat(?:es?|ions?)|prime minister|premier|president|chancellor"
    r"|(?:foreign|defen[cs]e|finance|interior|war|trade) (?:minister|secretary|ministry|office)|secretary of state"
    r"|secretary|under secretary|government|governments|authorities|regime|cabinet|parliament|court|police|army|navy"
    r"|air force|forces?|troops?|armed forces|military|militia|rebels?|leaders?|officials?|spokesm[ae]n|press|king"
    r"|queen|emperor|sultan|regent|shah|marshal|general|people|workers|party|communists?|politburo|central committee"
    r"|embassy|legation|mission|consulate|high commissioner|commander|soldiers|fleet|warships?|side|nation|state"
    r"|republic|union|kingdom|empire|crown|diplomats?|attach[eé]s?|negotiators?|counterpart|senate|congress|assembly|admiral"
    r"|opposition|students|citizens|nationals|prisoners|refugees|radio|newspapers?|firm|company|judge|prosecutors?"
)
TITLE: Final = re.compile(rf"(?:{_TITLES})\b", re.IGNORECASE)
_TAIL: Final = re.compile(
    r"(?:[’']s?)?(?:[ -](?:[a-z]+(?:ist|an|al|ive|ary|ign|ty|ed)|high|senior|top|deputy|vice|acting|former|new)){0,2}"
    rf"(?: (?:{_TITLES}))+(?: (?-i:(?:[A-Z][\w’'-]+|[A-Z]\.|(?:de|von|di|der|al)\b)\s?){{1,4}})?",
    re.IGNORECASE,
)
_HEADED: Final = re.compile(
    r"(?:(?i:the|a|an|our|his|their) )?"
    r"(?:(?:[A-Z][a-z-]+|foreign|prime|deputy|acting|former|new|high|armed|permanent) ){0,2}"
    rf"(?i:{_TITLES}) of (?i:the )?(?:[A-Z][a-z]+ of )?$"
)
_NOUN_NEXT: Final = re.compile(r"[ -](?:[a-z]|[A-Z][a-z]+ (?:of|on|in|for|and)\b)(?!nd\b|s\b|as\b|ad\b|ill\b|re\b)")
_ARTICLE: Final = re.compile(r"\b(?:the|a|an|some|several|two|three|many|all|most|both|former|new) $", re.IGNORECASE)
_CAPITALISED: Final = re.compile(r" ((?:[A-Z][\w’'-]+|[A-Z]\.)(?: (?:[A-Z][\w’'-]+|[A-Z]\.|de|von)){0,3})")


def find_phrases(sentence: str, setting: Setting, directory: Directory) -> list[Phrase]:
    """Return the noun phrases of a sentence that stand for actors, in order, none within another."""
    found: list[Phrase] = []
    for a, z, named in directory.find(sentence, setting.day):
        basis = "organisation" if named.actor in organisations() else "name"
        found.append(Phrase(*_widened(sentence, a, z), (named.actor,), basis))
    for a, z, codes in states_placed(sentence, setting.day):
        start, end = _widened(sentence, a, z)
        is_modifier = end == z and sentence[a:z].lower() in _adjectives() and _NOUN_NEXT.match(sentence, z) is not None
        found.append(Phrase(start, end, _meant(codes), "modifier" if is_modifier else "state"))
    found = sorted(found, key=lambda each: (each.start, -each.end))[:MOST]
    found = _merged(found, sentence)
    for role in roles_in(sentence, setting):
        over = [each for each in found if overlap(role, each)]
        if not over:
            found.append(role)
        elif role.basis == "host" and len(over) == 1 and over[0].end - over[0].start <= role.end - role.start:
            found[found.index(over[0])] = role  # here the Foreign Office is not that of London
    found.sort()
    return found


@cache
def _adjectives() -> frozenset[str]:
    """Every adjective of a state that is not also a name or a plural: `greek`, not `greeks`."""
    named = {name.text.lower() for s in states().values() for name in s.names if name.kind != "adjective"}
    adjectives = {name.text.lower() for s in states().values() for name in s.names if name.kind == "adjective"}
    return frozenset(word for word in adjectives - named if not word.endswith("s"))


def _meant(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the one state that is most likely meant where the table leaves it open: `Germany` after 1949 is DEU."""
    return ("DEU",) if codes == ("DDR", "DEU") else ("KOR",) if codes == ("KOR", "PRK") else codes


def _is_state(phrase: Phrase) -> bool:
    return phrase.basis in ("state", "modifier")


def _widened(sentence: str, a: int, z: int) -> tuple[int, int]:
    """Return a name with what belongs to its noun phrase: title, office and person around it."""
    left = sentence[max(0, a - 60) : a]
    if headed := _HEADED.search(left):
        a -= len(left) - headed.start()
    elif article := _ARTICLE.search(left):
        a -= len(left) - article.start()
    if tail := _TAIL.match(sentence, z):
        z = tail.end()
        while z and sentence[z - 1].isspace():
            z -= 1
    return a, z


def _merged(found: list[Phrase], sentence: str) -> list[Phrase]:
    """Return phrases without overlaps: `the Soviet Ambassador in Tirana` is the Soviet one, `Soviet-Albanian` both."""
    kept: list[Phrase] = []
    for each in found:
        if kept and each.start < kept[-1].end:
            last = kept[-1]
            if each.end > last.end or each.basis == "name":
                who = each.actors if each.basis == "name" and _is_state(last) else last.actors
                kept[-1] = Phrase(last.start, max(last.end, each.end), who, last.basis)
        elif (
            kept
            and sentence[kept[-1].end : each.start] in ("", "-", "–", "/")
            and _is_state(kept[-1])
            and _is_state(each)
        ):
            both = tuple(dict.fromkeys((*kept[-1].actors, *each.actors)))
            kept[-1] = Phrase(kept[-1].start, each.end, both, each.basis)
        elif (
            kept
            and re.fullmatch(r" (?:in|at|to) (?:the )?", sentence[kept[-1].end : each.start])
            and (
                TITLE.search(sentence, kept[-1].start, kept[-1].end)
                and re.search(
                    r"\b(?:ambassador|minister|embassy|legation|charg[eé]|consul|envoy|mission|delegat(?:e|ion)|representative)s?\b",
                    sentence[kept[-1].start : kept[-1].end],
                    re.IGNORECASE,
                )
            )
        ):
            kept[-1] = Phrase(kept[-1].start, each.end, kept[-1].actors, kept[-1].basis)
        else:
            kept.append(each)
    return kept


def states_meant(text: str, day: int | None = None) -> tuple[str, ...]:
    """Return the states that a description names, in order, each once; what may be several is left out.

    >>> states_meant("Soviet Foreign Minister until 1956; then Ambassador to Mongolia")
    ('SUN', 'MNG')
    """
    meant = (_meant(codes) for _, _, codes in states_placed(text, day))
    return tuple(dict.fromkeys(codes[0] for codes in meant if len(codes) == 1))
