"""A document is damaged, or locked, or not what its name says.

Nothing of a damaged file is installed: half of a volume would be searched as if it were the whole, and a silence be
found where there is only a torn page. What was read from the same file before stays as it was.

Fetch the file again, or mend the place that the message names, and add it once more.
"""

from detente.model.diagnostics import Severity

SEVERITY = Severity.ERROR
