"""Rules about connections and variables that are kept in AWS Secrets Manager."""

NEEDS_INFRASTRUCTURE = True
