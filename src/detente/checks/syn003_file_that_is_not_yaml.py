"""A file is not YAML.

The reader stopped at the place shown and could not go on, so that nothing in this file counts. Often the fault
stands a line earlier: a quotation mark left open, a tab in place of spaces, an entry that is not as far to the
right as its neighbours, or a colon followed by a space within a title.

Put titles that hold a colon in quotation marks:

    title: "Correspondence: Hoxha to Stalin, 1949"
"""
