"""A column or key is nearly one that Detente knows.

Unknown columns are kept and ignored, so that an author may add his own. A slip of the pen (`speeker`) would
therefore lose the side of a source without any error. Correct the spelling, or choose a name that cannot be
mistaken.
"""

from detente.checks import Severity

SEVERITY = Severity.WARNING
