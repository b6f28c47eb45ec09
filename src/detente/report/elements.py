"""Elements of pandoc's document tree, in which a study's texts can be nothing but text.

Whatever an author writes becomes `Str`: pandoc's writers escape it, and no reader of markup ever sees it.
"""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

Element = dict[str, Any]
Inlines = list[Element]
Blocks = list[Element]

API: Final = [1, 23, 1]
SPACE: Final[Element] = {"t": "Space"}
#: Stands before text that goes with what precedes it, where citations are joined: `A, 4; ◊cited in B` loses its `; `.
JOINT: Final = "\ufdd0"
_VEIL: Final = "\ufdd1"
_HIDDEN: Final = {ord(digit): 0xFDD2 + n for n, digit in enumerate("0123456789")}
_SHOWN: Final = {ord(_VEIL): None, **{hidden: chr(digit) for digit, hidden in _HIDDEN.items()}}
_BLANK: Final = re.compile("[ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?![a-z])")
_NOTHING: Final = ["", [], []]


def document(blocks: Blocks, meta: Element) -> str:
    """Return blocks as a document that pandoc reads."""
    return json.dumps({"pandoc-api-version": API, "meta": meta, "blocks": blocks}, ensure_ascii=False)


def paragraphs(text: str) -> list[str]:
    """Return the stretches of a text between empty lines."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def printable(text: str) -> str:
    """Return a text without characters that Word or PDF cannot hold: each is shown as `\ufffd`."""
    return _UNPRINTABLE.sub("\ufffd", text)


def words(text: str) -> Inlines:
    """Return a text as one run; line breaks and stretches of blanks are single spaces."""
    run = _BLANK.sub(" ", printable(text))
    return [{"t": "Str", "c": run}] if run else []


def run(*parts: str | Element | Inlines) -> Inlines:
    """Return texts, elements and runs as one run."""
    found: Inlines = []
    for part in parts:
        found += [part] if isinstance(part, dict) else inlines(part)
    return found


def emphasis(content: str | Inlines) -> Element:
    """Set in italics."""
    return {"t": "Emph", "c": inlines(content)}


def strong(content: str | Inlines) -> Element:
    """Set in bold."""
    return {"t": "Strong", "c": inlines(content)}


def raised(text: str) -> Element:
    """Set as a superscript."""
    return {"t": "Superscript", "c": words(text)}


def verbatim(text: str) -> Element:
    """Set in the fixed-width type of ids."""
    return {"t": "Code", "c": [_NOTHING, _BLANK.sub(" ", printable(text))]}


def opaque(text: str) -> Inlines:
    """Hide a text from the reader of locators, which takes whatever holds a number for a page; `clear` shows it."""
    return [{"t": "Str", "c": f"{_VEIL}{run['c']}".translate(_HIDDEN)} for run in words(text)]


def clear(text: str) -> str:
    """Return a run as it was before `opaque` hid it.

    >>> clear(opaque("d190, para. 4")[0]["c"])
    'd190, para. 4'
    """
    return text.translate(_SHOWN)


def foreign(text: str, language: str) -> Element:
    """Mark a text's language, where it is given as a code."""
    code = _LANGUAGE.match(language)
    return {"t": "Span", "c": [["", [], [["lang", code[0]]] if code else []], words(text)]}


def link(content: str | Inlines, target: str) -> Element:
    """Lead to an anchor of this document, or to an address of the web."""
    return {"t": "Link", "c": [_NOTHING, inlines(content), [target, ""]]}


def anchor(content: str | Inlines, name: str) -> Element:
    """Be a place that a link leads to."""
    return {"t": "Span", "c": [[name, [], []], inlines(content)]}


def is_web(address: str) -> bool:
    """Whether an address may be a link: of the web, and nothing else.

    >>> is_web("https://x.org/a b"), is_web("https://x.org/a"), is_web("javascript:alert(1)")
    (False, True, False)
    """
    return re.fullmatch(r"https?://[^\s/<>\"\\]+(/[^\s<>\"\\]*)?", address) is not None


