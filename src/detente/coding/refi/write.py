"""A `Project` to a QDPX or QDC file that the standard's schemas accept; the same project is the same bytes."""

import io
import re
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, Final

import detente
from detente.coding.refi.project import SIDE, Project, QdaCode, QdaCoding, Selection

_CODEBOOK: Final = "urn:QDA-XML:codebook:1.0"
_PROJECT: Final = "urn:QDA-XML:project:1.0"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_OWN: Final = uuid.UUID("3b1f9d0e-6f7c-5a52-9d38-0c5f7a1c2e44")
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def guid_of(*names: str) -> str:
    """Return the GUID of something that has names of its own: always the same.

    >>> guid_of("code", "pressure") == guid_of("code", "pressure") != guid_of("user", "pressure")
    True
    """
    return str(uuid.uuid5(_OWN, "\0".join(names)))


def write_qdc(project: Project) -> bytes:
    """Return the codebook. It must hold a code: the schema asks for one."""
    root = _root(_CODEBOOK, "CodeBook")
    _add_codes(root, project.codes)
    return _bytes(root)


def write_qdpx(project: Project) -> bytes:
    """Return the archive: the project, and its texts under `sources`."""
    root = _root(_PROJECT, "Project", name=project.name)
    if project.users:
        users = _sub(root, "Users")
        for guid, name in project.users.items():
            _sub(users, "User", guid=guid, name=name)
    if project.codes:
        _add_codes(_sub(root, "CodeBook"), project.codes)
    if any(text.side for text in project.texts):
        _sub(_sub(root, "Variables"), "Variable", guid=guid_of("variable", SIDE), name=SIDE, typeOfVariable="Text")
    sources = _sub(root, "Sources") if project.texts else root
    notes: dict[str, str] = {}
    texts: dict[str, str] = {}
    for text in project.texts:
        source = _sub(sources, "TextSource", guid=text.guid, name=text.name)
        if text.text is not None:
            source.set("plainTextPath", f"internal://{text.guid}.txt")
            texts[f"sources/{text.guid}.txt"] = text.text
        _describe(source, text.description)
        for n, each in enumerate(text.selections):
            _add_selection(source, guid_of(text.guid, "selection", str(n)), each, notes)
        _add_codings(source, text.guid, text.codings, notes)
        if text.side:
            value = _sub(source, "VariableValue")
            _sub(value, "VariableRef", targetGUID=guid_of("variable", SIDE))
            _sub(value, "TextValue").text = _legal(text.side)
    if notes:
        holder = _sub(root, "Notes")
        for guid, memo in notes.items():
            _sub(_sub(holder, "Note", guid=guid), "PlainTextContent").text = _legal(memo)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"project.qde": _bytes(root), **{n: t.encode() for n, t in texts.items()}}.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _root(namespace: str, tag: str, /, **attributes: str) -> Any:
    from lxml import etree

    names: Any = {None: namespace}
    legal = {key: _legal(value) for key, value in attributes.items()}
    return etree.Element(f"{{{namespace}}}{tag}", legal, names, origin=f"Detente {detente.__version__}")


def _bytes(root: Any) -> bytes:
    from lxml import etree

    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data


def _sub(parent: Any, tag: str, /, **attributes: str) -> Any:
    from lxml import etree

    namespace = parent.tag.partition("}")[0][1:]
    legal = {key: _legal(value) for key, value in attributes.items()}
    return etree.SubElement(parent, f"{{{namespace}}}{tag}", legal)


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)


def _describe(element: Any, text: str) -> None:
    if text:
        _sub(element, "Description").text = _legal(text)


def _add_codes(parent: Any, codes: Sequence[QdaCode]) -> None:
    made = {"": _sub(parent, "Codes")}
    below: dict[str, list[QdaCode]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)
    waiting = [*reversed(below.get("", ()))]
    while waiting:
        code = waiting.pop()
        made[code.guid] = _sub(made[code.parent], "Code", guid=code.guid, name=code.name, isCodable="true")
        _describe(made[code.guid], code.description)
        waiting.extend(reversed(below.get(code.guid, ())))


def _add_selection(source: Any, guid: str, each: Selection, notes: dict[str, str]) -> None:
    places = {"startPosition": str(each.start), "endPosition": str(each.end)}
    named = {"name": each.name} if each.name else {}
    selection = _sub(source, "PlainTextSelection", guid=guid, **named, **places)
    _describe(selection, each.description)
    _add_codings(selection, guid, each.codings, notes)


def _add_codings(parent: Any, guid: str, codings: Iterable[QdaCoding], notes: dict[str, str]) -> None:
    for n, coding in enumerate(codings):
        own = guid_of(guid, "coding", str(n))
        said = {"creatingUser": coding.user} if coding.user else {}
        if coding.date:
            said["creationDateTime"] = f"{coding.date}T00:00:00Z"
        element = _sub(parent, "Coding", guid=own, **said)
        _sub(element, "CodeRef", targetGUID=coding.code)
        if coding.memo:
            note = guid_of(own, "note")
            notes[note] = coding.memo
            _sub(element, "NoteRef", targetGUID=note)
