"""A study as its files say at one time, and what is made of it to be shown."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from detente.build import Options, account_of, digest_of, results_amiss, texts_of
from detente.checks import check_study
from detente.model.diagnostics import Diagnostic
from detente.model.study import Study, Texts
from detente.study.read import read_study

if TYPE_CHECKING:
    from detente.report.site import Site

BOARD: Final = "board/"
MOST_MADE: Final = 5000
"""Pages kept of one study; boards with switches thrown are without number."""


@dataclass(frozen=True)
class Standing:
    """A study, what is wrong with it, and the pages that show it, so far as they are made."""

    study: Study
    diagnostics: tuple[Diagnostic, ...]
    digest: str
    texts: Texts
    made: dict[str, bytes] = field(default_factory=dict)
    shown: dict[str, bytes] = field(default_factory=dict)
    """Pages of the room's own, by what was asked."""

    @cached_property
    def site(self) -> "Site":
        """The pages, made when they are asked for, as are the measures and verdicts that they show."""
        from detente.report.site import Site

        return Site(account_of(self.study, self.diagnostics, Options(), self.digest, self.texts), live=True)

    def make(self, what: str) -> bytes | None:
        """Return a page, table or chart of the site or a board, made if need be; None where there is none.

        A board is asked for as `board/NAME`, with `?part=1` for what its switches change, and `without=` for each of
        those that are thrown.
        """
        if what in self.made:
            return self.made[what]
        if what.startswith(BOARD):
            from detente.web.board import render_board

            name, _, query = what.removeprefix(BOARD).partition("?")
            asked = parse_qs(query)
            body = render_board(self.site, name, asked.get("without", ()), is_part="part" in asked)
        else:
            body = self.site.file(what)
        if body is not None:
            self.keep(what, body)
        return body

    def keep(self, what: str, body: bytes) -> None:
        """Keep what has been made."""
        if len(self.made) < MOST_MADE:
            self.made[what] = body


def read_standing(folder: Path, held: dict[str, dict[str, bytes]] | None = None) -> Standing:
    """Read and check a study's folder; measures, verdicts and pages are left for when they are asked for.

    ``held`` are pages that are made already, by the digests of their studies; those to come are kept there too.
    """
    digest = digest_of(folder, Options())  # before the files are read: what changes meanwhile is noticed
    study, complaints = read_study(folder)
    texts = texts_of(folder)
    diagnostics = check_study(study, texts, (*complaints, *results_amiss(study)))
    made = held.setdefault(digest, {}) if held is not None else {}
    standing = Standing(study, diagnostics, digest, texts, made)
    _ = standing.site
    return standing


def lay_out_templates() -> None:
    """Let the room's own templates stand beside the site's."""
    from jinja2 import ChoiceLoader, PackageLoader

    from detente.report.site import environment

    made = environment()
    if not isinstance(made.loader, ChoiceLoader) and made.loader is not None:
        made.loader = ChoiceLoader([made.loader, PackageLoader("detente.web")])
