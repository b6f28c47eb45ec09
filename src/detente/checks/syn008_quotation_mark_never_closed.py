"""A quotation mark is opened and never closed.

Everything below it would be read as one value, and the rows would be lost silently; so the file is not read. Close
the mark at the end of the value. A quotation mark that belongs to the text is written twice within a quoted value:

    "Khrushchev asked: ""And the grain?"" Nobody answered."
"""
