"""A stretch of a document, chosen to be cited: what a form is filled with, and what is written when it is sent."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from detente.coding.places import found_again
from detente.corpus.anchors import Certainty, Landing, locate
from detente.corpus.reanchor import anchored_values
from detente.corpus.store import open_store
from detente.model.records import Source
from detente.model.study import Study
from detente.study.columns import table_of
from detente.study.edits import Change, add, open_sheet
from detente.study.write import Value
from detente.web.held import Held, hold, sources_of
from detente.web.ids import free_id
from detente.web.reading import cited_in

LONGEST: Final = 20_000
"""Characters that may be chosen."""
GIVEN: Final = ("given-document", "given-start", "given-end")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A stretch of a document."""

    held: Held
    start: int
    end: int

    @property
    def quote(self) -> str:
        """Its words, spaces made single."""
        return " ".join(self.held.text[self.start : self.end].split())

    @property
    def given(self) -> dict[str, str]:
        """What a form keeps of it."""
        return dict(zip(GIVEN, (self.held.id, str(self.start), str(self.end)), strict=True))


def read_chosen(folder: Path, sent: Mapping[str, str]) -> Chosen | None:
    """Return the stretch that an address or a form names; None where there is none.

    What was seen (``quote``) goes before where it was seen, should the two disagree.
    """
    name, start, end = (sent.get(key) or sent.get(key.removeprefix("given-"), "") for key in GIVEN)
    if not name or not all(part.isascii() and part.isdigit() and len(part) < 12 for part in (start, end)):
        return None
    with open_store() or nullcontext() as store:
        held = hold(folder, store, name)
    if held is None:
        return None
    a, z = int(start), min(int(end), len(held.text))
    seen = sent.get("quote", "")[:LONGEST]
    if seen and seen.split() != held.text[a:z].split():
        landing = locate(seen, held.text)
        a, z = (landing.start, landing.end) if landing.certainty is Certainty.SURE else (a, z)
    there = held.text[a:z]
    a, z = a + len(there) - len(there.lstrip()), z - len(there) + len(there.rstrip())
    return Chosen(held, a, z) if a < z <= a + LONGEST else None


def narrowed(chosen: Chosen, quote: str) -> Chosen | None:
    """Return the part of a stretch that a quote keeps of it; None if it says other words."""
    if quote.split() == chosen.quote.split():
        return chosen
    landing = locate(quote, chosen.held.text[chosen.start : chosen.end])
    if landing.certainty is not Certainty.SURE:
        return None
    return Chosen(chosen.held, chosen.start + landing.start, chosen.start + landing.end)


def locator_of(chosen: Chosen, source: Source | None) -> str:
    """Return where in its source a stretch stands: the document where the source is a volume; the page, else paragraph.

    What `ids_of` reads back.
    """
    held = chosen.held
    first, last = (held.page_at(place) for place in (chosen.start, chosen.end - 1))
    word = "p"
    if not first:
        numbers = (held.document.paragraphs[held.number_at(at)].number for at in (chosen.start, chosen.end - 1))
        first, last = map(str, numbers)
        word = "para"
    place = f"{word}. {first}" if first == last else f"{word}{'p' if word == 'p' else 's'}. {first}-{last}"
    is_volume = source is not None and source.document != held.id
    return f"{held.id.partition('/')[2]}, {place}" if is_volume else place


def passage_values(study: Study, chosen: Chosen) -> dict[str, str]:
    """Return what a new passage's form is filled with; without a source where no source has this document."""
    source = next(iter(sources_of(study, chosen.held.id)), None)
    language = chosen.held.document.language
    known = {"source": source.id if source else "", "locator": locator_of(chosen, source), "quote": chosen.quote}
    return known | ({"language": language} if language else {})


def ways_on(study: Study, chosen: Chosen) -> list[tuple[str, str]]:
    """Return what can be made of a stretch: words and address of each."""
    given = urlencode(chosen.given)
    ways = [("Cite it as a passage", f"/new/passages?{given}")]
    sources = sources_of(study, chosen.held.id)
    if sources:
        ways.append(("Make an event of it", f"/new/events?{given}"))
    else:
        asked = {"title": chosen.held.document.title, "document": chosen.held.id}
        ways.append(("Name its source first", f"/new/sources?{urlencode(asked)}"))
    for each in cited_in(study, chosen.held):
        passage, landing = each.passage, each.landing
        if landing.certainty is Certainty.LOST or not landing.start <= chosen.start < chosen.end <= landing.end:
            continue
        place = found_again(chosen.quote, chosen.start - landing.start, passage.quote)
        if place is not None:
            words = passage.quote[place[0] : place[1]]
            asked = {"passage": passage.id, "start": str(place[0]), "end": str(place[1]), "words": words[:2000]}
            ways.append((f"Code it in {passage.id}", f"/new/codings?{urlencode(asked)}"))
    return ways


def cited_by(folder: Path, study: Study, chosen: Chosen) -> tuple[str, list[Change]]:
    """Return the name of a new passage of a stretch, and what writes it with its anchor."""
    table = table_of("passages")
    sheet, mark = open_sheet(folder, table.file, table)
    values: dict[str, Value] = {**passage_values(study, chosen)}
    name = free_id(study, table, values)
    text = add(sheet, table, {"id": name, **values})
    made = Change(table.file, None if mark is None else sheet.text, text, sheet.has_bom)
    return name, [made, anchored(folder, name, chosen)]


def anchored(folder: Path, name: str, chosen: Chosen) -> Change:
    """Return what binds a passage to its stretch."""
    table = table_of("anchors")
    sheet, mark = open_sheet(folder, table.file, table)
    landing = Landing(Certainty.SURE, chosen.start, chosen.end, 1.0)
    values = anchored_values(name, None, chosen.held.id, chosen.held.text, landing)
    text = add(sheet, table, values)
    return Change(table.file, None if mark is None else sheet.text, text, sheet.has_bom)
