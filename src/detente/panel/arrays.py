"""Tables in memory that understand as much of Ibis as plans say: columns, rows, and looking up by a sorted key."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

PART: Final = 4096
"""A part of a key is below it: codes are below 1024, years below 2112."""

_FUNCTIONS: Final = {"radians": np.radians, "sin": np.sin, "cos": np.cos, "asin": np.arcsin, "sqrt": np.sqrt}


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """A column. Nulls stay null, as in SQL.

    Attributes
    ----------
    data
        NumPy's numbers; words are an Arrow array, which is taken from and nothing else.
    known
        Where there is a value; None means everywhere.
    """

    data: Any
    known: Any = None
    __hash__ = None  # type: ignore[assignment]

    @classmethod
    def of(cls, array: Any) -> "Values":
        """Return an Arrow array as a column, dates as days since 1970, without copying.

        The buffers are read as they are: Arrow's own conversions load pandas first, which takes longer than a panel.
        """
        if not pa.types.is_primitive(array.type):
            return cls(array)
        if pa.types.is_boolean(array.type):
            flags = cls.of(array.cast(pa.int8()))
            return cls(flags.data.astype(bool), flags.known)
        bits, numbers = array.buffers() if len(array) else (None, b"")
        kind = np.int32 if pa.types.is_date(array.type) else array.type.to_pandas_dtype()
        within = slice(array.offset, array.offset + len(array))
        bits = bits if array.null_count else None
        known = None if bits is None else np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")[within]
        return cls(np.frombuffer(numbers, kind)[within], known if known is None else known.astype(bool))

    @property
    def array(self) -> Any:
        """As an Arrow array."""
        if isinstance(self.data, pa.Array):
            return self.data
        bits = None if self.known is None else pa.py_buffer(np.packbits(self.known, bitorder="little"))
        data = np.packbits(self.data, bitorder="little") if self.data.dtype == bool else self.data
        numbers = pa.py_buffer(np.ascontiguousarray(data))
        return pa.Array.from_buffers(pa.from_numpy_dtype(self.data.dtype), len(self.data), [bits, numbers])

    def take(self, places: Any, is_there: Any = None) -> "Values":
        """The values at some places; null where there is none."""
        if isinstance(self.data, pa.Array):
            return Values(self.data.take(Values(places, is_there).array))
        if not len(self.data):
            return Values(np.zeros(len(places), self.data.dtype), np.zeros(len(places), bool))
        return Values(self.data[places], _both(is_there, None if self.known is None else self.known[places]))

    def __eq__(self, other: Any) -> Any:
        """Whether it is a number; of two columns, the pair to join on."""
        return (self, other) if isinstance(other, Values) else self._with(np.equal, other)

    def __lt__(self, other: Any) -> "Values":
        return self._with(np.less, other)

    def __gt__(self, other: Any) -> "Values":
        return self._with(np.greater, other)

    def __and__(self, other: "Values") -> "Values":
        return (self._not() | other._not())._not()

    def __or__(self, other: "Values") -> "Values":
        true = self.is_true | other.is_true
        known = _both(self.known, other.known)
        return Values(true, None if known is None else known | true)

    def __add__(self, other: Any) -> "Values":
        return self._with(np.add, other)

    def __sub__(self, other: Any) -> "Values":
        return self._with(np.subtract, other)

    def __mul__(self, other: Any) -> "Values":
        return self._with(np.multiply, other)

    def __truediv__(self, other: Any) -> "Values":
        return self._with(np.divide, other)

    def __pow__(self, other: Any) -> "Values":
        return self._with(np.power, other)

    def between(self, first: int, last: int) -> "Values":
        """Whether it lies in a range, both ends included."""
        return Values((self.data >= first) & (self.data <= last), self.known)

    def notnull(self) -> "Values":
        """Whether it is known."""
        if isinstance(self.data, pa.Array):
            return Values.of(self.data.is_valid())
        return Values(np.ones(len(self.data), bool) if self.known is None else self.known)

    def fill_null(self, value: Any) -> "Values":
        """What is null, replaced."""
        if self.known is None:
            return self
        return Values(np.where(self.known, self.data, np.asarray(value, self.data.dtype)))

    def ifelse(self, then: Any, otherwise: Any) -> "Values":
        """One where true, the other where false or null; None is null."""
        if otherwise is None:
            return Values(then.data, _both(then.known, self.is_true))
        chosen, rest = (each if isinstance(each, Values) else Values(each) for each in (then, otherwise))
        is_true = self.is_true
        whole = chosen.known is None and rest.known is None
        sides = (True if each.known is None else each.known for each in (chosen, rest))
        return Values(np.where(is_true, chosen.data, rest.data), None if whole else np.where(is_true, *sides))

    def cast(self, kind: str) -> "Values":
        """As another type."""
        return Values(self.data.astype(kind), self.known)

    def __getattr__(self, name: str) -> Callable[[], "Values"]:
        """`radians`, `sin`, `cos`, `asin`, `sqrt`: NumPy's."""
        if name not in _FUNCTIONS:
            raise AttributeError(name)
        act = _FUNCTIONS[name]
        return lambda: Values(act(self.data), self.known)

    def _with(self, act: Any, other: Any) -> "Values":
        if isinstance(other, Values):
            return Values(act(self.data, other.data), _both(self.known, other.known))
        return Values(act(self.data, other), self.known)

    def _not(self) -> "Values":
        return Values(~self.data, self.known)

    @property
    def is_true(self) -> Any:
        """Where it is true, and known to be."""
        return self.data if self.known is None else self.data & self.known


