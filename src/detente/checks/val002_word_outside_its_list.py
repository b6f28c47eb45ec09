"""A value is not one of the words that its column allows.

Closed lists keep a word from meaning two things on two pages: what is `disputed` in one row is not `contested` in
the next. The help names the nearest word or the whole list; `detente explain` has the pages of the rules that use
it.
"""
