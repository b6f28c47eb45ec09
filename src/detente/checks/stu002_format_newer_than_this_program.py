"""The study's format is newer than this program.

A column may have been added whose meaning this version does not know, and a study that is half understood gives
results that are wrong in ways nobody sees. Install a newer Detente. Older formats are read by every later version.
"""