def _both(known: Any, also: Any) -> Any:
    return known if also is None else also if known is None else known & also


@dataclass(frozen=True)
class Rows:
    """Named columns; what was joined is taken from its table only when it is read.

    Attributes
    ----------
    held
        A column's values, or a table's with the places to take and whether there is anything.
    """

    held: Mapping[str, Any]
    n_rows: int

    @classmethod
    def of(cls, columns: Mapping[str, Values]) -> "Rows":
        """Return the rows of some columns."""
        return cls(columns, len(next(iter(columns.values())).data))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(self.held)

    def __getitem__(self, name: str) -> Values:
        held = self.held[name]
        values: Values = held[0].take(*held[1:]) if isinstance(held, tuple) else held
        return values

    def rename(self, names: Mapping[str, str] | None = None, **more: str) -> "Rows":
        """The same under new names, given as new to old."""
        new = {theirs: ours for ours, theirs in {**(names or {}), **more}.items()}
        return Rows({new.get(name, name): held for name, held in self.held.items()}, self.n_rows)

    def select(self, *names: str, **more: Any) -> "Rows":
        """Some columns and new ones."""
        wanted = {name: self[name] for name in names}
        return Rows.of(wanted | {n: self[v] if isinstance(v, str) else v for n, v in more.items()})

    def mutate(self, **more: Values) -> "Rows":
        """All columns and new ones."""
        return Rows({**self.held, **more}, self.n_rows)

    def filter(self, kept: Values) -> "Rows":
        """The rows for which something is true."""
        places = np.flatnonzero(kept.is_true)
        return Rows({name: self[name].take(places) for name in self.held}, len(places))

    def left_join(self, right: "Rows", on: Any) -> "Rows":
        """Look each row up in a table sorted by its key, of one column or several."""
        pairs = on if isinstance(on, list) else [on]
        wanted, found = (key_of([pair[n] for pair in pairs]) for n in (0, 1))
        places = np.minimum(np.searchsorted(found, wanted), max(len(found) - 1, 0))
        is_there = found[places] == wanted if len(found) else np.zeros(len(wanted), bool)
        joined = {name: (held, places, is_there) for name, held in right.held.items()}
        return Rows({**self.held, **joined}, self.n_rows)


def key_of(parts: Sequence[Values]) -> Any:
    """One integer a row, in the order of the parts; of several, each is below 4096. What has a null is never found."""
    key, *rest = (part.fill_null(-1).data for part in parts)
    for part in rest:
        key = np.where((key < 0) | (part < 0), -1, key.astype("int64") * PART + part)
    return key
