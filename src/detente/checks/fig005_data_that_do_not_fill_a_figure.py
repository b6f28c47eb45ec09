"""A figure names data that the study does not hold, or that have no value for it.

`data` names a data set and one of its columns, as in `nmc:cinc`, instead of a number. The numbers come from the slice
of facts in the study's `data/`: a panel, with its provenance, that `detente panel ... --out data/nmc.csv` writes from
the installed data. The row's date is a year or a span of years (`1946/1961`), and each year that has a value becomes a
figure, whose id is the row's with the year after it. Where the data set says nothing there is no figure: a null is not
a zero. Follow the help; testimony for the row's id is testimony for every figure made of it.
"""

from detente.model.diagnostics import Severity

SEVERITY = Severity.ERROR
