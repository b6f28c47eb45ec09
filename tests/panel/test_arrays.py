"""Columns and rows in memory do with nulls what SQL does."""

import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from detente.panel.arrays import Rows, Values

YES_NO_NULL = (True, False, None)


def _values(cells: list[Any], kind: Any = np.int32) -> Values:
    known = np.array([cell is not None for cell in cells])
    return Values(np.array([cell or 0 for cell in cells], kind), known)


def _cells(values: Values) -> list[Any]:
    return [bool(cell) if known else None for cell, known in zip(values.data, _known(values), strict=True)]


def _known(values: Values) -> Any:
    return np.ones(len(values.data), bool) if values.known is None else values.known


def test_and_and_or_are_those_of_three_valued_logic() -> None:
    a = _values([x for x in YES_NO_NULL for _ in YES_NO_NULL], bool)
    b = _values([y for _ in YES_NO_NULL for y in YES_NO_NULL], bool)
    assert _cells(a | b) == [True, True, True, True, False, None, True, None, None]
    assert _cells(a & b) == [True, False, None, False, False, False, None, False, None]


def test_what_is_compared_with_a_null_is_null_and_a_condition_that_is_null_is_not_met() -> None:
    years = _values([1949, None, 1961])
    assert _cells(years.between(1944, 1950)) == [True, None, False]
    chosen = years.between(1944, 1950).ifelse(_values([1, 1, 1]), None)
    assert chosen.array.cast(pa.int32()).to_pylist() == [1, None, None]
    assert years.fill_null(0).array.to_pylist() == [1949, 0, 1961]
    assert (years > 1950).ifelse(7, years).array.to_pylist() == [1949, None, 7]


def test_arrow_arrays_are_read_as_they_are_also_when_sliced() -> None:
    for array in (
        pa.array([1, None, 3, None, 5], pa.int8()).slice(1, 3),
        pa.array([0.5, 1.5, None]),
        pa.array(["a", None]),
        pa.array([], pa.int16()),
    ):
        assert Values.of(array).array.equals(array)
    days = Values.of(pa.array([datetime.date(1970, 1, 2)])).data
    assert list(days) == [1]


def test_a_row_that_is_not_there_and_a_null_key_are_looked_up_as_null() -> None:
    right = Rows.of(
        {
            "code": Values(np.array([2, 339, 339])),
            "year": Values(np.array([1950, 1949, 1950])),
            "x": Values(np.array([1, 2, 3])),
        }
    )
    left = Rows.of({"a": _values([339, 339, 2, None, 999]), "b": Values(np.array([1950, 1951, 1950, 1950, 1950]))})
    joined = left.left_join(right, [left["a"] == right["code"], left["b"] == right["year"]])
    assert joined["x"].array.to_pylist() == [3, None, 1, None, None]
    empty = right.filter(right["x"] > 5)
    assert left.left_join(empty, left["a"] == empty["x"])["year"].array.to_pylist() == [None] * 5
