"""What may be added to a network by parts of a template that are not read: nested stacks, modules, custom resources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_MAY_ADD: Mapping[str, tuple[str, ...]] = {
    "AWS::EC2::VPC": ("ec2:VpcEndpoint",),
    "AWS::EC2::Subnet": ("ec2:VpcEndpoint",),
    "AWS::EC2::RouteTable": ("ec2:Route", "ec2:VpcEndpoint"),
    "AWS::EC2::SecurityGroup": ("ec2:SecurityGroupRule",),
    "AWS::EC2::VPCEndpoint": ("ec2:VpcEndpoint",),
}


def gaps_left_by(unread: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """Kinds of which there may be more, and why: ``unread`` names parts, with the types of what they are handed."""
    found: dict[str, str] = {}
    for part, types in unread:
        for kind in sorted({kind for type_ in types for kind in _MAY_ADD.get(type_, ())}):
            found.setdefault(kind, f"what {part} adds to the network is not in view")
    return found
