"""Rules about the key of an environment."""
