"""Rules about the environment itself: what the MWAA API takes, sizes, paths, access."""

NEEDS_INFRASTRUCTURE = True
