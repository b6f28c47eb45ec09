"""The language of a search, read into a tree: `docs/reference/search.md` describes it.

A query is bounded in length, terms and depth, so that none can be hostile; what cannot be read is a `QueryError` that
says why.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from detente.corpus.errors import CorpusError

MAX_LENGTH: Final = 2_000
MAX_TERMS: Final = 64
MAX_DEPTH: Final = 12
MAX_NEAR: Final = 50
MAX_TOGETHER: Final = 6
FIELDS: Final = ("date", "from", "to", "speaker", "about", "edition", "document", "language", "kind")

_TOKEN: Final = re.compile(
    r"""\s+
    | (?P<open>\() | (?P<close>\))
    | (?P<field>[A-Za-z_]+):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s()"]+))
    | "(?P<phrase>[^"]*)"(?:~(?P<slop>\d{1,4}))?
    | (?P<near>NEAR(?:/(?P<within>\d{1,4}))?)(?=[\s("])
    | (?P<or>OR|\|)(?=[\s("]) | (?P<and>AND)(?=[\s("])
    | (?P<not>NOT(?=[\s(])|-(?=[^\s]))
    | (?P<word>[^\s()":]+?)(?:~(?P<edits>\d?))?(?=[\s()"]|$)
    """,
    re.VERBOSE,
)
_QUOTATION: Final = str.maketrans(dict.fromkeys("“”„‟«»", '"'))


class QueryError(CorpusError):
    """Why a query cannot be answered: a fact, and what to do."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, `*` and `?` in it being wildcards; or one within so many edits of it."""

    text: str
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another, as written; `*` ends a word of which the beginning is given."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Two words, in either order, with at most so many others between."""

    a: "Word | Phrase"
    b: "Word | Phrase"
    within: int


@dataclass(frozen=True, slots=True)
class Field:
    """What is known of a document or passage."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """Without."""

    item: "Node"


@dataclass(frozen=True, slots=True)
class All:
    """All of several."""

    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of several."""

    items: "tuple[Node, ...]"


Node = Word | Phrase | Near | Field | Not | All | Either


def read_query(text: str) -> Node:
    """Read a query.

    >>> read_query('trade about:ALB date:1948..1949')
    All(items=(Word(text='trade', edits=0), Field(name='about', value='ALB'), Field(name='date', value='1948..1949')))
    >>> read_query('credit NEAR/5 Soviet')
    Near(a=Word(text='credit', edits=0), b=Word(text='Soviet', edits=0), within=5)

    Raises
    ------
    QueryError
        If it cannot be read, or is too large.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"a query of {len(text):,} characters", f"at most {MAX_LENGTH:,} are read")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise QueryError("a character that is none", "write the query again")
    tokens = list(_tokens(text.translate(_QUOTATION)))
    if sum(token.lastgroup not in ("open", "close", "and", "or", "not", "near") for token in tokens) > MAX_TERMS:
        raise QueryError(f"a query of more than {MAX_TERMS} terms", "ask for less at once")
    reader = _Reader(tokens)
    found = reader.either(0)
    if reader.tokens:
        raise QueryError("a `)` closes nothing", "put it in quotation marks, or drop it")
    return found


def _tokens(text: str) -> Iterator[re.Match[str]]:
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise QueryError(f"`{text[place : place + 40]}` cannot be read", _hint(text[place:]))
        if found.lastgroup:
            yield found
        place = found.end()


def _hint(rest: str) -> str:
    if rest.startswith('"'):
        return "a quotation mark is missing"
    return "words with `:` in them go into quotation marks" if ":" in rest else ""


class _Reader:
    """Reads tokens from the first to the last."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self.tokens = tokens[::-1]

    def _next(self, *groups: str) -> re.Match[str] | None:
        if self.tokens and any(self.tokens[-1][group] is not None for group in groups):
            return self.tokens.pop()
        return None

    def either(self, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise QueryError(f"brackets more than {MAX_DEPTH} deep")
        items = [self.all(depth)]
        while self._next("or"):
            items.append(self.all(depth))
        return items[0] if len(items) == 1 else Either(tuple(items))

    def all(self, depth: int) -> Node:
        items = [self.near(depth)]
        while self.tokens and self.tokens[-1]["or"] is None and self.tokens[-1]["close"] is None:
            self._next("and")
            items.append(self.near(depth))
        return items[0] if len(items) == 1 else All(tuple(items))

    def near(self, depth: int) -> Node:
        item = self.item(depth)
        pairs: list[Node] = []
        while found := self._next("near"):
            within = _bounded(found["within"] or "10")
            other = self.item(depth)
            if not isinstance(item, Word | Phrase) or not isinstance(other, Word | Phrase):
                raise QueryError("NEAR stands between two words", "for instance `credit NEAR/5 Soviet`")
            pairs.append(Near(item, other, within))
            item = other
        return All(tuple(pairs)) if len(pairs) > 1 else pairs[0] if pairs else item

    def item(self, depth: int) -> Node:
        if self._next("not"):
            if depth > MAX_DEPTH:
                raise QueryError(f"more than {MAX_DEPTH} times NOT")
            return Not(self.item(depth + 1))
        if self._next("open"):
            inner = self.either(depth + 1)
            if self._next("close") is None:
                raise QueryError("a `(` is not closed")
            return inner
        if found := self._next("field"):
            return _field(found)
        if found := self._next("phrase"):
            return _phrase(found)
        if found := self._next("word"):
            edits = 0 if found["edits"] is None else int(found["edits"] or 1)
            if edits > 2:
                raise QueryError(f"{edits} letters amiss", "`word~` allows one, `word~2` two")
            return Word(found["word"], edits)
        if not self.tokens:
            raise QueryError("the query ends where a word should stand" if depth or self.tokens else "no word to find")
        raise QueryError(f"`{self.tokens[-1][0]}` stands where a word should")


def _field(found: re.Match[str]) -> Field:
    name = found["field"].lower()
    if name not in FIELDS:
        raise QueryError(
            f"there is no field `{found['field']}`", f"fields are {', '.join(FIELDS)}; else use quotation marks"
        )
    return Field(name, found["quoted"] if found["quoted"] is not None else found["value"])


def _phrase(found: re.Match[str]) -> Node:
    if found["slop"] is None:
        return Phrase(found["phrase"])
    words, within = [Phrase(word) for word in found["phrase"].split()], _bounded(found["slop"])
    if not 2 <= len(words) <= MAX_TOGETHER:
        help = 'for instance `"Soviet credit"~5`, or `credit NEAR/5 Soviet`'
        raise QueryError(f"nearness is between two words, or up to {MAX_TOGETHER}", help)
    pairs = tuple(Near(a, b, within) for a, b in combinations(words, 2))
    return pairs[0] if len(pairs) == 1 else All(pairs)


def _bounded(text: str) -> int:
    within = int(text)
    if within > MAX_NEAR:
        raise QueryError(f"nearness of {within} words", f"at most {MAX_NEAR}")
    return within
