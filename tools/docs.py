"""Writes the pages that are generated: the study's files and columns, the rules, the commands, the JSON Schemas.

usage: docs.py [--check]      with --check, says which pages are out of date and exits 1
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from detente.checks import rules
from detente.cli import COMMANDS, command
from detente.coding.machine.proposals import TABLE as PROPOSALS
from detente.panel.adders import ADDERS
from detente.panel.datasets import DATASETS
from detente.panel.declare import Dataset
from detente.study.columns import RIVAL, SETTINGS, TABLES, Column, json_schema

DOCS = Path(__file__).parent.parent / "docs" / "reference"
MADE = "<!-- Made by `make docs`; do not edit. -->\n\n"


def pages() -> Mapping[str, str]:
    """Return every generated page under its path in docs/reference."""
    made = {
        "study-files.md": MADE + "\n".join(_study_files()) + "\n",
        "rules.md": MADE + "\n".join(_rules()) + "\n",
        "commands.md": MADE + "\n".join(_commands()) + "\n",
        "data-sets.md": MADE + "\n".join(_data_sets()) + "\n",
    }
    for table in (*TABLES, PROPOSALS):
        schema = json.dumps(json_schema(table), ensure_ascii=False, indent=1)
        made[f"schema/{table.collection}.json"] = schema + "\n"
    return made


def _study_files() -> Iterator[str]:
    yield "# The files of a study\n"
    yield (
        "Every file is UTF-8 text. Tables are CSV with commas, semicolons or tabs, as their first line shows; lines\n"
        "that begin with `#` are comments. Columns in **bold** must be filled. Columns not listed here are kept\n"
        "and left alone. Lists in a cell are apart by `;`. Dates are [EDTF](dates.md). A JSON Schema of each row lies\n"
        "in [schema/](schema/).\n"
    )
    yield "## study.yaml: single values\n"
    yield from _columns(SETTINGS)
    for table in (*TABLES, PROPOSALS):
        place = f"{table.file}, list `{table.key}`" if table.key else table.file
        yield f"## {place}\n"
        yield f"A row is {table.meaning}.\n" if not table.key else f"An entry is: {table.meaning}.\n"
        yield from _columns(table.columns)
        if table.collection == "hypotheses":
            yield "Each of its `rivals`:\n"
            yield from _columns(RIVAL)
    yield "## Other files\n"
    yield (
        "`report.md` is the narrative: Markdown with `[@source, p. 4]` for citations and `[ev:id]`, `[fig:id]`,\n"
        "`[cl:id]` for statements. `documents/` holds the researcher's own texts. `build/` is where `detente build`\n"
        "writes.\n"
    )


def _columns(columns: tuple[Column, ...]) -> Iterator[str]:
    yield "| column | holds | meaning |\n|---|---|---|"
    for column in columns:
        name = f"**`{column.name}`**" if column.required else f"`{column.name}`"
        yield f"| {name} | {_holds(column)} | {column.meaning} |"
    yield ""


def _holds(column: Column) -> str:
    if column.words:
        return ", ".join(f"`{word}`" for word in column.words)
    if column.refers_to:
        files = {table.collection: table.file for table in TABLES}
        named = [f"an id of {files[name]}" if name in files else "a state or body" for name in column.refers_to]
        return ("list: " if column.kind == "list" else "") + " or ".join(dict.fromkeys(named))
    return str(column.kind)


def _rules() -> Iterator[str]:
    yield "# The rules\n"
    yield (
        "What `detente check` holds a study to. Rules marked *completeness* spare what is a draft. A finding that may\n"
        "stand is waived in `study.yaml`, with a reason. `detente explain CODE` prints a rule's page.\n"
    )
    for rule in rules():
        kind = f"{rule.severity.value}, completeness" if rule.is_completeness else rule.severity.value
        yield f"## {rule.code}: {rule.name}\n\n*{kind}*\n\n{rule.page}\n"


def _commands() -> Iterator[str]:
    yield "# The commands\n"
    yield (
        "`STUDY` is a folder, by default the one you stand in. Data goes to standard output, talk to standard error.\n"
        "A command exits 0 clean, 1 with findings, 2 when it could not run.\n"
    )
    for name in COMMANDS:
        yield f"## detente {name}\n\n```text\n{_help(name)}\n```\n"


def _data_sets() -> Iterator[str]:
    yield "# The data sets\n"
    yield (
        "Published tables that `detente panel` adds to dyads, states and leaders. `detente data fetch NAME` installs\n"
        "one, `--from DIR` from a local mirror. Inside a data set's years an absent row means what the column says\n"
        "(`zero` or `missing`); outside them all is null, unless `--carry-forward` names it. Flags are 0 or 1.\n"
    )
    yield "## What can be added\n"
    yield "| `--add` | brings | to dyads | to states | to leaders |\n|---|---|---|---|---|"
    for adder in ADDERS.values():
        sets = (" ".join(f"`{id}`" for id in ids) for ids in (adder.dyads, adder.states, adder.leaders))
        yield f"| `{adder.name}` | {adder.meaning} | {' | '.join(sets)} |"
    yield "\nOn dyads, what is known of states is added twice, with the endings `_a` and `_b`.\n"
    yield "## Coverage\n\n```text"
    yield f"{'':24}1800      1850      1900      1950      2000"
    for dataset in DATASETS.values():
        if dataset.years:
            yield f"{dataset.id:24}{_bar(dataset.years.first, dataset.years.last)}"
    yield "```\n"
    for dataset in DATASETS.values():
        yield from _data_set(dataset)


def _bar(first: int, last: int) -> str:
    """A mark for every five years of which a year is covered, from 1800 on."""
    return "".join("=" if first < year + 5 and last >= year else " " for year in range(1800, 2030, 5)).rstrip()


def _data_set(dataset: Dataset) -> Iterator[str]:
    years = f", {dataset.years.first}-{dataset.years.last}" if dataset.years else ""
    yield f"## {dataset.id}\n\n{dataset.title}. Version {dataset.version}{years}. Key: {', '.join(dataset.key)}.\n"
    yield f"Terms: {dataset.licence}.\n"
    for place in dataset.distributions:
        seen = f", sha256 `{place.sha256[:16]}...`" if place.sha256 else ", hash not recorded: bytes not seen"
        seen += "" if place.reader else "; of another shape than the one prepared here, so not fetched"
        named = f"`{place.place}`" if place.place else f"<{place.page}>, to be had by hand"
        yield f"- {place.kind}: {named}{seen if place.place else ''}"
    for caveat in dataset.caveats:
        yield f"- {caveat}"
    yield ""
    if dataset.columns:
        yield "| column | peer | type | unit | absence | meaning |\n|---|---|---|---|---|---|"
    for c in dataset.columns:
        yield f"| `{c.name}` | {c.peer and f'`{c.peer}`'} | {c.type} | {c.unit} | {c.absence.value} | {c.meaning} |"
    yield f"\n```bibtex\n{dataset.citation}\n```\n"


def _help(name: str) -> str:
    found = command(name)
    with found.make_context(f"detente {name}", [], resilient_parsing=True, terminal_width=100) as context:
        return re.sub(r"[ \t]+$", "", found.get_help(context), flags=re.MULTILINE).strip()


def out_of_date() -> list[str]:
    """Return the generated pages that are not what they would be if they were made now."""
    return [name for name, text in pages().items() if not _is(DOCS / name, text)]


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def main() -> None:
    """Write the pages, or say which are out of date."""
    if "--check" in sys.argv:
        late = out_of_date()
        print("\n".join(late))
        sys.exit(bool(late))
    for name, text in pages().items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
