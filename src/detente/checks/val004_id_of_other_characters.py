"""An id holds characters that ids do not have, or is too long.

Ids appear in tables, in the report and in addresses of pages, and lists of them are parted by `;`. Use letters of
any script, digits, `-`, `_`, `.` and `:`, at most 200, beginning with a letter or digit: `1949-04-10-trade`.
"""
