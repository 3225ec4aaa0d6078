"""Rules about VPC endpoints: those that a private network needs, and those that MWAA makes."""

NEEDS_INFRASTRUCTURE = True
