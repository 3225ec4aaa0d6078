NAMES = ["a"]  # <- here
