client = None  # <- here
