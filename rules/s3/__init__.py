"""Rules about the bucket of an environment."""

NEEDS_INFRASTRUCTURE = True
