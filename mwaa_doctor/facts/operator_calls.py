"""The IAM actions that every run of an operator of the amazon provider needs, whatever its arguments are.

Source: the wheels of apache-airflow-providers-amazon; written by `python -m mwaa_doctor.facts.refresh.operator_calls`.
"""

from __future__ import annotations

from functools import cache

from mwaa_doctor.facts.packages import constraints, installed
from mwaa_doctor.facts.reading import read_json, read_toml

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
def needed_actions(operator: str, provider: str | None) -> tuple[str, ...]:
    """The IAM actions that an operator surely needs; in every known version if the provider's is not among them."""
    document = read_json(_FILE)
    row = document["operators"].get(operator)
    if row is None:
        return ()
    versions: list[str] = document["versions"]
    wanted = [versions.index(provider)] if provider in versions else row["present"]
    return tuple(name for name, since in row.items() if name != "present" and set(wanted) <= set(since))


@cache
def may_be_granted_elsewhere(action: str) -> bool:
    """Whether a policy of the resource can grant the action to a role of the same account."""
    table = read_toml("aws_actions.toml")
    service = action.partition(":")[0]
    return service in table["resource_policies"] and action not in table["identity_only"]
