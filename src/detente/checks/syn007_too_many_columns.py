"""A table has more columns than any file of a study.

Spreadsheets save hundreds of empty columns when somebody once formatted a cell far to the right. Delete the empty
columns in the spreadsheet and save again; a real table of so many columns belongs in a data set of its own.
"""
