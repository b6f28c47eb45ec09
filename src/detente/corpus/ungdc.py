"""Speeches of the United Nations General Debate: one text file a state and session, named `ALB_11_1956.txt`."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from detente.corpus.documents import Document, Paragraph
from detente.corpus.place import Place
from detente.corpus.refusal import RefusedError, Remark
from detente.model.dates import parse_date
from detente.model.states import state, states

NAMED: Final = re.compile(r"([A-Z]{3})_(\d+)_(\d{4})")


def read_speech(path: Path, place: Place) -> Iterator[Document | Remark]:
    """Yield the one speech of a file. Its sender is the state that bore the code in that year: RUS of 1956 is SUN.

    Raises
    ------
    RefusedError
        If it is not UTF-8.
    """
    named = NAMED.fullmatch(path.stem)
    assert named is not None  # noqa: S101
    code, session, year = named.groups()
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RefusedError(f"byte 0x{data[error.start]:02X} is not UTF-8", line) from None
    lines = (" ".join(line.split()) for line in text.splitlines())
    paragraphs = tuple(Paragraph(n, line) for n, line in enumerate((line for line in lines if line), 1))
    speaker = bearer(code, int(year))
    name = state(speaker).name if speaker in states() else speaker
    edition = place.edition or "ungdc"
    yield Document(
        f"{edition}/{path.stem}",
        edition,
        "speech",
        f"{name}, General Debate, session {int(session)}, {year}",
        made=parse_date(year),
        sender=speaker,
        recipient="United Nations General Assembly",
        place="United Nations",
        language="en",
        paragraphs=paragraphs,
    )


def bearer(code: str, year: int) -> str:
    """Return the state that bore a code in a year: itself, or its predecessor."""
    if code not in states():
        return code
    day = date(year, 10, 1).toordinal()
    for each in (code, *state(code).predecessors):
        if not state(each).existed or any(a <= day <= b for a, b in state(each).existed):
            return each
    return code
