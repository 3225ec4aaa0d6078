"""How MWAA installs requirements.txt, and what is known of single packages in it.

Source: https://docs.aws.amazon.com/mwaa/latest/userguide/working-dags-dependencies.html and the sources of the images,
aws/amazon-mwaa-docker-images.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mwaa_doctor.facts.reading import make_rows, read_rows, read_toml

_FILE = "installation.toml"


@dataclass(frozen=True, slots=True)
class Container:
    """Where files lie in a container; versions are the first of Airflow in which something holds."""

    home: str
    requirements: str
    dags: str
    plugins: str
    adds_constraints_from: str
    """From here on MWAA adds its copy of the constraints to a file that names none."""
    private_web_server_installs_from: str
    """From here on the web server installs the requirements too."""
    source: str


@dataclass(frozen=True, slots=True)
class EditedConstraint:
    """A package that the constraints in the image pin otherwise than the published file."""

    airflow: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Misprint:
    """A wrong name of a package that was printed in a manual."""

    name: str
    meant: str
    source: str


@dataclass(frozen=True, slots=True)
class SamplePin:
    """A pin printed on a sample page that was made for an older version of Airflow."""

    name: str
    version: str
    source: str


@dataclass(frozen=True, slots=True)
class HeavyPackage:
    """A package that takes much space on disk, in MB with what it brings."""

    name: str
    megabytes: int
    source: str


@cache
def container() -> Container:
    """Where files lie in a container."""
    return make_rows(_FILE, [read_toml(_FILE).get("container", {})], Container)[0]


@cache
def edited_constraints(version: str) -> frozenset[str]:
    """The packages for which the constraints in the image of `version` differ from the published file."""
    rows = read_rows(_FILE, "edited_constraint", EditedConstraint)
    return frozenset(row.name for row in rows if row.airflow == version)


@cache
def misprints() -> Mapping[str, Misprint]:
    """Known misprints by normalised name."""
    return MappingProxyType({row.name: row for row in read_rows(_FILE, "misprint", Misprint)})


@cache
def sample_pins() -> Mapping[str, SamplePin]:
    """Pins of sample pages by `name==version`."""
    return MappingProxyType({f"{row.name}=={row.version}": row for row in read_rows(_FILE, "sample_pin", SamplePin)})


@cache
def heavy_packages() -> Mapping[str, HeavyPackage]:
    """Packages that take much space, by normalised name."""
    return MappingProxyType({row.name: row for row in read_rows(_FILE, "heavy", HeavyPackage)})
