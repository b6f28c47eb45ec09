"""A key stands twice in one entry.

YAML readers keep one of the two values and drop the other without a word, and which one depends on the reader. If a
source has two editors or two dates, one of them would vanish from every footnote. Keep one; join what belongs
together.
"""
