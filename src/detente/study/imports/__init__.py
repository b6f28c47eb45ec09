"""The way in: a historian's own chronology and library become entries of a study.

A file becomes a grid of cells (`workbook`, `delimited`); its columns are understood (`layout`) and remembered
(`memory`); each row becomes entries (`chronology`, with `days`, `parties` and `citations`); a library becomes sources
(`library`). All that is to be added is worked out first, then written at once (`additions`). What a reader should know
stands in `remarks`. Whatever cannot be imported raises `ImportFileError`, with the place and what to do; nothing is$
then changed.
"""
