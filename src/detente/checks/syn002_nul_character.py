"""A NUL character stands in a file.

It is no part of any text. It gets there when a file is damaged, when a program stored something else than text, or
when a file of UTF-16 was taken for UTF-8, so that nothing around it can be trusted either.

Save the file anew from the program that made it, as UTF-8, or take the last good version from git.
"""
