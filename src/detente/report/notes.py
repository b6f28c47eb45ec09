"""Footnotes: what a statement stands on, said once, in the Chicago manner."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from detente.analysis.attestation import date_of
from detente.model.records import Figure, Passage, Statement, Testimony
from detente.report.account import Account
from detente.report.elements import (
    JOINT,
    SPACE,
    Element,
    Inlines,
    citation,
    cite,
    joined,
    note,
    opaque,
    words,
)
from detente.report.wording import Wording

_ORDER: Final[Mapping[str, int]] = {"attests": 0, "differs": 1, "denies": 2, "context": 3}
#: Locators that the citation style knows how to print: pages. All others are printed as they stand.
_PAGES: Final = re.compile(r"pp?\.\s*\d+(\s*[-–]\s*\d+)?(,\s*\d+(\s*[-–]\s*\d+)?)*")
_LABEL: Final = re.compile(r"^pp?\.\s*")
ONE_SIDED: Final = "†"


class Notes:
    """Sets the footnotes of one account."""

    def __init__(self, account: Account, say: Wording) -> None:
        self.account, self.study, self.say = account, account.study, say

    def of(self, statement: Statement, *further: str) -> Inlines:
        """Return the footnote of a statement, or nothing where there is nothing to say.

        First what attests it, the version that is followed before all others; then what differs, denies, gives context;
        then the statement's own note and whatever ``further`` adds.
        """
        rows = sorted(
            self.study.testimony_of.get(statement.id, ()),
            key=lambda row: (_ORDER.get(row.stance, 3), not row.preferred_because),
        )
        comments = [*further, *self._sides(statement), statement.note]
        return self._note(
            self._citations([mention for row in rows for mention in self._mentions(row, statement)]),
            [sentence(comment) for comment in comments if comment.strip()],
        )

    def passage(self, name: str, *comments: str) -> Inlines:
        """Return a footnote that cites one passage."""
        passage = self.study.passage_by_id.get(name)
        mentions = self._mention(passage, "", "") if passage is not None else []
        return self._note(self._citations(mentions), [sentence(comment) for comment in comments if comment.strip()])

    def is_one_sided(self, statement: Statement) -> bool:
        """Whether only one side attests a statement, in a study of several."""
        return len(self.study.perspectives) > 1 and len(self.study.sides_of(statement.id)) == 1

    def _note(self, citations: list[Element], comments: Iterable[str]) -> Inlines:
        parts = [[cite(citations)]] if citations else []
        content = joined([*parts, *(words(comment) for comment in comments)], " ")
        return [note(content)] if content else []

    def _sides(self, statement: Statement) -> Iterable[str]:
        """Say who alone attests a statement, and how the search for it ended on other sides."""
        if not self.is_one_sided(statement):
            return
        (side,) = self.study.sides_of(statement.id)
        silences = [
            f"{self.say.side(voice.side)}: {self.say.silence(voice.silence)}"
            for voice in self.account.voices.get(statement.id, ())
            if not voice.testimony and any(statement.id in search.about for search in voice.searches)
        ]
        yield "; ".join([f"Attested by {self.say.side(side)} alone", *silences])

    def _mentions(self, row: Testimony, statement: Statement) -> list["_Mention"]:
        passage = self.study.passage_by_id.get(row.passage)
        if passage is None:
            return []
        remarks = [row.note, f"followed here: {row.preferred_because}" if row.preferred_because else ""]
        after = "".join(f" ({remark.strip().rstrip('.')})" for remark in remarks if remark.strip())
        return self._mention(passage, self.stance(row, statement), after)

    def _mention(self, passage: Passage, before: str, after: str) -> list["_Mention"]:
        if passage.source not in self.study.source_by_id:
            return []
        return [_Mention(passage.source, before, self.study.speaker(passage), ((passage.locator.strip(), after),))]

    def stance(self, row: Testimony, statement: Statement) -> str:
        """Say what a passage does to a statement, where it does anything but attest it."""
        claimed = []
        if row.date_claimed is not None and row.date_claimed != date_of(statement):
            claimed.append(f"dated {self.say.date(row.date_claimed)}")
        if row.value_claimed.strip() and not _is_value(row.value_claimed, statement):
            claimed.append(f"given as {row.value_claimed.strip()}")
        differs = " and ".join(claimed)
        match row.stance:
            case "denies":
                return " and ".join(part for part in (differs, "denied by") if part)
            case "differs":
                return f"{differs or 'otherwise'} in"
            case "context":
                return "for context"
        return f"{differs} in" if differs else ""

    def _citations(self, mentions: list["_Mention"]) -> list[Element]:
        """Cite what is mentioned; and where its source is known through others, those, as part of the same citation."""
        found: list[Element] = []
        for mention in _gathered(mentions):
            before = mention.before if found else mention.before[:1].upper() + mention.before[1:]
            side = f" [{self.say.side(mention.side)}]" if mention.side else ""
            through = self._through(mention.source)
            places, after = mention.places, ""
            if through and len(places) == 1:
                places, after = ((places[0][0], ""),), places[0][1]
            suffix = [*locators(places), *apart(side)]
            found.append(citation(mention.source, before=words(before), after=suffix))
            found += [citation(name, before=[{"t": "Str", "c": f"{JOINT}cited in"}]) for name in through]
            found[-1]["citationSuffix"] = [*found[-1]["citationSuffix"], *apart(after)]
        return found

    def _through(self, source: str) -> list[str]:
        """Return the sources through which a source is known, the nearest first."""
        found = [source]
        while (known := self.study.source_by_id.get(found[-1])) is not None:
            if known.cited_in in found or known.cited_in not in self.study.source_by_id:
                break
            found.append(known.cited_in)
        return found[1:]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A source in a note: the words before it, the side that speaks, and the places in it, each with a remark."""

    source: str
    before: str
    side: str
    places: tuple[tuple[str, str], ...]


