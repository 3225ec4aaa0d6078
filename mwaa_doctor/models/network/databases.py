"""Databases and warehouses in an account, as tasks of an environment see them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from mwaa_doctor import facts
from mwaa_doctor.facts.remote_systems import DatabaseSystem
from mwaa_doctor.models.network.answers import Answer, Hop, every, unknown
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.network.topology import Subnet
from mwaa_doctor.models.snapshot import Resource, Text
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.unknown import Unknown

__all__ = ["Database", "databases"]

_KINDS = ("rds:DBInstance", "rds:DBCluster", "redshift:Cluster")


@dataclass(frozen=True)
class Database:
    """A database and the kind of system that it is."""

    network: Network
    record: Resource
    system: DatabaseSystem

    @property
    def name(self) -> str:
        """What people call it."""
        return self.record.label

    @property
    def port(self) -> int:
        """The port that it listens on; raises ``Unknown``."""
        given = self.record.get("Endpoint", "Port")
        return given if isinstance(given, int) else self.system.port

    @property
    def subnets(self) -> tuple[Subnet, ...]:
        """The subnets that it is in or may move to; raises ``Unknown``."""
        group = self._subnet_group()
        keys = [item.get("SubnetIdentifier") for item in group.items("Subnets")]
        found = [self.network.topology.subnet(key) for key in keys if isinstance(key, (str, TemplateText))]
        if not found or None in found or len(found) != len(keys):
            raise Unknown(f"the subnets of `{self.name}` are not known")
        return tuple(subnet for subnet in found if subnet is not None)

    def _subnet_group(self) -> Resource:
        if self.record.kind == "redshift:Cluster":
            kind, name = "redshift:ClusterSubnetGroup", self.record.text("ClusterSubnetGroupName")
        else:
            kind, name = "rds:DBSubnetGroup", self.record.text("DBSubnetGroup", "DBSubnetGroupName")
        group = self.network.topology.find(kind, name)
        if group is None:
            raise Unknown(f"the subnet group of `{self.name}` is not known")
        return group

    @property
    def group_ids(self) -> tuple[Text, ...]:
        """The ids of its security groups; raises ``Unknown``."""
        keys = [item.get("VpcSecurityGroupId") for item in self.record.items("VpcSecurityGroups")]
        if not keys:
            raise Unknown(f"the security groups of `{self.name}` are not known")
        return tuple(key for key in keys if isinstance(key, (str, TemplateText)))

    def reached(self) -> Answer:
        """Whether the environment reaches it, from both subnets; public ones may be reached in another way."""
        here = Hop(self.network.environment.resource, "environment")
        try:
            if self.record.doubt:
                raise Unknown(self.record.doubt)
            if self.record.get("PubliclyAccessible") is True:
                raise Unknown(f"`{self.name}` has a public address")
            answer = every(
                self.network.reach.interfaces(subnet, self.name, self.subnets, self.group_ids, self.port)
                for subnet in self.network.subnets
            )
        except Unknown as reason:
            return unknown(reason.reason, here)
        return answer or unknown("the environment's subnets are not known", here)


def databases(network: Network) -> Iterator[Database]:
    """The databases that are told of, of kinds that tasks talk to; instances of a cluster count with it."""
    systems = {engine: row for row in facts.database_systems() for engine in row.engines}
    for kind in _KINDS:
        for record in network.topology.snapshot.known(kind):
            with contextlib.suppress(Unknown):
                system = systems.get(str(record.get("Engine")))
                if system is not None and (kind != "rds:DBInstance" or record.raw("DBClusterIdentifier") is None):
                    yield Database(network, record, system)
