"""Integer keys that joins run on: one for a state-year, one for a dyad-year.

State codes are below 1024, and years from `FIRST_YEAR` on fit nine bits, so that a dyad-year packs into 29 bits and a
state-year into 19: the latter few enough for joins that look up by position.
"""

from typing import Any, Final

FIRST_YEAR: Final = 1600
_YEARS: Final = 512
_CODES: Final = 1024


def state_key(code: Any, year: Any) -> Any:
    """Return the key of a state-year: numbers or Ibis columns alike.

    >>> state_key(339, 1961)
    173929
    """
    return code * _YEARS + (year - FIRST_YEAR)


def dyad_key(code_a: Any, code_b: Any, year: Any) -> Any:
    """Return the key of a directed dyad-year; of a pair-year if `code_a` is the smaller.

    >>> dyad_key(339, 365, 1961)
    177920873
    """
    return (code_a * _CODES + code_b) * _YEARS + (year - FIRST_YEAR)


def year_of(key: Any) -> Any:
    """Return the year in a key.

    >>> year_of(dyad_key(339, 365, 1961))
    1961
    """
    return key % _YEARS + FIRST_YEAR
