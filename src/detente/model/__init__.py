"""What exists: the records of a study, its dates, its states, and what can be wrong with them."""
