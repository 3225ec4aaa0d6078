"""A folder without __init__.py is a package too."""


def load():
    return 1
