"""Random networks: what the model says, and what a packet walker written apart from it finds."""

from __future__ import annotations

import copy
import json
import random
import sys
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from topologies import document
from walker import Walker

from mwaa_doctor.models.network.answers import Verdict
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.reachability import reachability_of
from mwaa_doctor.sources.snapshot_file import read_snapshots
from mwaa_doctor.target import Target

ATTACHED = [{"VpcId": "vpc-1", "State": "available"}]
SUBNETS = ("subnet-a", "subnet-b", "subnet-c", "subnet-d")
OWN = ("subnet-a", "subnet-b")
PUBLIC_HOSTS = ("8.8.8.8", "52.94.0.1", "151.101.0.223", "193.0.6.139")
LOOSE = settings(max_examples=150)
BLOCKS = st.sampled_from(
    ["0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/23", "192.168.0.0/16"]
)
PORTS = st.sampled_from([(0, 65535), (443, 443), (5432, 5432), (1024, 65535), (32768, 65535), (80, 443), (22, 22)])
NATS = st.sampled_from(["nat-1", "nat-2", "nat-gone"])


@st.composite
def permissions(draw: Any) -> list[dict[str, Any]]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        low, high = draw(PORTS)
        rule: dict[str, Any] = draw(
            st.sampled_from(
                [
                    {"IpProtocol": "-1"},
                    {"IpProtocol": "tcp", "FromPort": low, "ToPort": high},
                    {"IpProtocol": "udp", "FromPort": 0, "ToPort": 65535},
                ]
            )
        )
        rule = dict(rule)
        if draw(st.booleans()):
            rule["UserIdGroupPairs"] = [{"GroupId": draw(st.sampled_from(["sg-1", "sg-2", "sg-x"]))}]
        else:
            rule["IpRanges"] = [{"CidrIp": draw(BLOCKS)}]
        found.append(rule)
    return found


@st.composite
def entries(draw: Any) -> list[dict[str, Any]]:
    if draw(st.integers(0, 2)):
        return [entry(100, egress, "allow", "0.0.0.0/0") for egress in (False, True)]
    found = []
    for number in range(draw(st.integers(0, 6))):
        ports = draw(st.none() | PORTS)
        found.append(
            entry(
                draw(st.integers(1, 200)) * 10 + number,
                draw(st.booleans()),
                draw(st.sampled_from(["allow", "allow", "deny"])),
                draw(BLOCKS),
                ports,
            )
        )
    return found


