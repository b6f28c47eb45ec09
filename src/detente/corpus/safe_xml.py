"""XML from anybody: nothing is fetched, no entity is expanded, nothing is deeper or longer than a text may be."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from lxml import etree

from detente.corpus.refusal import RefusedError

MAX_TREE_BYTES: Final = 100_000_000
_SAFE: Final[Mapping[str, Any]] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_QUIET: Final[Mapping[str, Any]] = {"remove_comments": True, "remove_pis": True, "collect_ids": False}
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
