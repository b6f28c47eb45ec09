"""A study to start from: the headers of all tables, and one event with its testimony, marked as an example."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import yaml

from detente.model.states import states
from detente.study.columns import FORMAT, TABLES, table_of
from detente.study.imports.additions import begun
from detente.study.write import added_all, write_folder


def new_files(title: str, a: str, b: str, period: str) -> Mapping[str, str]:
    """Return the files of a new study; ``a`` and ``b`` are codes of states, ``period`` an EDTF interval."""
    names = {code: states()[code].name for code in (a, b)}
    marks = {"a": a, "b": b, "name_a": names[a], "name_b": names[b], "year": period[:4]}
    settings = {
        "format": FORMAT,
        "title": title,
        "dyad": [a, b],
        "period": period,
        "perspectives": [{"id": code, "label": name, "state": code} for code, name in names.items()],
    }
    begins = [table for table in TABLES if table.file != "study.yaml" and "*" not in table.file and not table.is_made]
    texts = {table.file: begun(table).text for table in begins}
    texts["study.yaml"] = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=120)
    for collection, values in yaml.safe_load(_template("example.yaml")).items():
        table = table_of(collection)
        texts[table.file] = added_all(begun(table), table, [{name: _filled(v, marks) for name, v in values.items()}])
    return texts | {name: _template(name) for name in ("README.md", "report.md")}


def _template(name: str) -> str:
    return files("detente.study").joinpath("template", name).read_text("utf-8")


def _filled(value: str | list[str], marks: Mapping[str, str]) -> str | list[str]:
    return [part.format_map(marks) for part in value] if isinstance(value, list) else value.format_map(marks)


def write_new(folder: Path, texts: Mapping[str, str]) -> None:
    """Put a new study in a folder that is empty or not there yet; raises as `write_folder` does."""
    write_folder(folder, texts, "documents")
