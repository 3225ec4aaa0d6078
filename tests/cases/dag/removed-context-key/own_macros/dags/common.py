import os

CONF = dict(os.environ)


def macros():
    return dict(os.environ)
