"""A packet walker that knows nothing of the product: it sends single packets through plain dictionaries.

Written from EC2's documentation alone, without sets of addresses: one source, one destination, one port at a time.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any

Body = dict[str, Any]
CONTAINER_PORTS = (32768, 45000, 60999)
NAT_PORTS = (1024, 33000, 65535)


class Walker:
    """The objects of a network by id."""

    def __init__(self, objects: dict[str, Body]) -> None:
        self.objects = objects
        self.environment = next(body for body in objects.values() if body["kind"] == "mwaa:Environment")
        self.groups: list[str] = self.environment["NetworkConfiguration"]["SecurityGroupIds"]

    def of(self, kind: str) -> Iterator[tuple[str, Body]]:
        return ((key, body) for key, body in self.objects.items() if body["kind"] == kind)

    # -- what a packet meets

    def group_lets(self, groups: list[str], direction: str, port: int, address: str, peer_groups: list[str]) -> bool:
        for group in groups:
            for rule in self.objects[group].get(direction, []):
                if rule["IpProtocol"] not in ("-1", "tcp"):
                    continue
                if rule["IpProtocol"] == "tcp" and not rule["FromPort"] <= port <= rule["ToPort"]:
                    continue
                if any(pair["GroupId"] in peer_groups for pair in rule.get("UserIdGroupPairs", [])):
                    return True
                if any(inside(address, item["CidrIp"]) for item in rule.get("IpRanges", [])):
                    return True
        return False

    def acl_lets(self, subnet: str, egress: bool, port: int, address: str) -> bool:
        acls = [body for _, body in self.of("ec2:NetworkAcl")]
        own = [body for body in acls if any(item.get("SubnetId") == subnet for item in body["Associations"])]
        acl = own[0] if own else next(body for body in acls if body["IsDefault"])
        for entry in sorted(acl["Entries"], key=lambda item: item["RuleNumber"]):
            if entry["Egress"] is not egress or not inside(address, entry["CidrBlock"]):
                continue
            if entry["Protocol"] == "6" and not entry["PortRange"]["From"] <= port <= entry["PortRange"]["To"]:
                continue
            return bool(entry["RuleAction"] == "allow")
        return False

    def route(self, subnet: str, address: str) -> Body | None:
        tables = [body for _, body in self.of("ec2:RouteTable")]
        own = [body for body in tables if any(item.get("SubnetId") == subnet for item in body["Associations"])]
        main = [body for body in tables if any(item.get("Main") for item in body["Associations"])]
        fitting = [item for item in (own or main)[0]["Routes"] if inside(address, item["DestinationCidrBlock"])]
        return max(fitting, key=lambda item: int(item["DestinationCidrBlock"].split("/")[1]), default=None)

    # -- connections

    def inside_vpc(self, source: str, target: str, port: int, target_groups: list[str]) -> bool:
        """Whether every address tried in one subnet reaches every address tried in another, and is answered."""
        return all(
            self._one(source, one, target, other, port, target_groups)
            for one in hosts(self.objects[source])
            for other in hosts(self.objects[target])
        )

    def _one(self, source: str, one: str, target: str, other: str, port: int, target_groups: list[str]) -> bool:
        if not self.group_lets(self.groups, "IpPermissionsEgress", port, other, target_groups):
            return False
        if not self.group_lets(target_groups, "IpPermissions", port, one, self.groups):
            return False
        route = self.route(source, other)
        if route is None or route.get("GatewayId") != "local":
            return False
        return source == target or self._crosses(source, one, target, other, port, CONTAINER_PORTS)

    def _crosses(self, source: str, one: str, target: str, other: str, port: int, replies: tuple[int, ...]) -> bool:
        there = self.acl_lets(source, True, port, other) and self.acl_lets(target, False, port, one)
        return there and all(
            self.acl_lets(target, True, reply, one) and self.acl_lets(source, False, reply, other) for reply in replies
        )

    def internet(self, source: str, address: str, port: int = 443) -> bool:
        """Whether every address tried in a subnet reaches a public host, and is answered."""
        return all(self._out(source, one, address, port) for one in hosts(self.objects[source]))

    def _out(self, source: str, one: str, address: str, port: int) -> bool:
        if not self.group_lets(self.groups, "IpPermissionsEgress", port, address, []):
            return False
        if not self._leaves(source, address, port, CONTAINER_PORTS):
            return False
        route = self.route(source, address)
        if route is None or "NatGatewayId" not in route:
            return False
        nat = self.objects.get(route["NatGatewayId"])
        if nat is None or nat["State"] != "available" or not nat["NatGatewayAddresses"][0].get("AllocationId"):
            return False
        middle = nat["SubnetId"]
        if middle == source:
            return False
        arrives = self.acl_lets(middle, False, port, one)
        answered = all(self.acl_lets(middle, True, reply, one) for reply in CONTAINER_PORTS)
        if not (arrives and answered and self._leaves(middle, address, port, NAT_PORTS)):
            return False
        onward = self.route(middle, address)
        gateway = self.objects.get((onward or {}).get("GatewayId", ""))
        return gateway is not None and gateway["Attachments"] != []

    def _leaves(self, subnet: str, address: str, port: int, replies: tuple[int, ...]) -> bool:
        return self.acl_lets(subnet, True, port, address) and all(
            self.acl_lets(subnet, False, reply, address) for reply in replies
        )


def inside(address: str, block: str) -> bool:
    return ipaddress.ip_address(address) in ipaddress.ip_network(block)


def hosts(subnet: Body) -> list[str]:
    network = ipaddress.ip_network(subnet["CidrBlock"])
    return [str(network[number]) for number in (4, 100, 254)]
