"""Tables to download, as CSV that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from detente.model.study import Study
from detente.study.columns import TABLES
from detente.study.export import neutral, text_of


def write_csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Write a table in UTF-8, with the mark by which spreadsheets know it."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerows([neutral(text_of(cell)) for cell in row] for row in (header, *rows))
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


def study_tables(study: Study) -> Mapping[str, bytes]:
    """Return every table of a study that holds anything, under the names that the site gives them."""
    tables: dict[str, bytes] = {}
    for table in TABLES:
        records = getattr(study, table.collection)
        if records and table.collection not in ("hypotheses", "cells"):
            names = [column.name for column in table.columns if column.name != "restricted"]
            rows = ([getattr(record, name) for name in names] for record in records)
            tables[f"tables/{table.collection}.csv"] = write_csv(names, rows)
    return tables
