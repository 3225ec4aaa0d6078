"""What is known about Amazon MWAA and Airflow, as dated and sourced rows.

Every function reads its data file at the first call and keeps it; importing this package reads nothing. None as an
answer means "not known", never "no". Damaged or missing files raise FactsError.
"""

from __future__ import annotations

from functools import cache

from mwaa_doctor.facts.configuration import (
    CliCommand,
    ConfigChange,
    MwaaOption,
    ReservedVariable,
    ReservedVariables,
    airflow3_config_changes,
    cli_commands,
    forced_options,
    mwaa_options,
    reserved_variables,
)
from mwaa_doctor.facts.environments import (
    EnvironmentClass,
    Quota,
    Region,
    VpcEndpoint,
    environment_classes,
    quotas,
    regions,
    vpc_endpoints,
)
from mwaa_doctor.facts.packages import constraints, essential_pins, installed
from mwaa_doctor.facts.reading import FactsError
from mwaa_doctor.facts.releases import Release, UpgradeRule, release, releases, upgrade_rule, upgrade_rules
from mwaa_doctor.facts.requirements import Requirement, requirements

__all__ = [
    "CliCommand",
    "ConfigChange",
    "EnvironmentClass",
    "FactsError",
    "MwaaOption",
    "Quota",
    "Region",
    "Release",
    "Requirement",
    "ReservedVariable",
    "ReservedVariables",
    "UpgradeRule",
    "VpcEndpoint",
    "airflow3_config_changes",
    "cli_commands",
    "constraints",
    "environment_classes",
    "essential_pins",
    "forced_options",
    "installed",
    "knowledge_date",
    "mwaa_options",
    "quotas",
    "regions",
    "release",
    "releases",
    "requirements",
    "reserved_variables",
    "upgrade_rule",
    "upgrade_rules",
    "vpc_endpoints",
]


@cache
def knowledge_date() -> str:
    """The day (ISO) on which the facts were last compared with their sources; reports print it."""
    from mwaa_doctor.facts.reading import newest_check

    return newest_check()
