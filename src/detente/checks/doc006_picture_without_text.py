"""A document, or some of its pages, are pictures without text, or were read by a machine.

A photograph is cited by its folio and found by its title alone, so that a search which comes back empty says nothing
about it. What Tesseract read holds mistakes in proportion to its confidence: names and figures suffer first.

Print is read with `--ocr` and the languages; handwriting is transcribed by hand, into a text of its own that
`documents.csv` gives as a `version_of` the photographs.
"""

from detente.model.diagnostics import Severity

SEVERITY = Severity.NOTE
