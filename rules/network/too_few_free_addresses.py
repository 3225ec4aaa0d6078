"""A subnet of the environment is too small for its containers and endpoints.

Why
    Every container takes an address of a subnet, and so does every endpoint. When they run out, workers are not started
    and updates fail; a subnet cannot grow, and an environment cannot move to another.

Fix
    Free addresses, lower the number of workers, or build the environment in larger subnets.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
          MaxWorkers: 25
      Vpc:
        Type: AWS::EC2::VPC
        Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}
      PrivateA:  # <- here
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, AvailabilityZone: eu-west-1a, CidrBlock: 10.0.1.0/27}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}

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
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule

_SPARE = 10


@rule(
    severity="warning",
    covers=["environment-subnet-has-free-addresses"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-vpe-access.html",
)
def check(network: Network) -> Iterator[Finding]:
    running = network.environment.snapshot.source == "live" and network.environment.get("Status") not in (
        "CREATING",
        "PENDING",
    )
    wanted = network.containers
    needed = _SPARE if running else wanted + _SPARE
    for subnet in network.known_subnets():
        free = subnet.record.get("AvailableIpAddressCount")
        if isinstance(free, int) and free < needed:
            yield Finding(
                subnet.record,
                f"`{subnet.name}` has {free} free addresses",
                evidence=(f"up to {wanted} containers run in the environment, and endpoints need addresses too",),
            )
