"""A waiver names a rule that finds nothing there.

The fault was mended, or the waiver never fitted. A waiver left behind would hide the next fault of that kind. Take
it out, or correct the code or the id that it is about.
"""

from detente.checks import Severity

SEVERITY = Severity.WARNING
