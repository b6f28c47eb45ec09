"""A file is not one of a study's files, and is not read.

Its name is unlike those of the table of files, or nearly like one. A table saved as `event.csv` looks, to a reader
of the folder, like evidence that was considered, and it was not.

Rename it if it was meant to be read; keep notes and working tables in a folder of their own if not.
"""

from detente.checks import Severity

SEVERITY = Severity.WARNING
