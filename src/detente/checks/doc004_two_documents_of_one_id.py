"""Two files give a document of the same id.

A passage is cited by its document's id, and must lead to one text. The second file is not installed, since nobody
could say afterwards which of the two was meant.

If one is a newer copy of the other, remove the old one and add the new; if they are different texts, add one of them
under a name of its own with `--edition`.
"""

from detente.model.diagnostics import Severity

SEVERITY = Severity.ERROR
