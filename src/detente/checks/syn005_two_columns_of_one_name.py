"""Two columns have the same name.

Which of them was meant cannot be known, and a historian's later corrections might go to the wrong one. The file is
not read. Rename one of the columns, or take it out; columns that Detente does not know are kept and left alone.
"""
