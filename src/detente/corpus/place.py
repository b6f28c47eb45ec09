"""Where a file stands in the corpus: its edition, its name there, and how it is to be read."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ODD: Final = re.compile(r"[^\w.+-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """What whoever adds a file says of it.

    Attributes
    ----------
    edition
        The name to install it under; empty where the file itself may say.
    folder
        The name to install it under if neither says.
    name
        The file's path in that folder, without its suffix: the local part of the ids of its documents.
    ocr
        Tesseract's languages (`rus+eng`) with which scans are read; empty to leave them pictures.
    """

    edition: str = ""
    folder: str = ""
    name: str = ""
    ocr: str = ""

    @property
    def own(self) -> str:
        """The edition of a file that does not name one itself."""
        return self.edition or self.folder

    @property
    def id(self) -> str:
        """The id of a file's one document."""
        return f"{self.own}/{self.name}"


def place_of(path: Path, edition: str = "", ocr: str = "") -> Place:
    """Return the place of a file that is added by itself."""
    return Place(edition, slug(path.resolve().parent.name) or "own", slug(path.stem), ocr)


def slug(name: str) -> str:
    """Return a name as it stands in an id: letters of any script, digits, `.`, `_`, `+`, `-`, and `/` between folders.

    >>> slug("Fondi 14/dosja 3, fl. 12")
    'Fondi-14/dosja-3-fl.-12'
    """
    return "/".join(part for piece in name.split("/") if (part := _ODD.sub("-", piece).strip("-.")))
