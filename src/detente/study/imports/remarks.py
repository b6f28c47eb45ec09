"""What an import has to say: kinds of remarks, each with its places; at most a screen of them, the rest in a report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

_WIDEST: Final = 150


class ImportFileError(Exception):
    """A file that cannot be imported: a fact that names the file and the place, and what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


@dataclass(slots=True)
class Remarks:
    """Remarks by kind, in the order in which the kinds first came up."""

    by_kind: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, example: str, place: str = "") -> None:
        """Note one case of a kind."""
        self.by_kind.setdefault(kind, []).append(f"{example} ({place})" if place else example)

    def extend(self, other: "Remarks") -> None:
        """Take over the remarks of another."""
        for kind, examples in other.by_kind.items():
            self.by_kind.setdefault(kind, []).extend(examples)

    def lines(self) -> Iterator[str]:
        """Yield a line a kind: how often, and the first cases."""
        for kind, examples in self.by_kind.items():
            yield _line(kind, examples)

    def every(self) -> Iterator[str]:
        """Yield a line a case."""
        for kind, examples in self.by_kind.items():
            yield from (f"{kind}: {example}" for example in examples)

    def report(self, title: str, head: Mapping[str, str]) -> str:
        """Return everything as Markdown."""
        parts = [f"# {title}", *(f"- {name}: {text}" for name, text in head.items())]
        for kind, examples in self.by_kind.items():
            parts += ["", f"## {kind[0].upper()}{kind[1:]}: {len(examples)}", ""]
            parts += [f"- {example}" for example in examples]
        return "\n".join(parts) + "\n"


def _line(kind: str, examples: list[str]) -> str:
    line = f"{kind}: {len(examples)}"
    for n, example in enumerate(examples):
        joint = ", as " if n == 0 else "; "
        if n > 0 and len(line) + len(example) + 2 > _WIDEST:
            return line + "; ..."
        line += joint + short(example, 90)
    return line


def screen(lines: list[str], room: int) -> list[str]:
    """Return the lines if there is room for them, else the first of them and how many are left out."""
    return lines if len(lines) <= room else [*lines[: room - 1], f"and {len(lines) - room + 1} more kinds of remarks"]


def short(text: str, length: int = 40) -> str:
    """Return a text on one line, cut to a length.

    >>> short("a trade agreement was signed", 12)
    'a trade a...'
    """
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 3] + "..."
