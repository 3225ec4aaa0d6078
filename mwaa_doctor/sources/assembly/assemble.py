"""From loose parts to the resources of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mwaa_doctor.models.snapshot import Resource, Text
from mwaa_doctor.sources.assembly.defaults import complete, implied_by_vpcs
from mwaa_doctor.sources.assembly.joining import join_parts
from mwaa_doctor.sources.placed import Part, PlacedList


def assemble(parts: Iterable[Part], partition: Text, account: Text) -> tuple[Resource, ...]:
    """Join the parts, add what AWS adds by itself, and settle the places."""
    declared = list(parts)
    joined = join_parts([*declared, *_implied(declared)])
    complete(joined, partition, account)
    return tuple(part.resource() for part in joined)


def _implied(declared: list[Part]) -> Iterator[Part]:
    """What AWS makes together with a VPC, unless a declaration takes it over or puts another table in its place."""
    taken = {(part.kind, part.key) for part in declared}
    main = {part.body.get("RouteTableId") for part in declared if part.body.get("Main") is True}
    replaced = {part.body.get("VpcId") for part in declared if part.kind == "ec2:RouteTable" and part.key in main}
    for part in implied_by_vpcs(declared):
        if part.kind == "ec2:RouteTable" and part.body.get("VpcId") in replaced:
            part.body["Associations"] = PlacedList()
        if (part.kind, part.key) not in taken:
            yield part
