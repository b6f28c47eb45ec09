"""XML from anybody: nothing is fetched, no entity is expanded, nothing is deeper or longer than a text may be."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from lxml import etree

from detente.corpus.refusal import RefusedError

MAX_TREE_BYTES: Final = 100_000_000
MAX_MARKS: Final = 4_000_000
"""Signs that begin tags or give attributes a value: they bound the nodes of a tree, and so its memory."""
_SAFE: Final[Mapping[str, Any]] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_QUIET: Final[Mapping[str, Any]] = {"remove_comments": True, "remove_pis": True, "collect_ids": False}
_ENCODING: Final = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']*)""")
_PLAIN: Final = re.compile(rb"utf-?(?:8|16)|us-ascii|(?:iso-8859|windows-125|koi8|cp|ibm)[\w-]*", re.IGNORECASE)
"""Encodings in which a tag begins with the byte of `<`."""
_EXCESS: Final = ("excessive", "too long", "too large", "huge", "amplification", "loop", "memory")


def parse_bytes(data: bytes) -> Any:
    """Return the root of some XML.

    Raises
    ------
    RefusedError
        If it is not well-formed, declares entities, or is too large or too deep.
    """
    if len(data) > MAX_TREE_BYTES:
        raise RefusedError(f"more than {MAX_TREE_BYTES // 1_000_000} MB of XML in one piece", is_excess=True)
    refuse_crowds([data])
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE, **_QUIET))
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from None
    except ValueError as error:
        raise RefusedError(str(error)) from None
    _refuse_entities(root)
    return root


def stream_xml(path: Path, tags: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield `start` and `end` of the elements of some names, as they are read.

    Raises
    ------
    RefusedError
        As `parse_bytes` does.
    """
    with path.open("rb") as stream:
        refuse_crowds(iter(partial(stream.read, 1 << 20), b""))
    events = etree.iterparse(str(path), events=("start", "end"), tag=tags, **_SAFE, **_QUIET)
    is_first = True
    try:
        for event, element in events:
            if is_first:
                _refuse_entities(element)
                is_first = False
            yield event, element
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from None
    if events.root is not None:
        _refuse_entities(events.root)


def refuse_crowds(pieces: Iterable[bytes]) -> None:
    """Refuse mark-up of more tags and attributes than a tree may hold, or of which they cannot be counted."""
    n = 0
    for number, piece in enumerate(pieces):
        declared = None if number else _ENCODING.match(piece)
        if declared is not None and not _PLAIN.fullmatch(declared[1]):
            raise RefusedError(f"its encoding `{declared[1][:40].decode('latin-1')}` is not read", 1)
        if not number and piece[:2] == b"\x4c\x6f":
            raise RefusedError("its encoding (EBCDIC) is not read", 1)
        n += piece.count(b"<") + piece.count(b"=")
        if n > MAX_MARKS:
            raise RefusedError(f"more than {MAX_MARKS // 1_000_000} million tags and attributes", is_excess=True)


def _refuse_entities(element: Any) -> None:
    dtd = element.getroottree().docinfo.internalDTD
    if dtd is not None and (names := [entity.name for entity in dtd.iterentities()]):
        raise RefusedError(f"it declares entities (`{names[0]}`), which are not expanded", 1, is_excess=True)


def _refusal(error: etree.XMLSyntaxError) -> RefusedError:
    message = (error.msg or "the XML cannot be read").partition(", line ")[0]
    line, column = error.position
    log: Any = error.error_log
    if line == 0 and (last := log.last_error) is not None:
        message, line, column = last.message, last.line, last.column
    return RefusedError(message, line, column, is_excess=any(word in message.lower() for word in _EXCESS))
