"""What imports remember, in `import.yaml`: how a file's columns were understood, and which rows became which events."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import yaml

from detente.study.imports.grid import Line
from detente.study.imports.layout import FIELDS, Layout
from detente.study.imports.remarks import ImportFileError
from detente.study.sheets import SheetError, read_yaml_sheet

FILE: Final = "import.yaml"
_HEAD: Final = f"""# What `detente import` remembers. `columns` says what each column holds and may be edited:
# {", ".join(FIELDS)}.
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody decided about one file.

    ``dates`` is `day` or `month` for what comes first in 4/10/1949, `either` where that stays open; ``empty_dates`` is
    `above` where an empty cell repeats the date above it, `unknown` where it does not.
    """

    file: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: str = ""
    empty_dates: str = ""
    source: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)


def fingerprint(line: Line, layout: Layout) -> str:
    """Return a short hash of all that a row holds."""
    cells = ((column.name, line.cell(column.index)) for column in layout.columns)
    text = "\x1f".join(f"{name}={cell.text}" for name, cell in cells if cell.text)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_memory(folder: Path) -> tuple[tuple[Answers, ...], str | None]:
    """Return what earlier imports into a study left, and the file's text; None if there is no file."""
    try:
        text = (folder / FILE).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return (), None
    except (OSError, UnicodeDecodeError) as error:
        message = f"{FILE} cannot be read: {error}"
        raise ImportFileError(message, "move it away: the next import will ask anew") from None
    try:
        entries = read_yaml_sheet(FILE, text.removeprefix("\ufeff")).root.plain()
    except SheetError as error:
        raise ImportFileError(f"{FILE}:{error.span.line}: {error.message}", "mend it, or move it away") from None
    listed = entries.get("imports") if isinstance(entries, dict) else None
    return tuple(_answers(entry) for entry in listed or () if isinstance(entry, dict)), text


def _answers(entry: Mapping[str, Any]) -> Answers:
    texts: dict[str, Any] = {
        name: str(entry.get(name, "")) for name in ("file", "sheet", "dates", "empty_dates", "source")
    }
    maps: dict[str, Any] = {
        name: value if isinstance(value := entry.get(name), dict) else {} for name in ("columns", "rows")
    }
    for name, held in maps["columns"].items():
        if held not in FIELDS:
            message = f"{FILE}: column `{name}` is said to hold `{held}`"
            raise ImportFileError(message, f"write one of {', '.join(FIELDS)}")
    return Answers(**texts, **maps)


def recall(memory: Iterable[Answers], file: str, header: Iterable[str]) -> Answers | None:
    """Return the answers that fit a header: all its columns are known, from a file of that name if there is one."""
    names = set(header)
    fitting = [answers for answers in memory if names and names <= set(answers.columns)]
    return next((answers for answers in fitting if answers.file == file), fitting[0] if fitting else None)


def with_answers(memory: Iterable[Answers], answers: Answers) -> str:
    """Return the text of `import.yaml` with one file's answers in the place of its former ones."""
    rest = [old for old in memory if (old.file, old.sheet) != (answers.file, answers.sheet)]
    former = next((old for old in memory if (old.file, old.sheet) == (answers.file, answers.sheet)), Answers())
    answers = replace(answers, rows={**former.rows, **answers.rows})
    entries = [asdict(entry) for entry in (*rest, answers)]
    for entry in entries:
        entry["columns"], entry["rows"] = dict(entry["columns"]), dict(entry["rows"])
    return _HEAD + yaml.safe_dump({"imports": entries}, allow_unicode=True, sort_keys=False, width=120)
