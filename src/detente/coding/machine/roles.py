"""Those whom only a document explains: `this Government`, `the Department`, `the Ambassador`, `my delegation`, `we`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from detente.corpus.documents import Document
from detente.corpus.sides import PRINTS, day_of, sides_of


class Phrase(NamedTuple):
    """A noun phrase: its place in the sentence, whom it stands for, and the state to which they belong.

    ``actors`` are ids of the study, codes of states or of organisations; more than one where the words name several
    (`Soviet-Yugoslav`) or leave it open. ``basis`` says how it was known: `state`, `organisation`, `name`, `role`,
    `host` (an office of the state from which a mission writes), `modifier` (`the Greek` of `the Greek proposal`),
    `pronoun`.
    """

    start: int
    end: int
    actors: tuple[str, ...]
    basis: str


def overlap(one: Phrase, other: Phrase) -> bool:
    """Whether two phrases share a character."""
    return one.start < other.end and other.start < one.end


_OURS: Final = re.compile(
    r"\b(?:(?i:(?:my|our|this) (?:own )?(?:government|delegation|country|nation|people|mission|embassy|legation"
    r"|representatives?|republic|state)|h(?:is|er) majesty[’']s government|(?:the )?undersigned|we)"
    r"|I|us|me)\b"
)
_YOURS: Final = re.compile(
    r"\b(?:your (?:government|country|excellency|delegation|majesty|people)|you)\b", re.IGNORECASE
)
_HOME: Final = re.compile(
    r"\b(?:(?-i:Secretary(?! of (?!State)|-General| General)|Embassy|Legation|Dept|USUN|USDel|GADel)"
    r"|(?:the )?department(?! of (?!state))(?: of state)?|the (?:under )?secretary(?! of the|-general| general"
    r"| of state for (?!the))(?: of state)?|washington)\b",
    re.IGNORECASE,
)
_HOST: Final = re.compile(
    r"\b(?:(?:the )?(?:foreign (?:office|ministry|minister|secretary)|prime minister|premier|chancellor|king|sultan"
    r"|shah|marshal|fonoff|fonmin|primin)|local authorities|the authorities)\b",
    re.IGNORECASE,
)
_ENVOY: Final = re.compile(r"\bthe (?:ambassador|minister|chargé|charge|envoy|consul(?: general)?)\b", re.IGNORECASE)
_ASSEMBLY: Final = re.compile(
    r"\b(?:the (?:general )?assembly|this organi[sz]ation|the organi[sz]ation|security council)\b", re.I
)
_THIRD: Final = re.compile(r"\b(?:it|they|he|she|them|him|her)\b")


@dataclass(frozen=True)
class Setting:
    """What a document's heading says of those who speak in it; a code, or empty where it does not tell.

    ``speaker`` wrote it, ``addressee`` was to read it, ``host`` is the state from which a mission writes.
    """

    day: int | None = None
    speaker: str = ""
    addressee: str = ""
    host: str = ""
    is_speech: bool = False


def setting_of(document: Document) -> Setting:
    """Return what sender, addressee, place and date of a document say of those who speak in it.

    >>> cable = Document("x/1", "frus", "document", "", sender="Embassy in Yugoslavia", recipient="Department of State")
    >>> setting = setting_of(cable)
    >>> setting.speaker, setting.host
    ('USA', 'YUG')
    """
    day = day_of(document.date)
    sides = sides_of(document)
    home = PRINTS.get(document.edition, "") if document.kind == "document" else ""
    speaker, sender, to = (_only(sides[key]) for key in ("speaker", "from", "to"))
    speaker = speaker or (home if document.sender or home == sender else "") or ("" if home else sender)
    is_speech = document.kind == "speech"
    host = next((side for side in (sender, to) if side and side != speaker), "")
    addressee = "UN" if is_speech and "United Nations" in document.recipient else to if to != speaker else ""
    return Setting(day, speaker, addressee, "" if is_speech else host, is_speech)


def _only(codes: list[str]) -> str:
    return codes[0] if len(codes) == 1 else "DEU" if codes == ["DDR", "DEU"] else ""


def _is_quoted(sentence: str, place: int) -> bool:
    """Whether a place lies between quotation marks, where `we` are others."""
    before = sentence[:place]
    return before.count("“") + before.count("«") > before.count("”") + before.count("»") or before.count('"') % 2 == 1


def roles_in(sentence: str, setting: Setting) -> Iterable[Phrase]:
    """Return the phrases that the document alone explains, none within another."""
    ways: list[tuple[re.Pattern[str], str, str]] = []
    if setting.speaker:
        ways += [(_OURS, setting.speaker, "role"), (_ENVOY, setting.speaker, "role")]
        if not setting.is_speech:
            ways.append((_HOME, setting.speaker, "role"))
    if setting.addressee:
        ways.append((_YOURS, setting.addressee, "role"))
    if setting.host:
        ways.append((_HOST, setting.host, "host"))
    if setting.is_speech:
        ways.append((_ASSEMBLY, "UN", "role"))
    taken: list[Phrase] = []
    for pattern, actor, basis in ways:
        for match in pattern.finditer(sentence):
            if pattern is _OURS and _is_quoted(sentence, match.start()):
                continue
            phrase = Phrase(match.start(), match.end(), (actor,), basis)
            if not any(overlap(phrase, other) for other in taken):
                taken.append(phrase)
    return taken
