"""Raises while it is imported."""
SETTINGS = {"a": 1}
REGION = SETTINGS["region"]
