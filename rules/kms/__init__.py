"""Rules about the key of an environment."""

NEEDS_INFRASTRUCTURE = True
