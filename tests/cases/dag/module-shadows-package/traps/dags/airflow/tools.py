TOOLS = []  # <- here
