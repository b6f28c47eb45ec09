"""Tables to download, as CSV that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from detente.model.study import Study
from detente.study.columns import TABLES, Table
from detente.study.export import neutral, text_of


def write_csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Write a table in UTF-8, with the mark by which spreadsheets know it."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerows([neutral(text_of(cell)) for cell in row] for row in (header, *rows))
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


class Tables(Mapping[str, bytes]):
    """Tables by the names that the site gives them; each is written when it is first asked for."""

    def __init__(self) -> None:
        self._held: dict[str, bytes | Callable[[], bytes]] = {}

    def __setitem__(self, name: str, table: bytes | Callable[[], bytes]) -> None:
        self._held[name] = table

    def __getitem__(self, name: str) -> bytes:
        table = self._held[name]
        if not isinstance(table, bytes):
            table = self._held[name] = table()
        return table

    def __contains__(self, name: object) -> bool:
        return name in self._held

    def __iter__(self) -> Iterator[str]:
        return iter([*self._held])

    def __len__(self) -> int:
        return len(self._held)


def study_tables(study: Study) -> Tables:
    """Return every table of a study that holds anything."""
    tables = Tables()
    for table in TABLES:
        if getattr(study, table.collection) and table.collection not in ("hypotheses", "cells"):
            tables[f"tables/{table.collection}.csv"] = partial(_study_table, study, table)
    return tables


def _study_table(study: Study, table: Table) -> bytes:
    names = [column.name for column in table.columns if column.name != "restricted"]
    rows = ([getattr(record, name) for name in names] for record in getattr(study, table.collection))
    return write_csv(names, rows)
