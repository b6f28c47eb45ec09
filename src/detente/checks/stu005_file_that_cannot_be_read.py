"""A file cannot be read, or may not be.

It is missing behind its link, not a regular file, too large, closed to this user, or leads out of the study's
folder. A study must hold all that it stands on, so that a reader who receives the folder can check it. Put the file
itself here.
"""
