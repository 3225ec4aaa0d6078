"""Helpers of the DAG files."""
from shared.paths import bucket, key

__all__ = ["bucket", "key"]
