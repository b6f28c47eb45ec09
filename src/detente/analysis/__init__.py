"""Measures of a study: numbers, and the coverage that they rest on. One idea a file; results, not pictures."""
