"""A rule crashed. This is a fault of Detente and not of the study.

The other rules still ran. Please report it with the message; the study's files were not changed.
"""

from detente.model.diagnostics import Severity

SEVERITY = Severity.ERROR
