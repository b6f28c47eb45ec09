"""A file was to be installed whose kind no reader knows.

Detente reads TEI, plain text, and the other formats that `detente corpus add --help` names. It goes by the file's
name and first bytes, and does not guess at others: words made from the bytes of a spreadsheet or an archive would be
found and quoted as if somebody had written them.

Save the text in a format that is read, or put a photograph's transcription beside it as a text file.
"""

from detente.model.diagnostics import Severity

SEVERITY = Severity.ERROR
