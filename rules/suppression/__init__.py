"""Rules about ignores and suppressions themselves."""
