"""The narrative in print: Markdown without a way out of the page.

Raw HTML and TeX, attributes, formulas and pictures are read as text. Links lead to the web or nowhere. What reads
`[@source, p. 4]` becomes a citation if the study has the source; `[ev:id]`, `[fig:id]` and `[cl:id]` become references
to the evidence, `[res:id]` what the build finds; `{{ figure relation }}`, alone in a paragraph, an exhibit.
Headings stand below the chapter's, with no level left out.
"""

import json
import re
from collections.abc import Callable, Container
from typing import Any, Final

from detente.cache import cached
from detente.report.elements import SPACE, Blocks, Element, Inlines, heading, is_web, printable, strong, text_of, words
from detente.study.pandoc import pandoc

_READER: Final = "markdown_strict-raw_html" + "".join(
    f"+{extension}"
    for extension in (
        *("all_symbols_escapable", "backtick_code_blocks", "blank_before_header", "blank_before_blockquote"),
        *("citations", "definition_lists", "escaped_line_breaks", "fancy_lists", "fenced_code_blocks", "footnotes"),
        *("inline_notes", "intraword_underscores", "lists_without_preceding_blankline", "pipe_tables"),
        *("space_in_atx_header", "startnum", "strikeout", "table_captions"),
    )
)
_GROUP: Final = re.compile(r"\[([^\[\]\n]*(?:\n[^\[\]\n]+)*)\]([(\[:]?)")
_CITED: Final = re.compile(r"(?:.*\s)?-?@\S.*", re.DOTALL)
_MARK: Final = re.compile(r"\[(ev|fig|cl|res):([\w.:-]+)\]")
EXHIBIT: Final = re.compile(r"\{\{\s*(figure|table)\s+([\w.-]+)(?:\s*:\s*([^{}]+?))?\s*\}\}")
_NOTHING: Final = ["", [], []]
_WITH_ATTRIBUTES: Final = ("Div", "Span", "Code", "CodeBlock", "Table", "Figure")


def read_manuscript(
    text: str,
    sources: Container[str],
    evidence: Callable[[str, str], Inlines],
    exhibit: Callable[[str, str, str], Blocks],
) -> Blocks:
    """Read a narrative.

    Parameters
    ----------
    sources
        The sources that it may cite.
    evidence
        Gives what stands for a kind (`ev`, `fig`, `cl`, `res`) and id; nothing where it is unknown.
    exhibit
        Gives a figure or table by kind, name and subject; nothing where it is unknown, which is then read as text.
    """
    if not text.strip():
        return []
    clean = _GROUP.sub(_apart, printable(text))
    tree = cached("manuscript", [clean], lambda: pandoc([f"--from={_READER}", "--to=json"], clean))
    reader = _Reader(sources, evidence)
    level = 1
    found: Blocks = []
    for block in json.loads(tree)["blocks"]:
        if block["t"] == "Header":
            level = min(block["c"][0] + 1, level + 1, 5)
            found += [heading(level, title)] if (title := text_of(block["c"][2]).strip()) else []
        elif block["t"] == "Para" and (named := EXHIBIT.fullmatch(text_of(block["c"]))):
            found += exhibit(named[1], named[2], named[3] or "") or reader.read([block])
        else:
            found += reader.read([block])
    return found


def _apart(group: re.Match[str]) -> str:
    """Part what stands in one bracket: `[@source, p. 4; ev:a; ev:b]` is a citation and two references.

    Such a bracket is never a link's text or label, so what follows it (`:`, `(`, `[`) is kept from making it one.
    """
    parts = [part.strip() for part in group[1].split(";")]
    marks = [part for part in parts if _MARK.fullmatch(f"[{part}]")]
    cited = [part for part in parts if part not in marks]
    if not all(_CITED.fullmatch(part) for part in cited):
        return group[0]
    apart = " ".join(f"[{part}]" for part in ([*(["; ".join(cited)] if cited else []), *marks]))
    return apart + (f"\\{group[2]}" if group[2] in (":", "(") else " [" if group[2] else "")


class _Reader:
    """Goes through a tree and leaves of it what may be printed."""

    def __init__(self, sources: Container[str], evidence: Callable[[str, str], Inlines]) -> None:
        self.sources, self.evidence = sources, evidence

    def read(self, node: Any) -> Any:
        """Return a part of the tree, cleaned."""
        if isinstance(node, list):
            return [part for child in node for part in self._parts(child)]
        if isinstance(node, dict):
            return {key: self.read(value) for key, value in node.items()}
        return node

    def _parts(self, node: Any) -> list[Any]:
        """Return what a child of a list becomes: itself read, or several, or nothing."""
        if not isinstance(node, dict) or "t" not in node:
            return [self.read(node)]
        content: Any = node.get("c")
        match node["t"]:
            case "Str":
                return self._text(str(content))
            case "SoftBreak":
                return [SPACE]
            case "RawInline" | "Math":
                return words(str(content[1]))
            case "RawBlock":
                return [{"t": "Para", "c": words(str(content[1]))}]
            case "Image":
                return [*words("[picture: "), *self.read(content[1]), *words("]")]
            case "Link":
                return self._link(content)
            case "Cite":
                return self._cite(content)
            case "Header":
                return [{"t": "Para", "c": [strong(self.read(content[2]))]}]
        if node["t"] in _WITH_ATTRIBUTES:
            content = [_NOTHING, *content[1:]]
        return [{**node, "c": self.read(content)} if content is not None else node]

    def _text(self, text: str) -> Inlines:
        found: Inlines = []
        end = 0
        for mark in _MARK.finditer(text):
            if references := self.evidence(mark[1], mark[2]):
                found += [*words(text[end : mark.start()]), *references]
                end = mark.end()
        return found + words(text[end:])

    def _link(self, content: Any) -> Inlines:
        inner: Inlines = self.read(content[1])
        if is_web(content[2][0]):
            return [{"t": "Link", "c": [_NOTHING, inner, [content[2][0], ""]]}]
        return inner

    def _cite(self, content: Any) -> Inlines:
        """Cite if the study has all the sources; else leave what was written."""
        if any(part["citationId"] not in self.sources for part in content[0]):
            written: Inlines = self.read(content[1])
            return written
        return [{"t": "Cite", "c": [[self._citation(part) for part in content[0]], []]}]

    def _citation(self, part: Element) -> Element:
        affixes = {name: self.read(part[name]) for name in ("citationPrefix", "citationSuffix")}
        return {**part, **affixes}
