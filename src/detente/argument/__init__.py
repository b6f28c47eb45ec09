"""What the evidence says of each hypothesis, and what would change it."""
