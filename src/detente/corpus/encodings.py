"""Bytes to text, whatever their encoding; what cannot be told for sure is said, what contradicts itself is refused."""

import codecs
import re
from typing import Final

from detente.corpus.refusal import RefusedError, Remark

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CANDIDATES: Final = ("cp1251", "koi8_r", "iso8859_5", "cp866", "cp1250", "iso8859_2", "cp1252", "cp1253", "cp1254")
"""What is tried where a text is not Unicode: the Cyrillic, Central European, Western, Greek and Turkish tables."""
_SURROGATE: Final = re.compile("[\udc80-\udcff]")
_LETTER: Final = re.compile("[\u00a0-\u052f\u1e00-\u1eff\u2010-\u2040]")
"""What UTF-8 most often writes with several bytes in Latin, Greek and Cyrillic texts; others come about by chance."""


def decode(data: bytes, declared: str = "") -> tuple[str, tuple[Remark, ...]]:
    """Return the text of some bytes, and a remark if its encoding was guessed.

    Raises
    ------
    RefusedError
        If the bytes are no text, contradict their own mark, or mix UTF-8 with another encoding.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name), ()
    if b"\0" in data:
        return _strictly(data, _unmarked(data)), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        first = error.start
    line = data[:first].count(b"\n") + 1
    _refuse_mixed(data, line)
    if declared:
        return _strictly(data, declared), ()
    return _guessed(data, line)


def _strictly(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except LookupError:
        raise RefusedError(f"it says that its encoding is `{name[:40]}`, which does not exist") from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RefusedError(
            f"byte 0x{data[error.start]:02X} is not {name.upper()}, as the file says it is", line
        ) from None


def _unmarked(data: bytes) -> str:
    """UTF-16 without a mark: every other byte is the number of the script's page, 0 or 4."""
    for name, high in (("utf-16-le", data[1:4000:2]), ("utf-16-be", data[0:4000:2])):
        if high and sum(byte in (0, 1, 4) for byte in high) > 0.9 * len(high):
            return name
    raise RefusedError("it holds NUL bytes: this is no text", data[: data.index(b"\0")].count(b"\n") + 1)


def _refuse_mixed(data: bytes, line: int) -> None:
    text = data.decode("utf-8", "surrogateescape")
    n_odd = len(_SURROGATE.findall(text))
    n_utf8 = len(_LETTER.findall(text))
    if n_utf8 >= 3 and n_utf8 > 0.02 * n_odd:
        raise RefusedError(f"{n_utf8} characters are UTF-8 and {n_odd} bytes are not: it mixes two encodings", line)


def _guessed(data: bytes, line: int) -> tuple[str, tuple[Remark, ...]]:
    from charset_normalizer import from_bytes

    sample = (
        data if len(data) < 200_000 else b"\n".join(part for part in data.split(b"\n") if not part.isascii())[:200_000]
    )
    best = from_bytes(sample, cp_isolation=list(CANDIDATES), enable_fallback=False).best()
    if best is None:
        raise RefusedError("its encoding cannot be told", line)
    text = _strictly(data, best.encoding)
    message = f"not UTF-8: read as {best.encoding}" + (f" ({best.language})" if best.language != "Unknown" else "")
    return text, (Remark("DOC005", message, line, "look at the names in it; save it as UTF-8 if they are wrong"),)
