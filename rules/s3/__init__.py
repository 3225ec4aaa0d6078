"""Rules about the bucket of an environment."""
