"""Published data sets as declarations; dyad-year, state-year and leader-year tables. Not built yet."""
