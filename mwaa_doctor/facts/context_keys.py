"""Parameters that a TaskFlow function may get from the task's context: context_keys(), lasting_context_keys().

Source: see context_keys.toml.
"""

from __future__ import annotations

from functools import cache

from mwaa_doctor.facts.reading import read_toml


@cache
def context_keys() -> frozenset[str]:
    """The keys that any version of Airflow fills in by itself."""
    return frozenset(read_toml("context_keys.toml")["keys"].split())


@cache
def lasting_context_keys() -> frozenset[str]:
    """The keys that every version of Airflow from 2.9.2 on fills in."""
    return frozenset(read_toml("context_keys.toml")["lasting"].split())
