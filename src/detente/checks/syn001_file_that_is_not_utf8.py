"""A file is not UTF-8.

Names such as Shqipëria, Хрущёв or 毛泽东 survive only when everybody reads the same bytes the same way. A file in
another encoding is not read at all, since guessing would spell the names of persons and places wrongly without a
word.

Save the file as UTF-8. In Excel choose `CSV UTF-8 (comma delimited)`; in LibreOffice choose `Unicode (UTF-8)` as
the character set when saving.
"""
