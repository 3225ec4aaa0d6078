"""Large accounts: the verdicts come at once, because only what is on the way is looked at."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from topologies import BASES, document

from mwaa_doctor.reachability import reachability_of
from mwaa_doctor.sources.snapshot_file import read_snapshots
from mwaa_doctor.target import Target


def large(subnets: int, tables: int, groups: int, rules: int) -> dict[str, Any]:
    """The public network among many others of the same VPC; the environment's groups have all rules too."""
    objects = json.loads(json.dumps(BASES["public"]))
    for number in range(subnets):
        block = f"10.{100 + number // 256}.{number % 256}.0/24"
        objects[f"subnet-{number}"] = {
            "kind": "ec2:Subnet",
            "VpcId": "vpc-1",
            "CidrBlock": block,
            "AvailabilityZone": "eu-west-1a",
        }
    for number in range(tables):
        routes = [
            {"DestinationCidrBlock": f"172.{16 + one // 256}.{one % 256}.0/24", "TransitGatewayId": "tgw-1"}
            for one in range(50)
        ]
        held = [{"SubnetId": f"subnet-{one}"} for one in range(number, subnets, tables)]
        objects[f"rtb-{number}"] = {"kind": "ec2:RouteTable", "VpcId": "vpc-1", "Routes": routes, "Associations": held}
    many = [
        {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": [{"CidrIp": f"10.{port % 200}.0.0/16"}]}
        for port in range(1000, 1000 + rules)
    ]
    for number in range(groups):
        objects[f"sg-{number}"] = {
            "kind": "ec2:SecurityGroup",
            "VpcId": "vpc-1",
            "IpPermissions": many,
            "IpPermissionsEgress": many,
        }
    objects["sg-env"]["IpPermissions"] = [*many, *objects["sg-env"]["IpPermissions"]]
    return objects


def seconds(subnets: int, tables: int, groups: int, rules: int) -> float:
    snapshots = read_snapshots(json.dumps(document(large(subnets, tables, groups, rules))).encode())
    begun = time.perf_counter()
    (found,) = reachability_of(snapshots, Target())
    taken = time.perf_counter() - begun
    assert {row.answer.verdict.value for row in found.connections if row.use == "environment"} == {"yes"}
    return taken


def steps(subnets: int, tables: int, groups: int, rules: int) -> int:
    """How many functions of Python are called for the verdicts, whatever the speed of the machine."""
    snapshots = read_snapshots(json.dumps(document(large(subnets, tables, groups, rules))).encode())
    called = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal called
        called += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        reachability_of(snapshots, Target())
    finally:
        sys.setprofile(before)
    return called


def test_the_work_hardly_grows_with_what_is_not_on_the_way() -> None:
    steps(1, 1, 1, 1)  # loads what is loaded once
    few, many = steps(50, 10, 100, 20), steps(400, 80, 800, 20)

    assert many < 2 * few


if __name__ == "__main__":
    for share in (0.1, 0.25, 0.5, 1, 2):
        sizes = [round(share * size) for size in (2000, 500, 3000)]
        print(*sizes, "x 60 rules:", f"{min(seconds(*sizes, 60) for _ in range(3)) * 1000:.0f} ms")
