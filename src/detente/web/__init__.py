"""The reading room: the study in a browser, edited where it is read."""
