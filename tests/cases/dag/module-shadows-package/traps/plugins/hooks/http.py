X = 1  # <- here
