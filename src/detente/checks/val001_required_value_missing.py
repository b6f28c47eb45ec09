"""A value that cannot be left out is missing.

Some values carry the record: an event has a date and an actor, testimony has its statement, passage and stance. A
date that is not known exactly is still known somehow: `1949`, `1949-04?`, `1944/1948`, or `[1948,1949]` for one of
several.
"""
