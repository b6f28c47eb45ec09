"""The static site: an account of a study as pages that refer to each other and to nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from detente.analysis.balance_events import ties_of_events
from detente.report import wording
from detente.report.account import Account
from detente.report.drawing import Drawing
from detente.report.elements import paragraphs
from detente.report.pages import Page, Pages
from detente.report.pictures import Picture, picture_of
from detente.report.safe_html import host_of, safe_url

if TYPE_CHECKING:
    import jinja2

_HERE: Final = Path(__file__).parent
_STATIC: Final = ("style.css", "script.js")
_SLOW: Final = ("relation", "network", "figures", "periods", "report", "results", "balance", "hypotheses")
_DRAWING: Final = ("relation.html", "network.html", "figures.html", "periods.html", "hypotheses.html")


def render_site(account: Account) -> Mapping[str, bytes]:
    """Return every file of the site under its path."""
    return Site(account).files()


class Site:
    """Renders the pages of one account: all of them, or one when it is asked for.

    ``live`` pages are those of the reading room, which can also change the study.
    """

    def __init__(self, account: Account, *, live: bool = False) -> None:
        self.account, self.study, self.live = account, account.study, live
        self.pages = Pages(account, live=live)
        self.say, self.at, self.tables = self.pages.say, self.pages.at, self.pages.tables
        self._charts: dict[str, Picture] = {}
        self._made: dict[str, Mapping[str, Page]] = {}
        self._kept: dict[str, bytes] = {}
        self._locks = {part: Lock() for part in self.pages.parts}

    def files(self) -> Mapping[str, bytes]:
        """Return pages, tables, style and script."""
        pages = [path for part in self.pages.parts for path in self._pages_of(part)]
        static = {f"static/{name}": (_HERE / "static" / name).read_bytes() for name in _STATIC}
        rendered = {path: self._rendered(path) for path in pages}
        charts = {f"{path}.svg": picture.svg.encode() for path, picture in self._charts.items()}
        return rendered | dict(self.tables) | charts | static

    def paths(self) -> Iterator[str]:
        """Yield the path of every page, those first that are quickly made."""
        for part in sorted(self.pages.parts, key=lambda part: part in _SLOW):
            yield from self._pages_of(part)

    def is_slow(self, path: str) -> bool:
        """Whether a page, table or chart may wait for verdicts, measures or drawings."""
        return path.startswith(("tables/", "charts/")) or _part_of(path) in _SLOW

    def file(self, path: str) -> bytes | None:
        """Return one page, table or chart, making no more than it needs, or None if the site has none of that name."""
        if path not in self._kept:
            body = self._file(path)
            if body is None:
                return None
            self._kept[path] = body
        return self._kept[path]

    def _file(self, path: str) -> bytes | None:
        if path.startswith("tables/"):
            for part in self.pages.parts if path not in self.tables else ():
                self._pages_of(part)
            return self.tables.get(path)
        if path.startswith("charts/"):
            return self._chart(path)
        part = _part_of(path)
        if part not in self.pages.parts or path not in self._pages_of(part):
            return None
        return self._rendered(path)

    def _chart(self, path: str) -> bytes | None:
        """Return a chart as SVG or PNG; the pages that draw are made if need be."""
        name, _, kind = path.rpartition(".")
        for page in _DRAWING if name not in self._charts else ():
            self.file(page)
        picture = self._charts.get(name)
        if picture is None or kind not in ("svg", "png"):
            return None
        return picture.svg.encode() if kind == "svg" else picture.png

    def _keep(self, drawing: Drawing, name: str) -> str:
        """Keep a chart to be taken along, and return its path without an ending; empty if it cannot be."""
        picture = picture_of(drawing)
        if picture is None:
            return ""
        self._charts[f"charts/{name}"] = picture
        return f"charts/{name}"

    def _pages_of(self, part: str) -> Mapping[str, Page]:
        with self._locks[part]:
            if part not in self._made:
                self._made[part] = {page[0]: page for page in self.pages.parts[part]()}
            return self._made[part]

    def _rendered(self, path: str) -> bytes:
        part = _part_of(path)
        _, template, context = self._pages_of(part)[path]
        return self.render(template, path, **context)

    def render(self, template: str, path: str, **context: Any) -> bytes:
        """Render a template as the page of a path."""
        shared = {
            **{"account": self.account, "study": self.study, "say": self.say, "at": self.at, "menu": self.menu},
            **{"standing": lambda record: self.pages.standings[id(record)], "tables": self.tables, "live": self.live},
            "keep": self._keep,
            "lang": Markup(f' lang="{self.say.language}"') if self.say.language != "en" else "",  # noqa: S704
        }
        html = environment().get_template(template).render(shared, path=path, root="../" * path.count("/"), **context)
        return html.replace("\0", "\ufffd").encode("utf-8", "replace")

    @cached_property
    def menu(self) -> Sequence[tuple[str, str]]:
        """The pages that the study has matter for, and their names."""
        study = self.study
        matter: Mapping[str, Any] = {
            **{"network.html": ties_of_events(study), "balance.html": study.passages or study.searches},
            **{"report.html": study.report.strip(), "results.html": self.account.results},
            **{"comparisons.html": study.comparisons, "actors.html": study.actors or study.offices},
            **{"codebook.html": study.codes or study.codings or study.recodings, "sources.html": study.sources},
        }
        return [(path, title) for path, title in MENU if matter.get(path, True)]


MENU: Final = (
    ("index.html", "Overview"),
    ("report.html", "Report"),
    ("chronology.html", "Chronology"),
    ("relation.html", "Relation"),
    ("network.html", "Network"),
    ("figures.html", "Figures"),
    ("periods.html", "Periods"),
    ("results.html", "Results"),
    ("claims.html", "Claims"),
    ("comparisons.html", "Comparisons"),
    ("hypotheses.html", "Hypotheses"),
    ("coverage.html", "Coverage"),
    ("balance.html", "Balance of sources"),
    ("actors.html", "Actors"),
    ("codebook.html", "Codebook"),
    ("sources.html", "Sources"),
    ("diagnostics.html", "Findings"),
)


def _part_of(path: str) -> str:
    return path.partition("/")[0].partition(".")[0].partition("-")[0]


@cache
def environment() -> "jinja2.Environment":
    """Return the one environment in which pages are rendered; the reading room adds its own templates."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(_HERE / "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        keep_trailing_newline=True,
    )
    made.globals |= {"counted": wording.counted, "words": wording}
    made.filters |= {
        **{"ticked": wording.ticked, "paragraphs": paragraphs, "language": wording.language_of},
        **{"url": safe_url, "host": host_of},
    }
    return made
