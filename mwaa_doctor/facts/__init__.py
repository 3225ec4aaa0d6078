"""What is known about Amazon MWAA and Airflow, as dated and sourced rows.

Every function reads its data file at the first call and keeps it; importing this package reads nothing, and loads the
modules below only when one of their names is used. None as an answer means "not known", never "no". Damaged or missing
files raise FactsError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mwaa_doctor.facts.api_surface import ModuleSurface, Name, ProviderOffer, Surface, surface
    from mwaa_doctor.facts.aws_services import services_by_client, services_by_module
    from mwaa_doctor.facts.catalogue import Requirement, requirements
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
        option_effects,
        reserved_variables,
    )
    from mwaa_doctor.facts.environments import (
        AccessMode,
        EnvironmentClass,
        Quota,
        Region,
        ReplacementStrategy,
        VpcEndpoint,
        access_modes,
        endpoint_calls,
        environment_classes,
        quotas,
        regions,
        replacement_strategies,
        vpc_endpoints,
    )
    from mwaa_doctor.facts.health import HealthMetric, health_metrics
    from mwaa_doctor.facts.metrics import Metric, airflow_metrics, infrastructure_metrics, metric_dimensions
    from mwaa_doctor.facts.option_reference import (
        FormerName,
        KnownOption,
        OptionReference,
        airflow_options,
        option_versions,
    )
    from mwaa_doctor.facts.option_values import OptionAdvice, OptionLimit, option_advice, option_limits
    from mwaa_doctor.facts.packages import constraints, essential_pins, installed
    from mwaa_doctor.facts.parameters import Parameters
    from mwaa_doctor.facts.properties import FinalProperty, PropertyForm, final_properties, property_form
    from mwaa_doctor.facts.reading import FactsError, knowledge_date
    from mwaa_doctor.facts.remote_systems import DatabaseSystem, HostedService, database_systems, hosted_services
    from mwaa_doctor.facts.versions import Release, UpgradeRule, release, releases, upgrade_rule, upgrade_rules

__all__ = [
    "AccessMode",
    "CliCommand",
    "ConfigChange",
    "DatabaseSystem",
    "EnvironmentClass",
    "FactsError",
    "FinalProperty",
    "FormerName",
    "HealthMetric",
    "HostedService",
    "KnownOption",
    "Metric",
    "ModuleSurface",
    "MwaaOption",
    "Name",
    "OptionAdvice",
    "OptionLimit",
    "OptionReference",
    "Parameters",
    "PropertyForm",
    "ProviderOffer",
    "Quota",
    "Region",
    "Release",
    "ReplacementStrategy",
    "Requirement",
    "ReservedVariable",
    "ReservedVariables",
    "Surface",
    "UpgradeRule",
    "VpcEndpoint",
    "access_modes",
    "airflow3_config_changes",
    "airflow_metrics",
    "airflow_options",
    "cli_commands",
    "constraints",
    "database_systems",
    "endpoint_calls",
    "environment_classes",
    "essential_pins",
    "final_properties",
    "forced_options",
    "health_metrics",
    "hosted_services",
    "infrastructure_metrics",
    "installed",
    "knowledge_date",
    "metric_dimensions",
    "mwaa_options",
    "option_advice",
    "option_effects",
    "option_limits",
    "option_versions",
    "property_form",
    "quotas",
    "regions",
    "release",
    "releases",
    "replacement_strategies",
    "requirements",
    "reserved_variables",
    "services_by_client",
    "services_by_module",
    "surface",
    "upgrade_rule",
    "upgrade_rules",
    "vpc_endpoints",
]

_HOMES = {
    "api_surface": ("ModuleSurface", "Name", "ProviderOffer", "Surface", "surface"),
    "aws_services": ("services_by_client", "services_by_module"),
    "catalogue": ("Requirement", "requirements"),
    "configuration": (
        "CliCommand",
        "ConfigChange",
        "MwaaOption",
        "ReservedVariable",
        "ReservedVariables",
        "airflow3_config_changes",
        "cli_commands",
        "forced_options",
        "mwaa_options",
        "option_effects",
        "reserved_variables",
    ),
    "environments": (
        "AccessMode",
        "EnvironmentClass",
        "Quota",
        "Region",
        "ReplacementStrategy",
        "VpcEndpoint",
        "access_modes",
        "environment_classes",
        "quotas",
        "regions",
        "replacement_strategies",
        "endpoint_calls",
        "vpc_endpoints",
    ),
    "health": ("HealthMetric", "health_metrics"),
    "metrics": ("Metric", "airflow_metrics", "infrastructure_metrics", "metric_dimensions"),
    "option_reference": ("FormerName", "KnownOption", "OptionReference", "airflow_options", "option_versions"),
    "option_values": ("OptionAdvice", "OptionLimit", "option_advice", "option_limits"),
    "packages": ("constraints", "essential_pins", "installed"),
    "parameters": ("Parameters",),
    "properties": ("FinalProperty", "PropertyForm", "final_properties", "property_form"),
    "reading": ("FactsError", "knowledge_date"),
    "remote_systems": ("DatabaseSystem", "HostedService", "database_systems", "hosted_services"),
    "versions": ("Release", "UpgradeRule", "release", "releases", "upgrade_rule", "upgrade_rules"),
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            value: object = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
