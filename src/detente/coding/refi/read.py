"""A QDPX or QDC file to a `Project`. Tolerant: elements are known by their names, whatever version the namespace names.

Colours, pictures, sound, film, sets, links, graphs, cases and variables have no place in a study and are counted.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from detente.coding.refi.archive import MAX_BYTES, Archive, plain_text
from detente.coding.refi.project import SIDE, Project, QdaCode, QdaCoding, QdaText, Selection
from detente.corpus.refusal import RefusedError
from detente.corpus.safe_xml import parse_bytes
from detente.study.imports.remarks import ImportFileError, Remarks

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEXTS: Final = ("TextSource", "Representation", "TextDescription", "Transcript")
_LEFT: Final = {
    "Set": "sets of codes or sources",
    "Link": "links",
    "Graph": "graphs",
    "Case": "cases",
    "Variable": "variables",
    "PictureSelection": "selections in pictures",
    "PDFSelection": "rectangles on pages of a PDF",
    "AudioSelection": "selections in sound",
    "VideoSelection": "selections in film",
    "AudioSource": "sound recordings",
    "VideoSource": "films",
    "PictureSource": "pictures",
    "PDFSource": "PDF files, of which the text is taken",
}
_NOT_HELD: Final = "kinds of things that a study does not hold"
MAX_DEPTH: Final = 200


def read_qdpx(path: Path) -> tuple[Project, Remarks]:
    """Read a project, and say what a study cannot hold of it.

    Raises
    ------
    ImportFileError
        When the archive or its XML is malformed, with the place, or asks for more than a project may.
    """
    if path.suffix.lower() == ".qde" and path.is_file():
        return read_project(path.name, _bytes(path), lambda _: None)
    archive = Archive(path)
    name, data = archive.project()
    return read_project(f"{path.name}/{name}", data, archive.text_at)


def read_qdc(path: Path) -> tuple[Project, Remarks]:
    """Read a codebook. Raises as `read_qdpx` does."""
    root = _root(path.name, _bytes(path), "CodeBook")
    remarks = Remarks()
    codes = tuple(_codes(path.name, root, remarks))
    _count_left(root, remarks)
    return Project(path.stem, codes=codes), remarks


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise ImportFileError(f"{path.name} is larger than a project may be")
    return data


def read_project(file: str, data: bytes, text_at: Callable[[str], bytes | None]) -> tuple[Project, Remarks]:
    """Read a project's XML; ``text_at`` gives the file to which a path leads. Raises as `read_qdpx` does."""
    root = _root(file, data, "Project")
    remarks = Remarks()
    users = {_guid(each): each.get("name") or each.get("id") or _guid(each) for each in _all(root, "User")}
    notes = {_guid(each): _text_of(each, text_at) or _description(each) for each in _all(root, "Note")}
    sides = {_guid(each) for each in _all(root, "Variable") if (each.get("name") or "").lower() == SIDE}
    reader = _Sources(file, sides, {guid: note for guid, note in notes.items() if note}, text_at, remarks)
    codes = tuple(_codes(file, root, remarks))
    texts = tuple(reader.texts(root))
    known = {code.guid for code in codes}
    for text in texts:
        for coding in (*text.codings, *(coding for each in text.selections for coding in each.codings)):
            if coding.code not in known:
                remarks.add("codings by a code that the codebook does not have", coding.code, text.name)
    _count_left(root, remarks)
    for guid in notes.keys() - reader.noted:
        if notes[guid]:
            remarks.add("notes that hang on no coding", (notes[guid] or "")[:60])
    return Project(root.get("name") or "", users, codes, texts), remarks


def _root(file: str, data: bytes, name: str) -> Any:
    try:
        root = parse_bytes(data)
    except RefusedError as error:
        place = f"{file}:{error.line}:{error.column}" if error.line else file
        raise ImportFileError(f"{place}: {error.message}") from None
    if _local(root) != name:
        raise ImportFileError(f"{file}: the first element is `{_local(root)[:40]}`, not `{name}`")
    return root


def _count_left(root: Any, remarks: Remarks) -> None:
    found = Counter(_local(each) for each in root.iter() if isinstance(each.tag, str))
    found["Variable"] -= sum((each.get("name") or "").lower() == SIDE for each in _all(root, "Variable"))
    for name, what in _LEFT.items():
        if found[name]:
            remarks.add(_NOT_HELD, f"{found[name]} {what}")
    if coloured := sum(1 for each in _all(root, "Code") if each.get("color")):
        remarks.add(_NOT_HELD, f"{coloured} colours of codes")
    if folders := sum(1 for each in _all(root, "Code") if (each.get("isCodable") or "").strip() in ("false", "0")):
        remarks.add(_NOT_HELD, f"{folders} marks that a code is only a folder")


def _codes(file: str, root: Any, remarks: Remarks) -> Iterator[QdaCode]:
    seen: set[str] = set()

    def below(element: Any, parent: str, depth: int) -> Iterator[QdaCode]:
        if depth > MAX_DEPTH:
            raise ImportFileError(f"{file}:{element.sourceline}: codes are nested more than {MAX_DEPTH} deep")
        for each in element:
            if _local(each) == "Code":
                guid = _guid(each)
                if not guid:
                    raise ImportFileError(f"{file}:{each.sourceline}: a code has no guid")
                if guid in seen:
                    remarks.add("codes under a GUID that another has, taken for that one", each.get("name") or guid)
                else:
                    yield QdaCode(guid, (each.get("name") or guid).strip(), _description(each), parent)
                seen.add(guid)
                yield from below(each, guid, depth + 1)

    for codes in _all(root, "Codes"):
        yield from below(codes, "", 0)


