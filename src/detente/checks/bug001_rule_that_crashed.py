"""A rule crashed. This is a fault of Detente and not of the study.

The other rules still ran, so that what they say holds; what this one would have said is not known. The study's
files were not changed.

Please report it with the message and, if you may, the lines of the study that bring it about.
"""
