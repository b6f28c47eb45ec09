"""A result of `results.csv` cannot be computed: what it reads is not there, or not enough of it.

That is no refutation, and no evidence either: what rests on it is set aside. Only a build, or `detente argue`, can
find this, since it must measure.

Add the figures or events that it reads, name the years more widely or more narrowly, or take the result out.
"""

from detente.checks import Severity

SEVERITY = Severity.WARNING
