"""Terraform's resources in the words of CloudFormation, which the shapes of AWS's answers are made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mwaa_doctor.facts.reading import read_toml
from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.models.template_text import Hole, TemplateText
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.cloudformation.snapshots import MAPPINGS
from mwaa_doctor.sources.declared import Properties
from mwaa_doctor.sources.located import Encoded, Located, decoded
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.sources.terraform.resources import TerraformResource
from mwaa_doctor.unknown import Unknown

_DOCUMENTS = frozenset({"PolicyDocument", "AssumeRolePolicyDocument", "KeyPolicy", "ResourcePolicy"})


@dataclass(frozen=True, slots=True)
class Named:
    """The declared type in CloudFormation's words, and what a person calls the resource."""

    type: str
    name: str


@dataclass(frozen=True)
class Account:
    """The values of the account, under the names of CloudFormation's pseudo parameters."""

    values: Mapping[str, Located]

    def pseudo(self, name: str) -> Text:
        """A value such as ``AWS::Region``."""
        value: Text = self.values[name].value
        return value


@dataclass(frozen=True)
class Translated(Properties):
    """A resource with the properties that CloudFormation gives it; made like a declaration of a template."""

    resource: TerraformResource
    declaration: Named
    evaluation: Account
    properties: PlacedMap
    doubt: str

    @property
    def label(self) -> str:
        """The address."""
        return self.resource.address

    @property
    def place(self) -> Place:
        """Where it is declared."""
        return self.resource.place

    @property
    def ref(self) -> Text:
        """Its id."""
        return self.text("id")

    @property
    def name(self) -> Text:
        """Its name."""
        kind = self.declaration.type
        names = {
            "AWS::CloudWatch::Alarm": "alarm_name",
            "AWS::Lambda::Function": "function_name",
            "AWS::S3::Bucket": "bucket",
        }
        return self.text(names.get(kind, "name"))

    @property
    def arn(self) -> Text:
        """Its ARN."""
        return self.text("arn")

    def text(self, attribute: str) -> Text:
        """An attribute that is a text; a hole of its own if it is not known at all."""
        found = self.resource.attribute(attribute, self.resource.place).value
        if isinstance(found, (str, TemplateText)):
            return found
        name = f"{self.resource.address}.{attribute}"
        return TemplateText((Hole(name, getattr(found, "reason", f"`{name}` is known on deployment only")),))

    def with_properties(self, type_: str, properties: PlacedMap) -> Translated:
        """Another declaration made of the same resource."""
        return Translated(self.resource, Named(type_, self.resource.address), self.evaluation, properties, self.doubt)


@cache
def _facts() -> Mapping[str, Any]:
    return read_toml("terraform.toml")


def cloudformation_type(name: str) -> str | None:
    """The CloudFormation type that a resource type corresponds to."""
    found: str | None = _facts()["types"].get(name)
    return found


def translate(resource: TerraformResource, account: Account) -> Translated:
    """A resource with its attributes as properties; blocks stay lists of mappings with renamed members."""
    names: Mapping[str, str] = {**_facts()["names"]["all"], **_facts()["names"].get(resource.type, {})}
    properties = PlacedMap()
    for attribute, value in resource.attributes.items():
        name = names.get(attribute, pascal(attribute))
        if name and not is_unset(value):
            properties.put(name, as_policy(value) if name in _DOCUMENTS else placed(value), value.place)
    declaration = Named(cloudformation_type(resource.type) or "", resource.address)
    return Translated(resource, declaration, account, properties, resource.doubt)


def made_like(type_: str, declared: Translated) -> Iterator[Part]:
    """The parts that CloudFormation's resource type of the same properties gives."""
    make: Callable[[Any], Iterator[Part]] = MAPPINGS[type_]
    return make(declared)


def is_unset(value: Located) -> bool:
    """Whether a value stands for what is not set: plans hold empty texts and lists for it, and none is sent to AWS."""
    return value.value is None or value.value in ("", [], {})


def placed(value: Located) -> Any:
    """A value whose containers know the places of their members."""
    if isinstance(value.value, list):
        listed = PlacedList()
        for member in value.value:
            listed.add(placed(member), member.place)
        return listed
    if isinstance(value.value, dict):
        mapped = PlacedMap()
        for name, member in value.value.items():
            mapped.put(name, placed(member), member.place)
        return mapped
    if isinstance(value.value, Encoded):
        return value.value.text
    if hasattr(value.value, "attribute"):
        return Unknown("a resource stands where a value should")
    return value.value


def as_policy(value: Located) -> Any:
    """A policy given as JSON."""
    return placed(decoded(value))


def pascal(name: str) -> str:
    """``dag_s3_path`` as AWS writes it: ``DagS3Path``."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


def snake(name: str) -> str:
    """``DagS3Path`` as Terraform writes it: ``dag_s3_path``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def renamed(value: Any, names: Mapping[str, str] | None = None) -> Any:
    """A mapping, or a list of them, with its members' names as AWS writes them."""
    if isinstance(value, PlacedList):
        listed = PlacedList()
        for member, place in zip(value, value.places, strict=True):
            listed.add(renamed(member, names), place)
        return listed
    if not isinstance(value, PlacedMap):
        return value
    found = PlacedMap()
    for name, member in value.items():
        new = (names or {}).get(name, pascal(name))
        if new and member not in ("", []):
            found.put(new, member, value.places.get(name))
    return found


def only(value: Any) -> Any:
    """The only block of a list of blocks."""
    if isinstance(value, PlacedList):
        return value[0] if value else None
    return value


def blocks(value: Any) -> Iterator[tuple[Any, Place | None]]:
    """The blocks of a list with their places; what is not known counts as one."""
    if isinstance(value, PlacedList):
        yield from zip(value, value.places, strict=True)
    elif value is not None:
        yield value, None
