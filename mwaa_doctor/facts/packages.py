"""Which Python distributions an image holds and which pins MWAA applies, by Airflow version.

Names are normalised as packaging.utils.canonicalize_name does (`apache-airflow-providers-amazon`), versions are exact.
Source: the image's bill of materials and constraint files, aws/amazon-mwaa-docker-images; up to 2.8.1
aws/aws-mwaa-local-runner.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from mwaa_doctor.facts.reading import FactsError, read_json, read_toml
from mwaa_doctor.facts.versions import release


@cache
def constraints(version: str) -> Mapping[str, str] | None:
    """The pins of the Airflow constraints file that the image bundles; None if `version` is unknown."""
    return _pins(version, "constraints")


@cache
def essential_pins(version: str) -> Mapping[str, str] | None:
    """The pins that MWAA applies to every installation on top; a requirement that disagrees fails.

    None if they are not known, which is so for unknown versions and before 2.9.2.
    """
    return _pins(version, "essential")


@cache
def installed(version: str) -> Mapping[str, str] | None:
    """The distributions of the image before requirements.txt is installed; None if `version` is unknown."""
    return _pins(version, "installed")


def _pins(version: str, kind: str) -> Mapping[str, str] | None:
    if release(version) is None:
        return None
    name = f"pins/{version}.json"
    document: Mapping[str, Any] = read_json(name)
    if kind not in document:
        raise FactsError(name, f"has no `{kind}`")
    pins = document[kind]
    return None if pins is None else MappingProxyType(pins)


@cache
def import_names_without_wheel() -> Mapping[str, tuple[str, ...]]:
    """Import names of the image's distributions that are published as source only, by distribution."""
    rows = read_toml("import_names.toml").get("distribution", ())
    return MappingProxyType({row["name"]: tuple(row["import_names"]) for row in rows})
