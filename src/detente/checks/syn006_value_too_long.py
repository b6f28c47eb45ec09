"""A value or row is longer than any passage should be.

A cell of this length is a whole document, or the trace of a quotation mark that was left open and swallowed the
rows below it. Keep the texts of documents as files in `documents/`, name them under `document` of the source, and
quote here only what carries a statement.
"""
