"""A query's tree as the index runs it: words stand for all words of the index that share their stem.

Every word of a query becomes a list of words that the index holds, and that list is bounded; the same lists tell which
words to show in a snippet.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from detente.corpus.documents import TESTIMONY
from detente.corpus.index import NEVER
from detente.corpus.query import All, Either, Field, Near, Node, Not, Phrase, QueryError, Word
from detente.corpus.spelling import fold_words, joined, root_of, spellings, stems, variants
from detente.model.dates import DateError, parse_date
from detente.model.states import resolve, states

if TYPE_CHECKING:
    import tantivy

MAX_WORDS: Final = 2_000
_MAX_NEAR_WORDS: Final = 100
_MAX_WILDCARDS: Final = 4
_BONUS: Final = 3.0
_INFLECTED: Final = ("sq", "sr", "hr", "bs", "mk")
"""Languages without a stemmer here, in which a word of four letters or more stands for all that begin with it."""


@dataclass(frozen=True, slots=True)
class Name:
    """What stands for a state in a study, and the days on which it does; None where that end is open."""

    text: str
    first: int | None = None
    last: int | None = None


Names = Mapping[str, Sequence[Name]]
"""By the code of a state or the id of an actor."""


@dataclass(slots=True)
class Marks:
    """What to show in a snippet: words as the index holds them, and states named."""

    words: set[str] = field(default_factory=set)
    amiss: list[tuple[str, int]] = field(default_factory=list)
    states: set[str] = field(default_factory=set)


class Compiler:
    """Turns a tree into a query of one index, and gathers what it stands for."""

    def __init__(self, searcher: "tantivy.Searcher", schema: "tantivy.Schema", names: Names) -> None:
        import tantivy

        self.tantivy: Any = tantivy
        self.query: Any = tantivy.Query
        self.searcher, self.schema, self.names = searcher, schema, names
        self.marks = Marks()
        self.has_dates = False
        self.notes: dict[str, None] = {}

    def compile(self, node: Node, *, is_dated: bool = True) -> Any:
        """Return the query; with ``is_dated`` False, of what fits but for its date, which is not known."""
        compile = partial(self.compile, is_dated=is_dated)
        match node:
            case Word(edits=edits) if edits:
                return self._amiss(node)
            case Word():
                return self._word(node)
            case Phrase():
                return self._phrase(node.text)
            case Near():
                return self._near(node)
            case Field("date", value):
                self.has_dates = True
                return self._date(value) if is_dated else self._undated()
            case Field():
                return self._field(node)
            case Not(item):
                return self._without([self.query.all_query()], [compile(item)])
            case Either(items):
                return self._any_of([compile(item) for item in items])
            case All(items):
                without = [compile(item.item) for item in items if isinstance(item, Not)]
                wanted = [compile(item) for item in items if not isinstance(item, Not)]
                return self._without(wanted or [self.query.all_query()], without)

    # Words

    def _word(self, word: Word) -> Any:
        """A word, or one of several parts (`co-operation`): its parts one after the other, or written as one."""
        parts = [] if "*" in word.text or "?" in word.text else fold_words(word.text)
        if len(parts) < 2:
            inflected = self._inflected(parts[0]) if parts and len(parts[0]) >= 4 else []
            return self._any_of([*(self._term(each) for each in self.expand(word)), *inflected])
        found = [self._phrase(word.text)]
        if joined(word.text) != word.text:
            found += [self._term(each) for each in self.expand(Word(joined(word.text)))]
        return self._any_of(found)

    def expand(self, word: Word) -> list[str]:
        """Return the words of the index for which a word stands."""
        is_wild = "*" in word.text or "?" in word.text
        found = self._wildcard(word.text) if is_wild else self._of_stem(word.text)
        self.marks.words.update(found)
        return found

    def _of_stem(self, text: str) -> list[str]:
        found: dict[str, None] = {}
        for form in variants(text):
            found[form] = None
            if len(form) < 3 or not form.isalpha():
                continue
            (stem,) = stems([form])
            near = [term for term, _ in self.searcher.terms_with_prefix("words", root_of(stem)) if term.isalpha()]
            found |= {term: None for term, its in zip(near, stems(near), strict=True) if its == stem}
        return self._bounded(text, list(found))

    def _inflected(self, text: str) -> list[Any]:
        """The words that begin so, in each language of which the index has texts and the program no stemmer."""
        found = []
        for language in _INFLECTED:
            if self.searcher.doc_freq("language", language):
                texts = self.query.term_query(self.schema, "language", language, "basic")
                words = {
                    term for form in variants(text) for term, _ in self.searcher.terms_with_prefix("words", form, texts)
                }
                self.marks.words |= words
                if words:
                    terms = [self._term(word) for word in self._bounded(text, sorted(words))]
                    found.append(self._without([self._any_of(terms), texts], []))
        return found

    def _wildcard(self, text: str) -> list[str]:
        found: dict[str, None] = {}
        if sum(map(str.isalnum, text)) < 2:
            raise QueryError(f"`{text}` stands for too much", "write at least two letters beside a wildcard")
        if text.count("*") + text.count("?") > _MAX_WILDCARDS:
            raise QueryError(f"`{text[:40]}` has more than {_MAX_WILDCARDS} wildcards")
        for spelt in spellings(text):
            pattern = "".join(
                part if part in "*?" else "".join(fold_words(part)) for part in re.split(r"([*?])", spelt)
            )
            head = re.split(r"[*?]", pattern)[0]
            fits = re.compile(pattern.replace("*", ".*").replace("?", "."))
            near = self.searcher.terms_with_prefix("words", head)
            found |= dict.fromkeys(term for term, _ in near if fits.fullmatch(term))
        return self._bounded(text, list(found))

    def _bounded(self, text: str, found: list[str]) -> list[str]:
        if len(found) > MAX_WORDS:
            raise QueryError(f"`{text}` stands for {len(found):,} words", "write more of it")
        return found

    def _term(self, word: str) -> Any:
        return self.query.term_query(self.schema, "words", word)

    def _amiss(self, word: Word) -> Any:
        """A word that may be misspelt."""
        forms = variants(word.text)
        self.marks.amiss += [(form, word.edits) for form in forms]
        return self._any_of(
            [self.query.fuzzy_term_query(self.schema, "words", form, word.edits, True) for form in forms]
        )

    # Phrases

    def _phrase(self, text: str) -> Any:
        found = []
        for spelt in spellings(text):
            words = fold_words(spelt)
            if "*" in text:
                found.append(self._begun(spelt))
            elif words:
                self.marks.words.update(words)
                found.append(self._follow(words))
        return self._any_of(found)

    def _follow(self, words: Sequence[str]) -> Any:
        if len(words) == 1:
            return self._term(words[0])
        return self.query.phrase_query(self.schema, "words", list(words))

    def _begun(self, text: str) -> Any:
        """A phrase in which some words are given by wildcards."""
        groups: list[list[str]] = []
        for part in text.split():
            if "*" not in part:
                groups += [[word] for word in fold_words(part)]
            elif part.strip("*"):
                groups.append(self._wildcard(part))
        if not groups or not all(groups):
            return self.query.empty_query()
        if any(len(group) > _MAX_NEAR_WORDS for group in groups):
            raise QueryError(f"`{text}` stands for too many words", "write more of each")
        self.marks.words.update(word for group in groups for word in group)
        if len(groups) == 1:
            return self._any_of([self._term(word) for word in groups[0]])
        return self.query.regex_phrase_query(self.schema, "words", ["|".join(group) for group in groups])

    def _near(self, node: Near) -> Any:
        a, b = (self._one_word(item) for item in (node.a, node.b))
        if not a or not b:
            return self.query.empty_query()
        pair = ["|".join(a), "|".join(b)]
        return self._any_of(
            [self.query.regex_phrase_query(self.schema, "words", order, node.within) for order in (pair, pair[::-1])]
        )

    def _one_word(self, item: Word | Phrase) -> list[str]:
        if isinstance(item, Word):
            if item.edits:
                raise QueryError("NEAR takes no word with `~`", "write the word, or its beginning and `*`")
            found = [word for word in self.expand(Word(joined(item.text))) if self.searcher.doc_freq("words", word)]
        else:
            found = [words[0] for spelt in spellings(item.text) if len(words := fold_words(spelt)) == 1]
            if not found:
                raise QueryError("NEAR stands between two words", "phrases are not looked for near one another")
            self.marks.words.update(found)
        if len(found) > _MAX_NEAR_WORDS:
            raise QueryError(f"a word beside NEAR stands for {len(found):,} words", "write more of it")
        return found

    # What is known of documents

    def _field(self, node: Field) -> Any:
        if node.name in ("from", "to", "speaker"):
            return self._value(node.name, self._state(node.value))
        if node.name == "about":
            return self._about(node.value)
        return self._value(node.name, node.value.lower() if node.name == "language" else node.value)

    def _state(self, text: str) -> str:
        found = resolve(text)
        if found.code is not None:
            if found.note and text not in states():
                self.notes[found.note] = None
            return found.code
        if found.candidates:
            raise QueryError(f"`{text}` may be {', '.join(found.candidates)}", "use one of these codes")
        close = "; ".join(f"did you mean `{name}`?" for name in found.suggestions)
        raise QueryError(f"no state is called `{text}`", close or "use a code, as ALB, or a name in quotation marks")

    def _value(self, name: str, value: str) -> Any:
        if not self.searcher.doc_freq(name, value):
            self.notes[f"nothing here has `{name}:{value}`"] = None
        return self.query.term_query(self.schema, name, value, "basic")

    def _about(self, value: str) -> Any:
        """A state: tagged, or called by a name that the study gives; an actor of the study: called by its names."""
        if value in self.names and value not in states():
            return self._any_of([self._named(name) for name in self.names[value]])
        code = self._state(value)
        self.marks.states.add(code)
        return self._any_of([self._value("about", code), *map(self._named, self.names.get(code, ()))])

    def _named(self, name: Name) -> Any:
        phrase = self._phrase(name.text)
        if name.first is None and name.last is None:
            return phrase
        return self._without([phrase, self._overlap(name.first, name.last)], [])

    def _date(self, text: str) -> Any:
        first, dots, last = text.partition("..")
        bounds = [_days(part) for part in ((first, last) if dots else (text, text))]
        begins, ends = bounds[0][0], bounds[1][1]
        if begins is not None and ends is not None and begins > ends:
            raise QueryError(f"`date:{text}` ends before it begins")
        return self._overlap(begins, ends)

    def _overlap(self, first: int | None, last: int | None) -> Any:
        integer = self.tantivy.FieldType.Integer
        begins = self.query.range_query(self.schema, "first", integer, NEVER[0], NEVER[1] if last is None else last)
        ends = self.query.range_query(self.schema, "last", integer, NEVER[0] if first is None else first, NEVER[1])
        return self.query.const_score_query(self._without([begins, ends], []), 0.0)

    def _undated(self) -> Any:
        return self._without([self.query.all_query()], [self.query.exists_query("first")])

    def ranked(self, compiled: Any) -> Any:
        """Return the query with what was written at the time before headings and what its editors wrote."""
        occur = self.tantivy.Occur
        kinds = [self.query.term_query(self.schema, "kind", kind, "basic") for kind in TESTIMONY]
        text = self.query.term_query(self.schema, "kind", "text", "basic")
        bonus = [self.query.const_score_query(each, _BONUS) for each in (self._any_of(kinds), text)]
        return self.query.boolean_query([(occur.Must, compiled), *((occur.Should, each) for each in bonus)])

    # Trees

    def _any_of(self, items: Sequence[Any]) -> Any:
        if not items:
            return self.query.empty_query()
        return items[0] if len(items) == 1 else self.query.disjunction_max_query(list(items))

    def _without(self, wanted: Sequence[Any], unwanted: Sequence[Any]) -> Any:
        occur = self.tantivy.Occur
        parts = [(occur.Must, item) for item in wanted] + [(occur.MustNot, item) for item in unwanted]
        return parts[0][1] if len(parts) == 1 else self.query.boolean_query(parts)


def _days(text: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    try:
        bounds = parse_date(text).bounds()
    except (DateError, ValueError) as error:
        raise QueryError(f"`{text}` is no date: {error}", "for instance date:1948, date:1948-06..1949") from None
    return bounds.first, bounds.last
