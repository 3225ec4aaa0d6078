"""The ways to an environment from outside: client VPNs, instances, load balancers, certificates and names."""

from __future__ import annotations

from collections.abc import Iterator

from mwaa_doctor.sources.assembly.values import integer
from mwaa_doctor.sources.cloudformation.reading import Declared
from mwaa_doctor.sources.placed import Part, PlacedList, PlacedMap
from mwaa_doctor.unknown import Unknown


def client_vpn(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::ClientVpnEndpoint``, with empty lists for its target networks and authorization rules."""
    body = PlacedMap()
    body.put("ClientVpnEndpointId", declared.ref, declared.place)
    body.take(declared.properties, "ClientCidrBlock", "ServerCertificateArn", "VpcId", "ConnectionLogOptions", "Tags")
    body.put("SecurityGroupIds", declared.get("SecurityGroupIds"), declared.place_of("SecurityGroupIds"))
    options = PlacedList()
    for option, place in declared.each("AuthenticationOptions"):
        options.add(_authentication(option) if isinstance(option, PlacedMap) else option, place)
    body.put("AuthenticationOptions", options, declared.place_of("AuthenticationOptions"))
    body.update({"TargetNetworks": PlacedList(), "AuthorizationRules": PlacedList()})
    yield declared.part("ec2:ClientVpnEndpoint", body=body)


def _authentication(given: PlacedMap) -> PlacedMap:
    """An option in the words of DescribeClientVpnEndpoints, where the chain goes by another name."""
    body = PlacedMap()
    body.take(given, "Type", "ActiveDirectory", "FederatedAuthentication")
    mutual = given.get("MutualAuthentication")
    if isinstance(mutual, PlacedMap):
        chain = PlacedMap()
        chain.take(mutual, ClientRootCertificateChain="ClientRootCertificateChainArn")
        mutual = chain
    body.put("MutualAuthentication", mutual, given.places.get("MutualAuthentication"))
    return body


def client_vpn_network(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::ClientVpnTargetNetworkAssociation``."""
    body = PlacedMap({"Status": PlacedMap({"Code": "associated"})})
    body.take(declared.properties, "ClientVpnEndpointId", TargetNetworkId="SubnetId")
    yield declared.part("ec2:ClientVpnTargetNetwork", body=body)


def client_vpn_authorization(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::ClientVpnAuthorizationRule``."""
    body = PlacedMap({"Status": PlacedMap({"Code": "active"})})
    body.take(declared.properties, "ClientVpnEndpointId", DestinationCidr="TargetNetworkCidr", GroupId="AccessGroupId")
    yield declared.part("ec2:ClientVpnAuthorizationRule", body=body)


def instance(declared: Declared) -> Iterator[Part]:
    """``AWS::EC2::Instance``; its first interface may be written apart."""
    body = PlacedMap()
    body.put("InstanceId", declared.ref, declared.place)
    body.take(declared.properties, "SubnetId", "KeyName", "Tags")
    groups = declared.references("SecurityGroupIds", "GroupId")
    first = next((one for one, _ in declared.each("NetworkInterfaces")), None)
    if isinstance(first, PlacedMap):
        body.take(first, "SubnetId")
        groups = PlacedList()
        for group in first.get("GroupSet") or ():
            groups.add(group if isinstance(group, Unknown) else PlacedMap({"GroupId": group}), None)
    if "LaunchTemplate" in declared.properties and not groups:
        groups = Unknown(f"the launch template of `{declared.label}` is not in view")
    body.put("SecurityGroups", groups, declared.place_of("SecurityGroupIds"))
    yield declared.part("ec2:Instance", body=body)


def load_balancer(declared: Declared) -> Iterator[Part]:
    """``AWS::ElasticLoadBalancingV2::LoadBalancer``."""
    body = PlacedMap()
    body.put("LoadBalancerArn", declared.ref, declared.place)
    body.take(declared.properties, "Scheme", "Type", "SecurityGroups")
    body.setdefault("Scheme", "internet-facing")
    body.setdefault("Type", "application")
    zones = declared.references("Subnets", "SubnetId")
    mappings = declared.get("SubnetMappings")
    body.put("AvailabilityZones", zones if mappings is None else mappings, declared.place_of("Subnets"))
    yield declared.part("elasticloadbalancing:LoadBalancer", body=body)


def target_group(declared: Declared) -> Iterator[Part]:
    """``AWS::ElasticLoadBalancingV2::TargetGroup``."""
    body = PlacedMap()
    body.put("TargetGroupArn", declared.ref, declared.place)
    body.take(declared.properties, "TargetType", "Protocol", "VpcId", "Matcher", "HealthCheckPath")
    body.setdefault("TargetType", "instance")
    body.put("Port", integer(declared.get("Port")), declared.place_of("Port"))
    targets = PlacedList()
    for target, place in declared.each("Targets"):
        targets.add(target, place)
    body.put("Targets", targets, declared.place_of("Targets"))
    yield declared.part("elasticloadbalancing:TargetGroup", body=body)


def listener(declared: Declared) -> Iterator[Part]:
    """``AWS::ElasticLoadBalancingV2::Listener``."""
    body = PlacedMap()
    body.put("ListenerArn", declared.ref, declared.place)
    body.take(declared.properties, "LoadBalancerArn", "Protocol", "Certificates", "DefaultActions")
    body.put("Port", integer(declared.get("Port")), declared.place_of("Port"))
    yield declared.part("elasticloadbalancing:Listener", body=body)


def certificate(declared: Declared) -> Iterator[Part]:
    """``AWS::CertificateManager::Certificate``, with the algorithm that ACM takes if none is asked for."""
    body = PlacedMap()
    body.put("CertificateArn", declared.ref, declared.place)
    body.take(declared.properties, "DomainName", "KeyAlgorithm")
    body.setdefault("KeyAlgorithm", "RSA_2048")
    yield declared.part("acm:Certificate", body=body)


def hosted_zone(declared: Declared) -> Iterator[Part]:
    """``AWS::Route53::HostedZone``; one with VPCs is private."""
    body = PlacedMap()
    body.put("HostedZoneId", declared.ref, declared.place)
    body.take(declared.properties, "Name")
    body.put("VPCs", declared.get("VPCs") or PlacedList(), declared.place_of("VPCs"))
    yield declared.part("route53:HostedZone", body=body)
