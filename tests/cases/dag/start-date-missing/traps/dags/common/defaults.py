from datetime import datetime

DEFAULTS = {"start_date": datetime(2024, 1, 1)}
LATE = {}
LATE.update(DEFAULTS)


def fill(target):
    target["start_date"] = datetime(2024, 1, 1)


def build():
    made = {}
    made["start_date"] = datetime(2024, 1, 1)
    return made