@dataclass(slots=True)
class _Sources:
    """Reads what has a text.

    ``sides`` are the variables that say which side speaks, ``noted`` the notes that were taken for memos of codings,
    ``paths`` the files of the texts read so far.
    """

    file: str
    sides: set[str]
    notes: Mapping[str, str]
    text_at: Callable[[str], bytes | None]
    remarks: Remarks
    noted: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)

    def texts(self, root: Any) -> Iterator[QdaText]:
        for sources in _all(root, "Sources"):
            for source in sources:
                for element in source.iter():
                    if _local(element) in _TEXTS and not self._is_told_already(element):
                        yield self._text(element, source)

    def _is_told_already(self, element: Any) -> bool:
        """Whether it repeats words of a page, or is a transcript that is a source of its own, coded there alone."""
        path = element.get("plainTextPath") or ""
        is_same = path in self.paths and not any(_local(each).endswith("Selection") for each in element)
        self.paths.update([path] if path else [])
        return is_same or _local(element.getparent()) == "PDFSelection"

    def _text(self, element: Any, source: Any) -> QdaText:
        file = re.split(r"[/\\]", element.get("plainTextPath") or "")[-1]
        name = element.get("name") or source.get("name") or file or _guid(source)
        text = _text_of(element, self.text_at)
        if text is None:
            self.remarks.add("texts that the project refers to and does not bring", name)
        whole = self._codings(element) + (() if element is source else self._codings(source))
        points = {_guid(each): _number(each.get("position")) for each in element if _local(each) == "SyncPoint"}
        selections = []
        for each in element:
            if _local(each) in ("PlainTextSelection", "TranscriptSelection"):
                place = self._place(each, points, text, name)
                if place:
                    label, codings = each.get("name") or "", self._codings(each)
                    said = _description(each)
                    if text is None and label not in said:
                        said = f"{label}\n{said}".strip()
                    selections.append(Selection(*place, codings, label, said))
        side = self._side(element) or self._side(source)
        return QdaText(_guid(element), name, text, tuple(selections), whole, _description(element), side=side)

    def _side(self, element: Any) -> str:
        for each in element:
            if _local(each) == "VariableValue":
                refs = {_plain(ref.get("targetGUID")) for ref in each if _local(ref) == "VariableRef"}
                if refs & self.sides:
                    return "".join("".join(part.itertext()) for part in each if _local(part) == "TextValue").strip()
        return ""

    def _place(
        self, each: Any, points: Mapping[str, int | None], text: str | None, name: str
    ) -> tuple[int, int] | None:
        start, end = _number(each.get("startPosition")), _number(each.get("endPosition"))
        if _local(each) == "TranscriptSelection":
            start, end = (points.get(_plain(each.get(key))) for key in ("fromSyncPoint", "toSyncPoint"))
        if start is None or end is None or not 0 <= start < end or (text is not None and end > len(text)):
            where = f"{name}, line {each.sourceline} of the project"
            self.remarks.add("selections whose place is not in their text, left out", f"{start} to {end}", where)
            return None
        return start, end

    def _codings(self, element: Any) -> tuple[QdaCoding, ...]:
        found = []
        for each in element:
            if _local(each) != "Coding":
                continue
            refs = [_plain(ref.get("targetGUID")) for ref in each if _local(ref) == "NoteRef"]
            self.noted.update(refs)
            memo = "\n".join(self.notes[ref] for ref in refs if ref in self.notes)
            day = _DAY.match(each.get("creationDateTime") or "")
            for ref in each:
                if _local(ref) == "CodeRef":
                    code, user = _plain(ref.get("targetGUID")), _plain(each.get("creatingUser"))
                    found.append(QdaCoding(code, user, day[0] if day else "", memo))
        return tuple(found)


def _text_of(element: Any, text_at: Callable[[str], bytes | None]) -> str | None:
    for each in element:
        if _local(each) == "PlainTextContent":
            return plain_text("".join(each.itertext()).encode("utf-8", "replace"))
    path = element.get("plainTextPath") or ""
    data = text_at(path) if path else None
    return None if data is None else plain_text(data)


def _description(element: Any) -> str:
    parts = ["".join(each.itertext()).strip() for each in element if _local(each) == "Description"]
    return "\n".join(part for part in parts if part)


def _all(root: Any, name: str) -> Iterator[Any]:
    return (each for each in root.iter() if _local(each) == name)


def _local(element: Any) -> str:
    """Return an element's name without its namespace: versions are written `1.0`, `1:0` and `0:4`."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _guid(element: Any) -> str:
    return _plain(element.get("guid"))


def _plain(guid: str | None) -> str:
    """Return a GUID without braces, in small letters, so that it is one wherever it is named."""
    return (guid or "").strip().strip("{}").lower()


def _number(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if re.fullmatch(r"-?\d{1,12}", text) else None