def _is_value(text: str, statement: Statement) -> bool:
    """Whether a text is the figure that the study gives itself."""
    if not isinstance(statement, Figure) or statement.value is None:
        return False
    try:
        return Decimal(text.strip().replace(",", "")) == statement.value
    except InvalidOperation:
        return False


def _gathered(mentions: Iterable[_Mention]) -> list[_Mention]:
    """Name a source once for all its places that are said to do the same."""
    found: dict[tuple[str, str, str, bool], _Mention] = {}
    for mention in mentions:
        key = (mention.before, mention.source, mention.side, _PAGES.fullmatch(mention.places[0][0]) is not None)
        standing = found.get(key)
        found[key] = replace(standing, places=standing.places + mention.places) if standing else mention
    return list(found.values())


def locators(places: Sequence[tuple[str, str]]) -> Inlines:
    """Return places in a source as the end of a citation: pages for the style to print, all else as it stands."""
    is_pages = all(_PAGES.fullmatch(place) for place, _ in places)
    if is_pages and (len(places) == 1 or not any(remark for _, remark in places)):
        pages = ", ".join(_LABEL.sub("", place) for place, _ in places)
        label = "pp." if len(places) > 1 else places[0][0].split(".")[0] + "."
        spaced = [part for page in f"{label} {pages}".split() for part in (SPACE, *words(page))]
        return [*words(","), *spaced, *apart(places[0][1])]
    named = ((_LABEL.sub("", place) if is_pages else place, remark) for place, remark in places)
    text = "; ".join(dict.fromkeys(f"{place}{remark}".strip() for place, remark in named if place or remark))
    if not text:
        return []
    return [*([] if text.startswith("(") else words(",")), SPACE, *opaque(text)]


def apart(text: str) -> Inlines:
    """Return a text that no reader of locators takes for one; the space before it stays outside."""
    return [SPACE, *opaque(text.strip())] if text.strip() else []


def sentence(text: str) -> str:
    """Return a text as a sentence: with a capital, and a full stop unless it has an end.

    >>> sentence("exact date not given"), sentence("Why?")
    ('Exact date not given.', 'Why?')
    """
    text = text.strip()
    if text[-1:] not in ".!?…”":
        text += "."
    return text[0].upper() + text[1:]
