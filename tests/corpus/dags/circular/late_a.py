"""Circular, too, but the other side imports the module only, and late."""
import circular.late_b

NAME = "a"


def other():
    return circular.late_b.NAME
