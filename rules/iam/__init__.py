"""Rules about who may do what."""

NEEDS_INFRASTRUCTURE = True
