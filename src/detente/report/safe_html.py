"""HTML made by pandoc from a study's words, cut down to what a page of the site may hold."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

_INLINE: Final = frozenset(["a", "b", "code", "del", "em", "i", "q", "s", "small", "span", "strong", "sub", "sup", "u"])
_BLOCKS: Final = frozenset(
    {
        *("blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "section"),
        *("caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
_ALONE: Final = frozenset({"br", "hr"})
_HIDDEN: Final = frozenset({"script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math"})
_ROLES: Final = frozenset({"doc-noteref", "doc-backlink", "doc-endnotes"})
_NAME: Final = re.compile(r"[A-Za-z][\w.:-]*", re.ASCII)
_MARK: Final = re.compile("\ue000(\\d+)\ue001")


def safe_url(text: str) -> str:
    """Return an address if it is one of the web, else an empty text.

    >>> safe_url("https://history.state.gov/"), safe_url(" javascript:alert(1)"), safe_url("http://[::1")
    ('https://history.state.gov/', '', '')
    """
    address = text.strip()
    if not address.lower().startswith(("http://", "https://")) or re.search(r"[\s\x00-\x1f\x7f\\]", address):
        return ""
    try:
        return address if urlsplit(address).hostname else ""
    except ValueError:
        return ""


def host_of(address: str) -> str:
    """Return the host of a safe address, to be shown as the text of its link."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


class _Cleaner(HTMLParser):
    def __init__(self, links: Sequence[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.open: list[str] = []
        self.links = links
        self.level = 1
        self.hidden = 0
        self.tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        if self.hidden:
            return
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.out.append(escape(given.get("alt", "")))
        if tag in _ALONE:
            self.out.append(f"<{tag}>")
        if tag not in _INLINE | _BLOCKS:
            return
        name = self._heading(tag) if re.fullmatch("h[1-6]", tag) else tag
        if tag == "table":
            self.tables += 1
            self.out.append(f'<div class="scroll" role="region" tabindex="0" aria-label="Table {self.tables}">')
        self.open.append(name)
        self.out.append(f"<{name}{_attributes(tag, given)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN and self.hidden:
            self.hidden -= 1
        if self.hidden or tag not in _INLINE | _BLOCKS:
            return
        heading = re.fullmatch("h[1-6]", tag) is not None
        match = (name for name in reversed(self.open) if name == tag or (heading and re.fullmatch("h[1-6]", name)))
        found = next(match, None)
        if found is None:
            return
        while True:
            name = self.open.pop()
            self.out.append(f"</{name}>")
            if name == "table":
                self.out.append("</div>")
            if name == found:
                return

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        last = 0
        for match in _MARK.finditer(data):
            n = int(match[1])
            self.out += escape(data[last : match.start()]), self.links[n] if n < len(self.links) else ""
            last = match.end()
        self.out.append(escape(data[last:]))

    def _heading(self, tag: str) -> str:
        """Set headings under the page's own, and never two levels lower than the one before."""
        self.level = max(2, min(int(tag[1]), self.level + 1))
        return f"h{self.level}"

    def finished(self) -> str:
        self.close()
        while self.open:
            self.handle_endtag(self.open[-1])
        return "".join(self.out)


def _attributes(tag: str, given: Mapping[str, str]) -> str:
    kept: dict[str, str] = {}
    href = given.get("href", "")
    if tag == "a" and href.startswith("#") and _NAME.fullmatch(href[1:]):
        kept["href"] = href
    elif tag == "a" and (address := safe_url(href)):
        kept |= {"href": address, "rel": "noreferrer"}
    if _NAME.fullmatch(given.get("id", "")):
        kept["id"] = given["id"]
    if given.get("role") in _ROLES:
        kept["role"] = given["role"]
    if kept.get("role") == "doc-endnotes":
        kept["aria-label"] = "Notes"
    if tag == "ol" and given.get("start", "").isascii() and given.get("start", "").isdigit():
        kept["start"] = given["start"]
    if tag == "th":
        kept["scope"] = "col"
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())


def clean_html(html: str, links: Sequence[str] = ()) -> str:
    """Return HTML with known elements and attributes only, links to the web or within the page only, headings in order.

    ``links``, made by this program, are put in where the text holds their `mark`.

    >>> clean_html('<p onclick="x">a <a href="javascript:x">b</a><script>c</script></p>')
    '<p>a <a>b</a></p>'
    """
    cleaner = _Cleaner(links)
    cleaner.feed(html)
    return cleaner.finished()


def mark(n: int) -> str:
    """Return the text in whose place `clean_html` puts its n-th link."""
    return f"\ue000{n}\ue001"


def plain_text(html: str) -> str:
    """Return the words of safe HTML."""
    from html import unescape

    return unescape(re.sub(r"<[^>]*>", "", html))
