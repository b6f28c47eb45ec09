"""What a TEI header says of its text: title, dates, correspondents, where the original lies, language."""

from typing import Any, Final

from detente.corpus.documents import Document
from detente.corpus.tei_names import TEI, date_of, edtf, words_of
from detente.model.dates import Date

UNSAID: Final = Document("", "", "document", "")
"""What no header says."""


def read_header(header: Any) -> Document:
    """Read a `teiHeader`; the id and the edition only where it is a volume of FRUS."""
    volume = next((words_of(idno) for idno in header.iter(f"{TEI}idno") if idno.get("type") == "frus"), "")
    sent, received = (_action(header, name) for name in ("sent", "received"))
    creation = header.find(f".//{TEI}creation/{TEI}date")
    made = None if creation is None else date_of(creation) or edtf(words_of(creation))
    language = header.find(f".//{TEI}langUsage/{TEI}language")
    return Document(
        volume,
        "frus" if volume else "",
        "document",
        _title(header),
        language="" if language is None else language.get("ident", ""),
        made=made or _when(sent),
        sent=_when(sent),
        received=_when(received),
        published=_published(header),
        sender=_names(sent) or _author(header),
        recipient=_names(received),
        place=_first(sent, "placeName"),
        archive=_archive(header),
    )


def _title(header: Any) -> str:
    titles = header.findall(f"{TEI}fileDesc/{TEI}titleStmt/{TEI}title")
    chosen = [title for title in titles if title.get("type") in ("complete", "main")] or titles
    return words_of(chosen[0]) if chosen else ""


def _action(header: Any, name: str) -> Any:
    return header.find(f".//{TEI}correspDesc/{TEI}correspAction[@type='{name}']")


def _when(action: Any) -> Date | None:
    date = None if action is None else action.find(f".//{TEI}date")
    return None if date is None else date_of(date)


def _names(action: Any) -> str:
    if action is None:
        return ""
    return "; ".join(words_of(name) for name in action.iter(f"{TEI}persName", f"{TEI}orgName", f"{TEI}name"))


def _first(action: Any, name: str) -> str:
    found = None if action is None else next(action.iter(f"{TEI}{name}"), None)
    return "" if found is None else words_of(found)


def _author(header: Any) -> str:
    return "; ".join(words_of(name) for name in header.findall(f"{TEI}fileDesc/{TEI}titleStmt/{TEI}author"))


def _published(header: Any) -> Date | None:
    date = header.find(f"{TEI}fileDesc/{TEI}publicationStmt/{TEI}date")
    return None if date is None else date_of(date) or edtf(words_of(date))


def _archive(header: Any) -> str:
    identifier = header.find(f".//{TEI}msIdentifier")
    if identifier is None:
        return ""
    return ", ".join(words for part in identifier if (words := words_of(part)))
