"""The one table of columns, held against the records and against the schemas made from it."""

import csv
from dataclasses import fields
from pathlib import Path

import jsonschema
import pytest
import yaml

from detente.model.study import Study
from detente.study.columns import TABLES, Table, json_schema
from tests.folders import SMALL

STUDIES = Path(__file__).parent.parent.parent / "studies"
DERIVED = {"extra", "span", "csl", "rivals"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.collection)
def test_columns_and_fields_are_the_same_names(table: Table) -> None:
    columns = {column.name for column in table.columns}
    has_id = "id" in columns
    names = {spec.name for spec in fields(table.record)} - DERIVED - (set() if has_id else {"id"})
    assert columns == names
    assert len(columns) == len(table.columns)


def test_every_table_fills_a_collection_of_the_study() -> None:
    collections = {spec.name for spec in fields(Study)}
    assert {table.collection for table in TABLES} <= collections


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.collection)
def test_a_reference_leads_to_a_table_that_exists(table: Table) -> None:
    known = {each.collection for each in TABLES} | {"states"}
    assert {name for column in table.columns for name in column.refers_to} <= known


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.collection)
def test_the_schema_is_sound_and_accepts_rows_that_the_reader_accepts(table: Table) -> None:
    schema = json_schema(table)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for text in (SMALL.get(table.file), *(path.read_text() for path in STUDIES.glob(f"*/{table.file}"))):
        for row in _rows(table, text or ""):
            assert [error.message for error in validator.iter_errors(row)] == []


def _rows(table: Table, text: str) -> list[object]:
    if table.key:
        entries = (yaml.load(text, Loader=yaml.BaseLoader) or {}).get(table.key) or []  # noqa: S506
        return [*entries]
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("#")]
    return [{name: cell.strip() for name, cell in row.items()} for row in csv.DictReader(lines, restval="")]