def note(content: Inlines) -> Element:
    """Be a footnote."""
    return {"t": "Note", "c": [para(content)]}


def citation(source: str, *, before: Inlines = [], after: Inlines = []) -> Element:  # noqa: B006
    """Cite a source, with words before it and a locator and words after it, as a part of `cite`."""
    return {
        "citationId": source,
        "citationPrefix": before,
        "citationSuffix": after,
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }


def cite(citations: Sequence[Element]) -> Element:
    """Cite one source or several, in one breath."""
    return {"t": "Cite", "c": [list(citations), []]}


def para(content: str | Inlines) -> Element:
    """Be a paragraph."""
    return {"t": "Para", "c": inlines(content)}


def paras(text: str) -> Blocks:
    """Be a paragraph for every stretch of text between empty lines."""
    return [para(part) for part in paragraphs(text)]


def heading(level: int, content: str | Inlines, name: str = "") -> Element:
    """Be a heading."""
    return {"t": "Header", "c": [level, [name, [], []], inlines(content)]}


def bullets(items: Iterable[str | Inlines]) -> Element:
    """Be a list without numbers."""
    return {"t": "BulletList", "c": [[{"t": "Plain", "c": inlines(item)}] for item in items]}


def styled(style: str, blocks: Blocks) -> Element:
    """Set blocks in a style of `templates`: a paragraph style in Word, a function in typst."""
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def new_page() -> Element:
    """End the title page: with the contents in print, with a page break in Word."""
    return {"t": "Div", "c": [["", ["new-page"], []], [raw("openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>')]]}


def picture(label: str, address: str) -> Element:
    """Be a picture with its caption, as wide as the text."""
    image = {"t": "Image", "c": [["", [], [["width", "100%"]]], words(label), [address, ""]]}
    blocks = [styled("Captioned Figure", [para([image])]), styled("Image Caption", [para(label)])]
    return {"t": "Div", "c": [["", ["picture"], []], blocks]}


def raw(form: str, text: str) -> Element:
    """Be markup of this program's own; never a text of the study."""
    return {"t": "RawBlock", "c": [form, text]}


def table(caption: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[str | Inlines]]) -> Element:
    """Be a table with a header row.

    Parameters
    ----------
    columns
        Header and width [percent of the text's width]; a negative width sets the column to the right.
    """
    specs = [
        [{"t": "AlignRight" if width < 0 else "AlignLeft"}, {"t": "ColWidth", "c": abs(width) / 100}]
        for _, width in columns
    ]
    head = [_row([title for title, _ in columns])]
    body = [_NOTHING, 0, [], [_row(row) for row in rows]]
    above = [None, [{"t": "Plain", "c": words(caption)}] if caption else []]
    return {"t": "Table", "c": [_NOTHING, above, specs, [_NOTHING, head], [body], [_NOTHING, []]]}


def _row(cells: Sequence[str | Inlines]) -> list[Any]:
    blocks = ([{"t": "Plain", "c": cell}] if cell else [] for cell in map(inlines, cells))
    return [_NOTHING, [[_NOTHING, {"t": "AlignDefault"}, 1, 1, block] for block in blocks]]


def joined(parts: Iterable[str | Inlines], between: str = ", ") -> Inlines:
    """Return the parts that hold anything, with a text between them."""
    found: Inlines = []
    for part in map(inlines, parts):
        if part:
            found += [*words(between), *part] if found else part
    return found


def text_of(elements: Any) -> str:
    """Return the words of elements, without their markup and notes."""
    if isinstance(elements, list):
        return "".join(text_of(element) for element in elements)
    if not isinstance(elements, dict):
        return ""
    match elements.get("t"):
        case "Str":
            return str(elements["c"])
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Code" | "Math":
            return str(elements["c"][1])
        case "Note":
            return ""
    return text_of(elements.get("c"))


def inlines(content: str | Inlines) -> Inlines:
    """Return a text as words, and a run as it is."""
    return words(content) if isinstance(content, str) else content
