"""An assistant's copy of a study joined with one's own, entry by entry."""
