"""From loose parts to the resources of a snapshot."""

from __future__ import annotations

from collections.abc import Iterable

from mwaa_doctor.models.snapshot import Resource, Text
from mwaa_doctor.sources.assembly.defaults import complete, implied_by_vpcs
from mwaa_doctor.sources.assembly.joining import join_parts
from mwaa_doctor.sources.placed import Part


def assemble(parts: Iterable[Part], partition: Text, account: Text) -> tuple[Resource, ...]:
    """Join the parts, add what AWS adds by itself, and settle the places."""
    declared = list(parts)
    joined = join_parts([*declared, *implied_by_vpcs(declared)])
    complete(joined, partition, account)
    return tuple(part.resource() for part in joined)
