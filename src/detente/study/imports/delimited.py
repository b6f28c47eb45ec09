"""Tables as text: semicolons or commas or tabs, in whatever encoding a spreadsheet left them."""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Final

from detente.study.imports.grid import MAX_BYTES, MAX_ROWS, Cell, Grid, Line, clean, refuse_beyond_bounds
from detente.study.imports.remarks import ImportFileError, Remarks

_DELIMITERS: Final = (";", "\t", ",", "|")
#: By encoding, letters that are frequent where it was used: the decoding that shows most of them is right.
_FREQUENT: Final = {
    "cp1250": "čćđšžëçé",
    "cp1252": "èàùòìêâôîïëçé",
    "cp1251": "оеаинтсрв",
    "cp1253": "αοιετσνη",
}
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_bytes(path: Path) -> bytes:
    """Read a file that somebody gives to be imported."""
    try:
        if not path.is_file():
            raise ImportFileError(f"{path} is no file" if path.exists() else f"there is no file {path}")
        if path.stat().st_size > MAX_BYTES:
            raise ImportFileError(f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB", "split the file")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise ImportFileError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not data.strip(b"\0 \r\n\t"):
        raise ImportFileError(f"{path.name} is empty")
    return data


def read_text(path: Path, encoding: str = "") -> tuple[str, str]:
    """Return a file's text and the name of the encoding that it was read in."""
    data = read_bytes(path)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise ImportFileError(f"{path.name} is not a text file", "if it is a workbook: `detente import xlsx`")
    name = encoding or _encoding_of(data)
    try:
        return data.decode(name).removeprefix("\ufeff"), name.removesuffix("-sig")
    except LookupError:
        message = f"no encoding is named `{encoding}`"
        raise ImportFileError(message, "try utf-8, cp1250, cp1251, cp1252 or utf-16") from None
    except UnicodeError as error:
        raise ImportFileError(f"{path.name} is not in {name}: {error}", "name its encoding with --encoding") from None


def _encoding_of(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    sample = data[:4000]
    if sample.count(b"\0") > len(sample) // 5:
        return "utf-16-le" if sample[1::2].count(b"\0") >= sample[::2].count(b"\0") else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        counts = {name: Counter(data.decode(name, "replace").lower()) for name in _FREQUENT}
        return max(counts, key=lambda name: sum(counts[name][letter] for letter in _FREQUENT[name]))
    return "utf-8"


def read_delimited(path: Path, encoding: str = "") -> Grid:
    """Read a table that is kept as text."""
    text, name = read_text(path, encoding)
    remarks = Remarks()
    if not name.startswith("utf"):
        remarks.add("read in an old encoding (another can be named with --encoding)", name)
    if "\0" in text:
        remarks.add("NUL characters left out", f"{text.count(chr(0))} in {path.name}")
    text = text.replace("\0", "")
    lines = tuple(_lines(path.name, text, _delimiter_of(text)))
    refuse_beyond_bounds(path.name, "", lines)
    return Grid(path.name, "", lines, (), remarks)


def _delimiter_of(text: str) -> str:
    if text[:4].lower() == "sep=" and text[4:5]:
        return text[4]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(text[:200_000], delimiter))


def _evenness(text: str, delimiter: str) -> int:
    """Return how many cells stand in rows of the usual width, if that is more than one."""
    widths: Counter[int] = Counter()
    try:
        for row, _ in zip(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), range(60), strict=False):
            widths[len(row)] += 1
    except csv.Error:
        return 0
    return max((n * width for width, n in widths.items() if width > 1), default=0)


def _lines(file: str, text: str, delimiter: str) -> "list[Line]":
    csv.field_size_limit(max(len(text), 131072))
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(reader, 1):
            cells = [Cell(clean(value)) for value in row]
            if any(cell.text for cell in cells) and not (number == 1 and row[0].lower().startswith("sep=")):
                lines.append(Line(number, tuple(cells)))
            if len(lines) > MAX_ROWS:
                break
    except csv.Error as error:
        raise ImportFileError(f"{file}, line {reader.line_num}: {error}") from None
    return lines
