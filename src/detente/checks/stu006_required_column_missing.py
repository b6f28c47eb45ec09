"""A table lacks a column that it cannot do without.

Without its dates an event cannot be ordered, and without its passage testimony leads nowhere. The file is not read.
The help shows the full header; columns may stand in any order and optional ones may be left out.
"""
