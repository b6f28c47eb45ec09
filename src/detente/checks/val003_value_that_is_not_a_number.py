"""A figure is not written as a number.

Digits with a decimal point are expected, without separators of thousands, and the unit in its own column. `1,500`
is one thousand five hundred in Washington and one and a half in Tirana; a factor of a thousand has got into print
that way.

Write `1500` or `1.5`, and `low` and `high` where the source gives a range.
"""
