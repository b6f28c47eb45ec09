"""Two documents claim the same id.

A passage is cited by its document's id, and must lead to one text. If another file has given the id already, the
second file is not installed, since nobody could say afterwards which of the two was meant. Within one file the second
document gets a number (`hsg/chief-tr-2014-bass-01-2`), and a warning says so.

If one is a newer copy of the other, remove the old one and add the new; if they are different texts, add one of them
under a name of its own with `--edition`.
"""

from detente.model.diagnostics import Severity

SEVERITY = Severity.ERROR
