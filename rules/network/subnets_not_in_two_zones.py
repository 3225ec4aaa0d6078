"""The environment does not have two subnets of one VPC in two Availability Zones.

Why
    MWAA takes exactly two subnets and fails over between their zones. Two subnets of one zone, or of two VPCs, are
    refused on creation, after everything else has been made.

Fix
    Name two private subnets of the same VPC in different Availability Zones.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}  # <- here
      Vpc:
        Type: AWS::EC2::VPC
        Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1a}

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
      Vpc:
        Type: AWS::EC2::VPC
        Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
    ---
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
      Vpc:
        Type: AWS::EC2::VPC
        Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Select [0, !GetAZs '']}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: !Select [1, !GetAZs '']}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.network.topology import Subnet
from mwaa_doctor.models.snapshot import Text
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["two-private-subnets-in-two-zones"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/networking-about.html",
)
def check(network: Network) -> Iterator[Finding]:
    spot = network.environment.at("NetworkConfiguration", "SubnetIds")
    ids = network.topology.subnet_ids
    if len(ids) != 2:  # the rule about what the API refuses says so
        return
    if ids[0] == ids[1]:
        yield Finding(spot, f"the environment names the subnet `{ids[0]}` twice")
        return
    gone = [str(key) for key in ids if network.topology.find("ec2:Subnet", key) is None]
    if gone:
        yield Finding(spot, f"the subnet `{gone[0]}` does not exist")
        return
    subnets = network.subnets
    for what, verb, differ in (("zone", "lie in the zone", False), ("vpc", "belong to different VPCs", True)):
        same = network.topology.same(_value(subnets[0], what), _value(subnets[1], what))
        if same is differ:
            continue
        names = f"`{subnets[0].name}` and `{subnets[1].name}`"
        value = "" if differ else f" `{_value(subnets[0], what)}`"
        evidence = tuple(f"{subnet.name}: {_value(subnet, what)}" for subnet in subnets)
        yield Finding(spot, f"{names} {verb}{value}", evidence=evidence)


def _value(subnet: Subnet, what: str) -> Text:
    return subnet.zone if what == "zone" else subnet.vpc
