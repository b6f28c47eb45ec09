"""Sentences made for tests, coded as those of a telegram or of a speech."""

from detente.coding.machine.proposals import Proposal, Text
from detente.coding.machine.propose import propose
from detente.corpus.documents import Document
from detente.model.dates import parse_date

MADE = parse_date("1949-04-14")
"""A Thursday."""
CABLE = Document(
    "made/1", "frus", "document", "", made=MADE, sender="Embassy in Yugoslavia", recipient="Department of State",
    language="en",
)  # fmt: skip
SPEECH = Document(
    "made/2", "ungdc", "speech", "", made=parse_date("1956"), sender="ALB", recipient="United Nations General Assembly",
    language="en",
)  # fmt: skip


def coded(text: str, document: Document = CABLE, language: str = "en", **asked: object) -> list[Proposal]:
    return [*propose([Text(document.id, text, document, ((0, len(text)),), language)], **asked)]  # type: ignore[arg-type]


def only(text: str, document: Document = CABLE, language: str = "en") -> Proposal:
    found = coded(text, document, language)
    assert len(found) == 1, [(each.event, each.words) for each in found]
    return found[0]