def entry(number: int, egress: bool, action: str, block: str, ports: tuple[int, int] | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {"RuleNumber": number, "Egress": egress, "RuleAction": action, "CidrBlock": block}
    return (
        {**row, "Protocol": "-1"}
        if ports is None
        else {**row, "Protocol": "6", "PortRange": {"From": ports[0], "To": ports[1]}}
    )


@st.composite
def networks(draw: Any) -> dict[str, dict[str, Any]]:
    local = {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local"}
    groups = draw(st.sampled_from([["sg-1"], ["sg-2"], ["sg-1", "sg-2"]]))
    objects: dict[str, dict[str, Any]] = {
        "sales": {
            "kind": "mwaa:Environment",
            "Name": "sales",
            "AirflowVersion": "2.10.3",
            "WebserverAccessMode": "PRIVATE_ONLY",
            "NetworkConfiguration": {"SubnetIds": list(OWN), "SecurityGroupIds": groups},
        },
        "vpc-1": {
            "kind": "ec2:Vpc",
            "VpcId": "vpc-1",
            "CidrBlock": "10.0.0.0/16",
            "EnableDnsSupport": True,
            "EnableDnsHostnames": True,
        },
        "igw-1": {"kind": "ec2:InternetGateway", "Attachments": draw(st.sampled_from([ATTACHED] * 4 + [[]]))},
    }
    for number, name in enumerate(SUBNETS):
        objects[name] = {
            "kind": "ec2:Subnet",
            "VpcId": "vpc-1",
            "CidrBlock": f"10.0.{number}.0/24",
            "AvailabilityZone": "a",
        }
    used = draw(st.lists(st.integers(0, 2), min_size=4, max_size=4))
    for number in range(3):
        out = draw(st.sampled_from(["nat", "nat", "igw", "none", "halves"]))
        routes = [local]
        if out == "igw":
            routes.append({"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1"})
        elif out == "nat":
            routes.append({"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": draw(NATS)})
        elif out == "halves":
            routes += [
                {"DestinationCidrBlock": block, "NatGatewayId": draw(NATS)} for block in ("0.0.0.0/1", "128.0.0.0/1")
            ]
        held = [{"SubnetId": name} for name, table in zip(SUBNETS, used, strict=True) if table == number and number]
        objects[f"rtb-{number}"] = {
            "kind": "ec2:RouteTable",
            "VpcId": "vpc-1",
            "Routes": routes,
            "Associations": held or [{"Main": number == 0}],
        }
    for number in (1, 2):
        objects[f"nat-{number}"] = {
            "kind": "ec2:NatGateway",
            "VpcId": "vpc-1",
            "SubnetId": draw(st.sampled_from(["subnet-c", "subnet-d", "subnet-c", "subnet-a"])),
            "State": draw(st.sampled_from(["available"] * 4 + ["failed"])),
            "ConnectivityType": "public",
            "NatGatewayAddresses": [draw(st.sampled_from([{"AllocationId": "eip"}] * 4 + [{}]))],
        }
        objects[f"sg-{number}"] = {
            "kind": "ec2:SecurityGroup",
            "VpcId": "vpc-1",
            "IpPermissions": draw(permissions()),
            "IpPermissionsEgress": draw(permissions()),
        }
        if draw(st.booleans()):
            objects[f"sg-{number}"]["IpPermissionsEgress"].append(
                {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
            )
    own_acl = draw(st.lists(st.booleans(), min_size=4, max_size=4))
    associations = [
        [{"SubnetId": name} for name, own in zip(SUBNETS, own_acl, strict=True) if own is wanted]
        for wanted in (False, True)
    ]
    for number in (0, 1):
        objects[f"acl-{number}"] = {
            "kind": "ec2:NetworkAcl",
            "VpcId": "vpc-1",
            "IsDefault": number == 0,
            "Entries": draw(entries()),
            "Associations": associations[number],
        }
    if draw(st.booleans()):
        objects["vpce-1"] = {
            "kind": "ec2:VpcEndpoint",
            "VpcId": "vpc-1",
            "VpcEndpointType": "Interface",
            "State": "available",
            "ServiceName": "com.amazonaws.eu-west-1.logs",
            "PrivateDnsEnabled": True,
            "SubnetIds": draw(st.sampled_from([["subnet-a"], ["subnet-a", "subnet-b"], ["subnet-c"]])),
            "Groups": [{"GroupId": draw(st.sampled_from(["sg-1", "sg-2"]))}],
        }
    return objects


def model(objects: dict[str, Any]) -> Network:
    (found,) = reachability_of(read_snapshots(json.dumps(document(objects)).encode()), Target())
    return found.network


def verdicts(objects: dict[str, Any]) -> dict[tuple[str, str], str]:
    (found,) = reachability_of(read_snapshots(json.dumps(document(objects)).encode()), Target())
    return {(row.source, row.target): row.answer.verdict.value for row in found.connections}


@LOOSE
@given(networks())
def test_the_model_agrees_with_single_packets(objects: dict[str, Any]) -> None:
    network, walker = model(objects), Walker(objects)

    for subnet in network.subnets:
        for port, answer in ((5432, network.database(subnet)), (443, network.webserver(subnet))):
            reached = all(walker.inside_vpc(subnet.name, other, port, walker.groups) for other in OWN)
            assert answer.verdict is (Verdict.YES if reached else Verdict.NO), (answer.text, port)
        hosts = {walker.internet(subnet.name, host) for host in PUBLIC_HOSTS}
        told = network.internet(subnet).verdict
        if told is not Verdict.UNKNOWN:
            assert hosts == {told is Verdict.YES}, network.internet(subnet).text
        else:
            assert len(hosts) == 2 or not hosts.pop(), network.internet(subnet).text
        logs = network.service(subnet, "logs").verdict
        if "vpce-1" in objects:
            endpoint = objects["vpce-1"]
            groups = [item["GroupId"] for item in endpoint["Groups"]]
            reached = all(walker.inside_vpc(subnet.name, other, 443, groups) for other in endpoint["SubnetIds"])
            assert logs is (Verdict.YES if reached else Verdict.NO), network.service(subnet, "logs").text
        else:
            assert logs is told


@LOOSE
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_lists_never_matters(objects: dict[str, Any], chance: random.Random) -> None:
    assert verdicts(shuffled(objects, chance)) == verdicts(objects)


def shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        members = [(key, shuffled(item, chance)) for key, item in value.items()]
        chance.shuffle(members)
        return dict(members)
    if isinstance(value, list):
        mixed = [shuffled(item, chance) for item in value]
        chance.shuffle(mixed)
        return mixed
    return value


@LOOSE
@given(networks(), st.data())
def test_what_is_allowed_in_addition_closes_no_way(objects: dict[str, Any], data: st.DataObject) -> None:
    before = verdicts(objects)
    wider = copy.deepcopy(objects)
    if data.draw(st.booleans()):
        group = data.draw(st.sampled_from(["sg-1", "sg-2"]))
        direction = data.draw(st.sampled_from(["IpPermissions", "IpPermissionsEgress"]))
        wider[group][direction].append({"IpProtocol": "-1", "IpRanges": [{"CidrIp": data.draw(BLOCKS)}]})
    else:
        acl = data.draw(st.sampled_from(["acl-0", "acl-1"]))
        row = entry(
            data.draw(st.integers(1, 200)) * 10 + 9,
            data.draw(st.booleans()),
            "allow",
            data.draw(BLOCKS),
            data.draw(PORTS),
        )
        wider[acl]["Entries"].append(row)

    after = verdicts(wider)

    assert [row for row, verdict in before.items() if verdict == "yes" and after[row] != "yes"] == []
