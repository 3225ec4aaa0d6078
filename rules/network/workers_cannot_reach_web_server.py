"""Workers of Airflow 3 cannot reach the public web server.

Why
    In Airflow 3 every task talks to the web server. With public access only, it is reached over the internet, even from
    the environment's own subnets; without a way there no task starts.

Fix
    Use Airflow 3.2.1 or later with `WebserverAccessMode: PUBLIC_AND_PRIVATE`, or give the subnets a NAT gateway.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
          AirflowVersion: 3.0.6
          WebserverAccessMode: PUBLIC_ONLY  # <- here
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      AInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateA}
      BInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateB}

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
          AirflowVersion: 3.2.1
          WebserverAccessMode: PUBLIC_AND_PRIVATE
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      AInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateA}
      BInTable:
        Type: AWS::EC2::SubnetRouteTableAssociation
        Properties: {RouteTableId: !Ref Table, SubnetId: !Ref PrivateB}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Need, Network, broken
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["airflow3-public-webserver-reachable"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html",
)
def check(network: Network) -> Iterator[Finding]:
    target = network.environment.target
    if target.webserver_access_mode != "PUBLIC_ONLY" or target.airflow < (3,):
        return
    needs = [Need("the web server", 443, subnet, network.routed(subnet)) for subnet in network.subnets]
    for fault in broken(needs, "no-route"):
        yield Finding(
            network.environment.at("WebserverAccessMode"),
            f"workers in {fault.subnets} have no way to the public web server, which Airflow 3 needs for every task",
            evidence=fault.evidence,
            cause="web server",
        )
