"""Rules about the logs and metrics of an environment."""

NEEDS_INFRASTRUCTURE = True
