"""A folder of plain text to a study and back."""
