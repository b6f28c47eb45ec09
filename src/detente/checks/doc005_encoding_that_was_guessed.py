"""A text is not Unicode, and its encoding was guessed.

Files of the 1990s name no encoding, and the same bytes are Хрущёв in one table and ХРУЫ╦Б in another. The table was
chosen by which letters and words come out; in short texts that can go wrong.

Look at the names in the text. If they are right, nothing need be done; if not, save the file as UTF-8 in the program
that wrote it, and add it again.
"""

from detente.model.diagnostics import Severity

SEVERITY = Severity.WARNING
