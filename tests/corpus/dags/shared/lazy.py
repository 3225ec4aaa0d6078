"""Looks names up when they are asked for (PEP 562)."""


def __getattr__(name):
    if name == "BUCKET":
        return "lake-prod"
    raise AttributeError(name)
