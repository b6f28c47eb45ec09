"""A YAML file uses anchors, holds several documents, or nests without end.

These let one line stand for many, so that a finding could no longer be traced to the line that an author wrote, and
a small file could grow beyond all bounds. Write each value out where it belongs, and keep one document in a file.
"""
