"""The one rule of coverage: inside a data set's years what is absent means what it says, outside all is null."""

from typing import Any

from detente.panel.declare import Absence, Column, Years


def cover(value: Any, column: Column, year: Any, years: Years | None, *, asked: Years | None = None) -> Any:
    """Return a looked-up value as the panel shows it.

    Parameters
    ----------
    value
        The column after a left join: null where the data set has no row.
    year
        The year that was looked up; if the last year is carried forward, never later than that.
    asked
        The panel's own years. If the data set covers them all, nothing need be tested row by row.

    Examples
    --------
    >>> import ibis
    >>> row = ibis.table({"x": "int8", "year": "int16"}, name="row")
    >>> flag = Column("is_ally", "int8", "an alliance", absence=Absence.ZERO)
    >>> print(ibis.to_sql(row.select(x=cover(row.x, flag, row.year, Years(1816, 2018))), dialect="duckdb"))
    SELECT
      CASE WHEN "t0"."year" BETWEEN 1816 AND 2018 THEN COALESCE("t0"."x", 0) ELSE NULL END AS "x"
    FROM "row" AS "t0"
    """
    if column.absence is Absence.MISSING:
        return value  # a data set has no rows outside its years: installing it made sure
    filled = value.fill_null(0)
    if years is None or (asked is not None and years.first <= asked.first and asked.last <= years.last):
        return filled
    return year.between(years.first, years.last).ifelse(filled, None)
