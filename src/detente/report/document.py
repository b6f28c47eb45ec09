"""The printed account: one text, cited once in the Chicago manner, set for Word and as a tagged PDF.

pandoc's document tree is the one intermediate text. pandoc cites and sets it (`cite_tree`), then writes Word's file
from it, or the source that typst sets as PDF/UA-1. Everything is kept by its input, and the same input gives the same
bytes.
"""

import json
import re
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from detente.cache import cached
from detente.model.study import Study
from detente.report.account import Account
from detente.report.archives import archives
from detente.report.chapters import Chapters
from detente.report.elements import (
    JOINT,
    Blocks,
    Element,
    Inlines,
    clear,
    document,
    heading,
    is_web,
    para,
    paragraphs,
    printable,
    raw,
    styled,
    text_of,
    words,
)
from detente.report.evidence import Evidence
from detente.report.pictures import Picture
from detente.report.references import citation_style, cite, csl_items
from detente.report.typesetting import typeset
from detente.report.word import reference_document
from detente.study.pandoc import pandoc

#: What a note leaves to the bibliography, so that the place in the source ends it.
_ONLY_IN_BIBLIOGRAPHY: Final = ("URL", "DOI", "accessed")
_FUNCTIONS: Final = {"Bibliography": "bibliography-entry"}
_ENTRY: Final = re.compile(r"ref-(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """An account in print: its blocks, cited and clean, the pictures among them in their order, and its title page."""

    blocks: Blocks
    pictures: tuple[Picture, ...]
    study: Study
    authors: tuple[str, ...]


def manuscript_of(account: Account, *, is_anonymous: bool = False) -> Manuscript:
    """Write an account out for print; without the names of those who made it, for anonymous review."""
    chapters = Chapters(account, is_anonymous=is_anonymous)
    items: list[dict[str, Any]] = _printable(csl_items(account.study.sources))
    with ThreadPoolExecutor(1) as aside:
        entries = aside.submit(_bibliography, chapters.evidence, items)
        blocks = cite_tree(chapters.all(), items)
        blocks += [*archives(account), *entries.result(), *chapters.evidence.chapter()]
    return Manuscript(blocks, tuple(chapters.pictures), account.study, () if is_anonymous else account.study.authors)


def render_docx(manuscript: Manuscript) -> bytes:
    """Return a manuscript as a Word document, with footnotes that Word knows as such."""
    study = manuscript.study
    meta: dict[str, Any] = {
        "title": study.title or "Untitled study",
        "subtitle": study.subtitle,
        "author": [*manuscript.authors],
        "lang": _language(study.language),
    }
    fields = {name: _meta(value) for name, value in meta.items() if value}
    if study.abstract.strip():
        fields["abstract"] = {"t": "MetaBlocks", "c": [para(part) for part in paragraphs(study.abstract)]}
    tree = document(_for_word(manuscript.blocks), fields)
    return cached("docx", [tree], lambda: _write_docx(tree))


def render_pdf(manuscript: Manuscript) -> bytes:
    """Return a manuscript as a tagged PDF that meets PDF/UA-1."""
    study = manuscript.study
    language, _, region = _language(study.language).partition("-")
    data = {
        "title": printable(study.title.strip()) or "Untitled study",
        "subtitle": printable(study.subtitle),
        "authors": [printable(author) for author in manuscript.authors],
        "abstract": [printable(part) for part in paragraphs(study.abstract)],
        "lang": language,
        "region": region or None,
        "pictures": [[picture.label, picture.svg] for picture in manuscript.pictures],
    }
    tree = document(_for_typst(manuscript.blocks), {})
    body = cached("typst", [tree], lambda: pandoc(["--from=json", "--to=typst", "--wrap=none"], tree)).decode()
    front = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return cached("pdf", [front, body], lambda: typeset(body, front))


def _printable(value: Any) -> Any:
    """Return what CSL holds, with texts as Word and PDF can hold them."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {printable(str(key)): _printable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(part) for part in value]
    return value


def cite_tree(blocks: Blocks, items: list[dict[str, Any]]) -> Blocks:
    """Set the citations of blocks: in full where a source is named first, then in the short form."""
    brief = [{name: value for name, value in item.items() if name not in _ONLY_IN_BIBLIOGRAPHY} for item in items]
    tree = document(blocks, {"suppress-bibliography": {"t": "MetaBool", "c": True}})
    sources = json.dumps(brief, ensure_ascii=False)
    cited = cached("cited", [tree, sources], lambda: cite(tree, sources, "--to=json"))
    found: Blocks = _Cleaner().read(json.loads(cited)["blocks"])
    return found


def _bibliography(evidence: Evidence, items: list[dict[str, Any]]) -> Blocks:
    """Return every source, with literature apart from testimony where there are both."""
    if not items:
        return []
    text = json.dumps(items, ensure_ascii=False)
    style = ["--citeproc", f"--csl={citation_style()}"]
    tree = json.loads(cached("entries", [text], lambda: pandoc(["--from=csljson", "--to=json", *style], text)))
    entries: dict[bool, Blocks] = {False: [], True: []}
    for name, content in _entries(tree["blocks"]):
        source = evidence.study.source_by_id.get(name)
        is_literature = source is not None and source.proximity == "scholarship"
        # What no reader can get at, the style leaves out of a bibliography; a study names it all the same.
        printed = _Cleaner().read(content) if text_of(content).strip() else [para(f"{evidence.short(name)}.")]
        entries[is_literature].append(styled("Bibliography", printed))
    blocks = [heading(1, "Bibliography")]
    if entries[False] and entries[True]:
        return [*blocks, heading(2, "Sources"), *entries[False], heading(2, "Scholarship"), *entries[True]]
    return [*blocks, *entries[False], *entries[True]]


def _entries(blocks: Blocks) -> list[tuple[str, Blocks]]:
    found: list[tuple[str, Blocks]] = []
    for block in blocks:
        if block["t"] == "Div":
            match = _ENTRY.fullmatch(block["c"][0][0])
            found += [(match[1], block["c"][1])] if match else _entries(block["c"][1])
    return found


class _Cleaner:
    """Goes through a cited tree: joins what belongs together, and leaves no link that does not lead to the web."""

    def read(self, node: Any) -> Any:
        """Return a part of the tree, cleaned."""
        if isinstance(node, list):
            return _joint([part for child in node for part in self._parts(child)])
        if isinstance(node, dict):
            return {key: self.read(value) for key, value in node.items()}
        return node

    def _parts(self, node: Any) -> list[Any]:
        if not isinstance(node, dict) or "c" not in node:
            return [self.read(node)]
        match node["t"]:
            case "Str":
                return [{"t": "Str", "c": clear(node["c"])}]
            case "Cite":
                return list(self.read(node["c"][1]))
            case "Link" if not (node["c"][2][0].startswith("#") or _leads_where_it_says(node)):
                return list(self.read(node["c"][1]))
        return [{**node, "c": self.read(node["c"])}]


def _leads_where_it_says(link: Element) -> bool:
    """Whether a link leads to the web, and not by a scheme that citeproc put before an address of another kind."""
    target = link["c"][2][0]
    said = text_of(link["c"][1])
    return is_web(target) and (said == target or not target.endswith(said) or said.startswith("10."))


def _joint(parts: list[Any]) -> list[Any]:
    """Put a comma in the place of the semicolon before what goes with the citation before it."""
    for n, part in enumerate(parts):
        if isinstance(part, dict) and part.get("t") == "Str" and JOINT in part["c"]:
            parts[n] = {"t": "Str", "c": part["c"].replace(JOINT, "")}
            before = next((p for p in reversed(parts[:n]) if p.get("t") == "Str"), None)
            if before is not None and before["c"].endswith(";"):
                before["c"] = before["c"][:-1] + ","
    return parts


def _for_word(blocks: Blocks) -> Blocks:
    """Return blocks with room between a table and the text after it, which Word's tables do not give."""
    after_table = {n + 1 for n, block in enumerate(blocks) if block["t"] == "Table"}
    return [
        styled("First Paragraph", [block]) if n in after_table and block["t"] == "Para" else block
        for n, block in enumerate(blocks)
    ]


def _for_typst(blocks: Blocks) -> Blocks:
    """Return blocks with each style of paragraph as a call of the template's function of that name."""
    found: Blocks = []
    numbers = count()
    for block in blocks:
        _, classes, pairs = block["c"][0] if block["t"] == "Div" else ("", [], [])
        style = next((value for key, value in pairs if key == "custom-style"), "")
        if style:
            call = _FUNCTIONS.get(style, style.lower().replace(" ", "-"))
            found += [raw("typst", f"#{call}["), *block["c"][1], raw("typst", "]")]
        elif classes:
            found.append(raw("typst", "#contents" if classes == ["new-page"] else f"#picture({next(numbers)})"))
        else:
            found.append(block)
    return found


def _write_docx(tree: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "reference.docx").write_bytes(reference_document())
        arguments = ["--from=json", "--to=docx", "--standalone", "--reference-doc=reference.docx", "--output=-"]
        return pandoc(arguments, tree, folder=Path(folder))


def _meta(value: str | list[str]) -> Element:
    if isinstance(value, list):
        return {"t": "MetaList", "c": [_meta(part) for part in value]}
    inlines: Inlines = words(value)
    return {"t": "MetaInlines", "c": inlines}


def _language(text: str) -> str:
    """Return a language and perhaps its country as a tag that Word and typst both know."""
    match = re.match(r"([a-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Z]{2}))?(?![A-Za-z0-9])", text)
    if match is None:
        return "en"
    return "-".join(part for part in match.groups() if part)
