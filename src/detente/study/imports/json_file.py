"""A JSON file from anybody, within bounds."""

import json
from pathlib import Path
from typing import Any, Final

from detente.study.imports.remarks import ImportFileError

MAX_BYTES: Final = 100_000_000


def read_json(path: Path) -> Any:
    """Return what a JSON file holds.

    Raises
    ------
    ImportFileError
        When it cannot be read, is too large or nested too deeply, or is no JSON: with the place.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise ImportFileError(f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB", "export less of it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFileError(f"{path.name}: not JSON: {error}") from None
    return parse_json(path.name, text)


def parse_json(file: str, text: str) -> Any:
    """Return what a text of JSON holds. Raises as `read_json` does."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ImportFileError(f"{file}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise ImportFileError(f"{file}: its values are nested too deeply") from None
    except ValueError as error:
        raise ImportFileError(f"{file}: not JSON: {error}") from None
