"""Sources in a footnote: which of the study's sources is meant, and where in it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from detente.model.records import Source
from detente.study.imports.remarks import Remarks, short
from detente.study.imports.words import fold, key_of, slug, unused

NO_PAGE: Final = "page not given"
_PAGE_WORD: Final = (
    r"pp?|pages?|seiten?|faqe|fq|faqet|fl|fletë|fleta|folio|ff?|стр|с|сс|л|лл|лист|str|s|σελ|σ|doc|docs|dok|document|"
    r"§|para|paras|col|cols"
)
_LOCATOR: Final = re.compile(
    rf"[\s,;:(]+((?:{_PAGE_WORD})\.? ?(?:no\.? ?|nr\.? ?)?\d+\w?(?:(?: ?[-–,/] ?| and )\d+\w?)*(?: ?ff?\.?)?)\)?\.?$",
    re.IGNORECASE,
)
_BARE_PAGE: Final = re.compile(r"[:,] (\d{1,3}(?: ?[-–] ?\d{1,4})?)$|: ?(\d{1,4}(?:[-–]\d{1,4})?)$")
_TAIL: Final = 80
"""Letters at the end of a citation among which its page is sought."""
_SAME: Final = re.compile(
    r"(?:ibid(?:em)?|idem|id|po aty|там же|ebd|ebenda|ivi|isto|ibidem|αυτ|στο ιδιο)\b\.?,?\s*", re.IGNORECASE
)
_URL: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


class Citation(NamedTuple):
    """One citation: the source's id, the place in it, an address."""

    source: str
    locator: str
    url: str = ""


@dataclass(slots=True)
class Citations:
    """Finds the sources that an import cites; ``added`` are those that the study does not have."""

    by_name: dict[str, str]
    described: list[tuple[str, str, str, str]]
    ids: set[str]
    file: str
    added: dict[str, dict[str, Any]] = field(default_factory=dict)
    remarks: Remarks = field(default_factory=Remarks)
    last: str = ""

    @classmethod
    def of(cls, sources: Iterable[Source], file: str) -> "Citations":
        """Begin with a study's sources, under their ids and titles; ``file`` is where the citations come from."""
        by_name: dict[str, str] = {}
        described = []
        for source in sources:
            short_title = str(source.csl.get("title-short") or source.title.partition(":")[0])
            for name in (source.id, source.title, short_title):
                if name:
                    by_name.setdefault(key_of(name), source.id)
            described.append(
                (source.id, key_of(author_of(source.csl)), key_of(short_title), str(source.csl.get("issued", ""))[:4])
            )
        return cls(by_name, described, {source.id for source in sources}, file)

    def read(self, text: str, page: str, url: str, place: str) -> list[Citation]:
        """Return the citations in a cell: apart by semicolons and lines, pages split off."""
        parts = re.split(r"[;\n]+", re.sub(r"[^\S\n]+", " ", text))
        found = [self._one(part.strip(), page, url, place) for part in parts if part.strip(" .,")]
        if not found and url:
            found = [self._one(url, page, url, place)]
        return list(dict.fromkeys(found))

    def _one(self, text: str, page: str, url: str, place: str) -> Citation:
        match = _URL.search(text)
        address = match[0].rstrip(".,;)") if match else ""
        bare = text.replace(address, "").strip(" .,;:()<>") if address else text.strip()
        title, locator = split_locator(bare)
        if (same := _SAME.match(fold(title))) and self.last:
            rest = title[same.end() :].strip(" ,.")
            return Citation(self.last, locator or page or rest or NO_PAGE, address or url)
        self.last = self._source(title or address, address if not title else "", place)
        return Citation(self.last, locator or page or NO_PAGE, address or url)

    def _source(self, title: str, address: str, place: str) -> str:
        if (known := self.by_name.get(key_of(title)) or self._described(title)) is not None:
            self.by_name[key_of(title)] = known
            return known
        id_ = unused(slug(re.sub(r"^https?://(www\.)?", "", title)) or "source", self.ids)
        entry = {"id": id_, "type": "document", "title": title, "note": f"to be completed: as written in {self.file}"}
        if address:
            entry |= {"type": "webpage", "URL": address}
        self.ids.add(id_)
        self.added[id_] = entry
        self.by_name[key_of(title)] = id_
        self.remarks.add("sources entered in sources.yaml, to be completed", f"`{short(title, 60)}`", place)
        return id_

    def _described(self, text: str) -> str | None:
        """Return the one source whose author, and title or year, a citation names."""
        key = f" {key_of(text)} "
        hits = [
            id_
            for id_, family, title, year in self.described
            if (family and f" {family} " in key and ((title and f" {title} " in key) or (year and f" {year} " in key)))
            or (len(title) >= 12 and f" {title} " in key)
            or f" {key_of(id_)} " == key
        ]
        return hits[0] if len(set(hits)) == 1 else None


def split_locator(text: str) -> tuple[str, str]:
    """Split the page off a citation.

    >>> split_locator("Hoxha, The Titoites, p. 45-47."), split_locator("AQSH, F. 14, V. 1949, D. 12, fl. 3")
    (('Hoxha, The Titoites', 'p. 45-47'), ('AQSH, F. 14, V. 1949, D. 12', 'fl. 3'))
    >>> split_locator("Hoxha 1982: 45"), split_locator("FRUS 1949"), split_locator("Zëri i Popullit, 10.4.1949")
    (('Hoxha 1982', '45'), ('FRUS 1949', ''), ('Zëri i Popullit, 10.4.1949', ''))
    """
    text = text.strip(" .;")
    start = max(0, len(text) - _TAIL)
    if match := _LOCATOR.search(text, start):
        return text[: match.start()].strip(" ,;:("), match[1]
    if (match := _BARE_PAGE.search(text, start)) and match.start() > 2:
        return text[: match.start()].strip(" ,;:"), match[1] or match[2]
    return text, ""


def author_of(csl: Mapping[str, Any]) -> str:
    """Return the family name of the first author, or editor; empty if there is none."""
    for names in (csl.get("author"), csl.get("editor")):
        if isinstance(names, list) and names and isinstance(names[0], dict):
            return str(names[0].get("family") or names[0].get("literal") or "")
    return ""
