"""The study's own report, from Markdown to HTML, with citations and links to its statements."""

import json
import re
import tempfile
from html import escape
from pathlib import Path
from typing import Final

from detente.cache import cached
from detente.model.records import Claim, Event, Figure
from detente.model.study import Study
from detente.report.places import Places
from detente.report.references import citation_style, csl_items, pandoc
from detente.report.safe_html import clean_html, mark_up
from detente.report.wording import Wording

#: Markdown without what could carry markup of its own into the page.
MARKDOWN: Final = "markdown" + "".join(
    f"-{extension}"
    for extension in (
        *("raw_html", "raw_attribute", "raw_tex", "markdown_in_html_blocks", "tex_math_dollars"),
        *("native_divs", "native_spans", "fenced_divs", "bracketed_spans"),
        *("header_attributes", "link_attributes", "fenced_code_attributes", "inline_code_attributes"),
        *("yaml_metadata_block", "pandoc_title_block"),
    )
)
_STATEMENT: Final = re.compile(r"\[(ev|fig|cl):([^\]\s]+)\]")
_KINDS: Final = {"ev": Event, "fig": Figure, "cl": Claim}


def render_narrative(study: Study, at: Places, say: Wording) -> str:
    """Return the report as safe HTML: ``[@source, p. 4]`` cited in notes, ``[ev:id]`` linked, other markup as text."""

    def link(match: re.Match[str]) -> str:
        statement = study.statement_by_id.get(match[2])
        if statement is None or not isinstance(statement, _KINDS[match[1]]):
            return ""
        words = say.date(statement.date) if isinstance(statement, Event) else ""
        words = words or (f"{say.value(statement)} {statement.unit}" if isinstance(statement, Figure) else "claim")
        title = escape(say.statement(statement))
        return f'<a class="statement" href="{escape(at.of(statement))}" title="{title}">{escape(words)}</a>'

    text, marks = mark_up(study.report, _STATEMENT, link)
    items = json.dumps(csl_items(study.sources), ensure_ascii=False)
    html = cached("narrative", [text, items], lambda: _citing(text, items)).decode()
    return clean_html(html, marks)


def _citing(text: str, items: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "sources.json"
        sources.write_text(items, encoding="utf-8")
        return pandoc(
            (
                *(f"--from={MARKDOWN}", "--to=html", "--wrap=none", "--id-prefix=r-"),
                *("--citeproc", f"--csl={citation_style()}", f"--bibliography={sources}"),
                "--metadata=suppress-bibliography:true",
            ),
            text,
        )
