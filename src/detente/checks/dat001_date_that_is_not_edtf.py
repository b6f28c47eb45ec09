"""A date is not EDTF.

The Extended Date/Time Format says exactly how much is known: the day (`1949-04-10`), the month (`1949-04`), perhaps
the year (`1949?`), about then (`1949~`), some time in a span (`1949-04/1949-06`), one of two (`[1948,1949]`), an
open end (`1961-12-03/..`). `4/10/1949` is April to one reader and October to another, and spreadsheets change such
dates unasked.

The help proposes what may have been meant. Look into the source before choosing.
"""
