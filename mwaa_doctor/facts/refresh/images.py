"""Builds the surface file of one Airflow version from the wheels of its image and of its constraints."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from mwaa_doctor.facts.api_surface import IMAGE
from mwaa_doctor.facts.archive import pack_archive
from mwaa_doctor.facts.packages import constraints, installed
from mwaa_doctor.facts.refresh.conditions import Conditions, numbers
from mwaa_doctor.facts.refresh.surfaces import Environment, read_distribution, task_decorators
from mwaa_doctor.facts.refresh.wheels import Pin, WheelCache, import_names
from mwaa_doctor.facts.versions import Release

PREFIX = "apache-airflow"
# In the standard library of some image, not of every Python that may run this.
REMOVED_STANDARD_MODULES = frozenset(
    {"asynchat", "asyncore", "cgi", "crypt", "distutils", "imp", "pipes", "smtpd", "tomllib"}
)
PROVIDER_PREFIX = f"{PREFIX}-providers-"


class MissingWheelError(Exception):
    """A wheel that the surface cannot do without is not in the cache."""


def pins_of(release: Release) -> tuple[list[Pin], list[Pin], list[Pin]]:
    """Airflow and preinstalled providers, other providers of the constraints, everything else in the image."""
    present = dict(installed(release.version) or {})
    pinned = dict(constraints(release.version) or {})
    airflow = [pin for pin in sorted(present.items()) if pin[0].startswith(PREFIX)]
    others = [pin for pin in sorted(present.items()) if not pin[0].startswith(PREFIX)]
    offers = [pin for pin in sorted(pinned.items()) if pin[0].startswith(PROVIDER_PREFIX) and pin[0] not in present]
    return airflow, offers, others


def build_surface(release: Release, wheels: WheelCache, written: Mapping[str, tuple[str, ...]], checked: str) -> bytes:
    """The surface file of `release`.

    `written` gives the import names of distributions without a wheel. Raises MissingWheelError if a wheel of Airflow
    or of a preinstalled provider is not in the cache; an offered provider without a wheel is listed without its
    modules.
    """
    airflow, offers, others = pins_of(release)
    conditions = Conditions(numbers(release.version), numbers(release.python))
    environment = Environment()
    image = {}
    decorators: dict[str, dict[str, str]] = {IMAGE: {}}
    for name, version in airflow:
        wheel = wheels.find(name, version)
        if wheel is None:
            raise MissingWheelError(f"{name} {version} is not in the cache; run without --offline")
        image[name] = read_distribution(wheel, conditions)
        environment.add(image[name])
        decorators[IMAGE].update(task_decorators(image[name], wheel))
    task_owners = sorted(
        name for modules in image.values() for name, module in modules.items() if module.task_decorators
    )
    found, unknown = _import_names([*airflow, *others], wheels, written)
    tops = frozenset(found) | sys.stdlib_module_names | REMOVED_STANDARD_MODULES
    parts: dict[str, Mapping[str, Any]] = {
        IMAGE: {name: document for name, modules in image.items() if (document := environment.document(modules, tops))}
    }
    taken = {module for modules in parts[IMAGE].values() for module in modules}
    roots = {}
    for name, version in offers:
        wheel = wheels.find(name, version)
        if wheel is None:
            roots[f"airflow.providers.{name.removeprefix(PROVIDER_PREFIX).replace('-', '.')}"] = name
            continue
        modules = read_distribution(wheel, conditions)
        environment.add(modules)
        document = {key: record for key, record in environment.document(modules, tops).items() if key not in taken}
        parts[name] = {"modules": document}
        roots.update(dict.fromkeys(_roots(document), name))
        decorators[name] = task_decorators(modules, wheel)
    index = {
        "source": "wheels of the distributions in the image and in the constraints, from PyPI",
        "checked": checked,
        "airflow": release.version,
        "task_decorators": {name: table for name, table in decorators.items() if table},
        "task_owners": task_owners,
        "offers": dict(offers),
        "roots": roots,
        "import_names": found,
        "unknown": unknown,
    }
    return pack_archive(index, parts)


def _roots(document: Mapping[str, Any]) -> list[str]:
    """The topmost packages that hold modules of their own, such as airflow.providers.cncf.kubernetes."""
    own = [name for name, record in document.items() if record != {"p": 1} or name.count(".") > 2]
    own = [name for name in own if name.count(".") >= 2]
    return [name for name in own if not any(name.startswith(f"{other}.") for other in own)]


def _import_names(
    pins: list[Pin], wheels: WheelCache, written: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, str], list[str]]:
    found: dict[str, str] = {}
    unknown = []
    for name, version in pins:
        wheel = wheels.find(name, version)
        names = import_names(wheel) if wheel is not None else written.get(name)
        if names is None:
            unknown.append(name)
        for top in names or ():
            found.setdefault(top, name)
    return found, unknown
