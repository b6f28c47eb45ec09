"""The Office of the Historian's lists: visits of foreign leaders, travels of presidents, chiefs of mission.

Each entry is a document of its own, of the kind `record`; its sender is the state that acts. (The Office's guide to
recognition and relations is TEI.)
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from detente.corpus.documents import Document, Paragraph
from detente.corpus.place import Place
from detente.corpus.refusal import RefusedError, Remark
from detente.corpus.tei_names import edtf
from detente.model.dates import Date

_ENTRIES: Final = ("visit", "trip", "chief")
_USA: Final = "United States"
ROOTS: Final = ("visits", "trips", "country-mission")


def read_hsg(path: Path, place: Place) -> Iterator[Document | Remark]:
    """Yield a document for each entry of a list.

    Raises
    ------
    RefusedError
        If it is not well-formed, or declares entities.
    """
    from detente.corpus.safe_xml import parse_bytes

    root = parse_bytes(path.read_bytes())
    territory = _said(root, "territory-id")
    for entry in root.iter(*_ENTRIES):
        local = _said(entry, "id")
        if not local:
            raise RefusedError(f"an entry `{entry.tag}` has no id", entry.sourceline)
        build = {"visit": _visit, "trip": _trip}.get(entry.tag)
        title, made, where, paragraphs = build(entry) if build else _chief(entry, territory)
        sender, recipient = _USA, _said(entry, "country") or territory.replace("-", " ")
        if entry.tag == "visit":
            sender, recipient = _said(entry, "from"), _USA
        yield Document(
            f"{place.own}/{entry.tag}-{local}",
            place.own,
            "record",
            title,
            made=made,
            sender=sender,
            recipient=recipient,
            place=where,
            archive="Office of the Historian, U.S. Department of State",
            language="en",
            paragraphs=tuple(Paragraph(n, text) for n, text in enumerate(filter(None, paragraphs), 1)),
        )


Entry = tuple[str, Date | None, str, tuple[str, ...]]


def _visit(entry: Any) -> Entry:
    title = f"{_said(entry, 'visitor')} of {_said(entry, 'from')} visits the United States"
    return title, _span(entry), "United States", (title + ".", _said(entry, "description"))


def _trip(entry: Any) -> Entry:
    title = f"{_said(entry, 'name')}, {_said(entry, 'role')}, travels to {_said(entry, 'country')}"
    where = ", ".join(filter(None, (_said(entry, "locale"), _said(entry, "country"))))
    return title, _span(entry), where, (title + ".", _said(entry, "locale"), _said(entry, "remarks"))


def _chief(entry: Any, territory: str) -> Entry:
    role = _said(entry, "role-title-id").replace("-", " ")
    title = f"{_said(entry, 'person-id')}, {role} in {territory}"
    steps = []
    for step in ("appointed", "arrived", "started", "ended"):
        date, note = _said(entry, f"{step}/date"), _said(entry, f"{step}/note")
        if date or note:
            steps.append(" ".join(filter(None, (f"{step}:", date, note))))
    made = edtf(_said(entry, "started/date")) or edtf(_said(entry, "appointed/date"))
    return title, made, territory, (title + ".", *steps, _said(entry, "note"))


def _span(entry: Any) -> Date | None:
    first, last = _said(entry, "start-date"), _said(entry, "end-date")
    return edtf(first if first == last or not last else f"{first}/{last}") or edtf(first)


def _said(entry: Any, name: str) -> str:
    found = entry.find(name)
    return "" if found is None else " ".join("".join(found.itertext()).split())
