"""What works together with an environment: functions, event rules, databases and Kubernetes clusters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mwaa_doctor.sources.assembly.values import boolean, integer, policy_document
from mwaa_doctor.sources.cloudformation.reading import Declared
from mwaa_doctor.sources.placed import Part, PlacedMap


def function(declared: Declared) -> Iterator[Part]:
    """``AWS::Lambda::Function``, with its code where the template holds it."""
    body = PlacedMap()
    body.put("FunctionName", declared.name, declared.place_of("FunctionName"))
    body.put("FunctionArn", declared.arn, declared.place)
    body.take(declared.properties, "Role", "Handler", "Runtime", "VpcConfig", "PackageType")
    code = declared.get("Code")
    if isinstance(code, PlacedMap):
        body.take(code, "ZipFile")
    yield declared.part("lambda:Function", declared.name, body)


def function_permission(declared: Declared) -> Iterator[Part]:
    """``AWS::Lambda::Permission``."""
    body = PlacedMap()
    body.take(declared.properties, "FunctionName", "Principal", "SourceArn", "Action")
    yield declared.part("lambda:Permission", body=body)


def event_rule(declared: Declared) -> Iterator[Part]:
    """``AWS::Events::Rule``, its pattern decoded."""
    body = PlacedMap()
    body.put("Name", declared.name, declared.place_of("Name"))
    body.put("Arn", declared.arn, declared.place)
    place = declared.place_of("EventPattern")
    body.put("EventPattern", policy_document(declared.get("EventPattern"), place), place)
    body.take(declared.properties, "Targets", "State")
    yield declared.part("events:Rule", declared.name, body)


def database_instance(declared: Declared) -> Iterator[Part]:
    """``AWS::RDS::DBInstance``."""
    body = _database(declared, "DBInstanceIdentifier")
    body.take(declared.properties, "DBClusterIdentifier")
    yield declared.part("rds:DBInstance", body=body)


def database_cluster(declared: Declared) -> Iterator[Part]:
    """``AWS::RDS::DBCluster``."""
    yield declared.part("rds:DBCluster", body=_database(declared, "DBClusterIdentifier"))


def warehouse(declared: Declared) -> Iterator[Part]:
    """``AWS::Redshift::Cluster``."""
    body = _database(declared, "ClusterIdentifier")
    body.take(declared.properties, "ClusterSubnetGroupName")
    body["Engine"] = "redshift"
    yield declared.part("redshift:Cluster", body=body)


def _database(declared: Declared, identifier: str) -> PlacedMap:
    body = PlacedMap()
    body.put(identifier, declared.ref, declared.place)
    body.take(declared.properties, "Engine")
    groups = "VPCSecurityGroups" if "VPCSecurityGroups" in declared.properties else "VpcSecurityGroupIds"
    body.put("VpcSecurityGroups", declared.references(groups, "VpcSecurityGroupId"), declared.place_of(groups))
    body.put("PubliclyAccessible", boolean(declared.get("PubliclyAccessible")), declared.place_of("PubliclyAccessible"))
    port = integer(declared.get("Port"))
    if port is not None:
        body.put("Endpoint", PlacedMap({"Port": port}, declared.place_of("Port")), declared.place_of("Port"))
    name = declared.get("DBSubnetGroupName")
    if name is not None:
        place = declared.place_of("DBSubnetGroupName")
        body.put("DBSubnetGroup", PlacedMap({"DBSubnetGroupName": name}, place), place)
    return body


def subnet_group(declared: Declared) -> Iterator[Part]:
    """``AWS::RDS::DBSubnetGroup`` and ``AWS::Redshift::ClusterSubnetGroup``."""
    kind = "redshift:ClusterSubnetGroup" if "Redshift" in declared.declaration.type else "rds:DBSubnetGroup"
    body = PlacedMap()
    body.put("Subnets", declared.references("SubnetIds", "SubnetIdentifier"), declared.place_of("SubnetIds"))
    yield declared.part(kind, declared.name, body)


def kubernetes_cluster(declared: Declared) -> Iterator[Part]:
    """``AWS::EKS::Cluster``; its API is public only unless the template says otherwise."""
    body = PlacedMap()
    body.put("name", declared.name, declared.place_of("Name"))
    body.put("arn", declared.arn, declared.place)
    given = declared.get("ResourcesVpcConfig")
    config: Any = given
    if isinstance(given, PlacedMap):
        config = PlacedMap()
        config.take(given, subnetIds="SubnetIds", securityGroupIds="SecurityGroupIds")
        for member, name, default in (
            ("endpointPublicAccess", "EndpointPublicAccess", True),
            ("endpointPrivateAccess", "EndpointPrivateAccess", False),
        ):
            value = boolean(given.get(name))
            config.put(member, default if value is None else value, given.places.get(name))
    body.put("resourcesVpcConfig", config, declared.place_of("ResourcesVpcConfig"))
    yield declared.part("eks:Cluster", declared.name, body)
