"""The IAM actions that every run of an operator of the amazon provider needs.

Source: the wheels of apache-airflow-providers-amazon; written by `python -m mwaa_doctor.facts.refresh.operator_calls`.
"""

from __future__ import annotations

from functools import cache

from mwaa_doctor.facts.packages import constraints, installed
from mwaa_doctor.facts.reading import read_json

_FILE = "operator_calls.json"
_DISTRIBUTION = "apache-airflow-providers-amazon"


@cache
def provider_version(airflow: str) -> str | None:
    """The version of the amazon provider in the image of an Airflow version; None if it is not known."""
    found = installed(airflow) or constraints(airflow) or {}
    return found.get(_DISTRIBUTION)


@cache
def operators() -> frozenset[str]:
    """Names of the operators, sensors and transfers of which calls are known."""
    return frozenset(read_json(_FILE)["operators"])


@cache
def needed_actions(
    operator: str, provider: str | None, *, defers: bool | None = None, waits: bool | None = None
) -> tuple[str, ...]:
    """The IAM actions that an operator surely needs; in every known version if the provider's is not among them.

    `defers`: whether it defers, `None` if that is not known; `waits`: whether it is told to wait for the end, `None` if
    it is told nothing.
    """
    document = read_json(_FILE)
    row: dict[str, list[int]] = document["operators"].get(operator, {})
    versions: list[str] = document["versions"]
    wanted = {versions.index(provider)} if provider in versions else set(row.get("present", ()))
    if waits is None:
        waits = wanted <= set(row.get("waits", ()))
    manner = None if defers is None else "defer" if defers else "wait" if waits else None
    found: dict[str, None] = {}
    for key, since in row.items():
        word, _, action = key.rpartition(" ")
        if ":" in action and word in ("", manner) and wanted <= set(since):
            found[action] = None
    return tuple(found)


@cache
def hook_actions(hook: str, method: str, provider: str | None) -> tuple[str, ...]:
    """The IAM actions that a method of a hook surely needs, as in `needed_actions`."""
    document = read_json(_FILE)
    row: dict[str, list[int]] = document["hooks"].get(f"{hook}.{method}", {})
    versions: list[str] = document["versions"]
    wanted = {versions.index(provider)} if provider in versions else set(row.get("present", ()))
    return tuple(name for name, since in row.items() if ":" in name and wanted <= set(since))
