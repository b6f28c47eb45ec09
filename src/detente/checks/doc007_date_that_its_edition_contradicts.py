"""A dateline prints one day, and the edition's own mark-up says another.

The day in the mark-up is kept, since it is what the edition sorts by; but one of the two is a slip, and a day can be
the difference between a cause and an effect.

Look at the printed volume or the original, and state the date in your testimony. The editors welcome corrections.
"""

from detente.model.diagnostics import Severity

SEVERITY = Severity.WARNING
