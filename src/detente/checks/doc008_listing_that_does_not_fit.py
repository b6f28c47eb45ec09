"""A row of a folder's `documents.csv` cannot be read, or names no file.

The listing says what files do not: dates, sender and recipient, the archive's reference, of which document another is
a version. A row that is left out leaves its document without a date, and so out of every search by year.

Name the file by its path in the folder, with or without its suffix, or a document by its id; write dates in EDTF.
"""

from detente.model.diagnostics import Severity

SEVERITY = Severity.ERROR
