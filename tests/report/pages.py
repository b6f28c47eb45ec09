"""Pages as a test reads them: their elements, attributes, anchors, links and words."""

from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


class Page(HTMLParser):
    """A page read strictly: every element that opens must close, in order."""

    def __init__(self, path: str, data: bytes) -> None:
        super().__init__()
        self.path = path
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.headings: list[str] = []
        self.open: list[str] = []
        self.feed(data.decode())
        self.close()
        assert not self.open, (path, self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (self.path, tag, names)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, (self.path, tag, self.getpos())
        assert self.open[-1] == tag, (self.path, tag, self.open, self.getpos())
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def anchors(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def targets(self) -> Iterable[tuple[str, str]]:
        """File and anchor of every link that stays on the site."""
        for _, attributes in self.elements:
            for name in ("href", "src"):
                address = attributes.get(name, "")
                if address and not address.startswith(("http://", "https://")):
                    path, _, anchor = address.partition("#")
                    yield normpath(join(dirname(self.path), path)) if path else self.path, unquote(anchor)


def pages_of(site: Mapping[str, bytes]) -> Mapping[str, Page]:
    """Read every page of a site."""
    return {path: Page(path, data) for path, data in site.items() if path.endswith(".html")}
