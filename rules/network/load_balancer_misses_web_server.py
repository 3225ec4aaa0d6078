"""A load balancer does not call the private web server as it listens.

Why
    The web server's endpoint is an address, not an instance, and it listens on port 443 with TLS only. A target group
    of another type, protocol or port has no healthy target.

Fix
    Make the target group of type ip, with protocol HTTPS and port 443.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          WebserverAccessMode: PRIVATE_ONLY
          NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.192.0.0/16, EnableDnsHostnames: true}}
      A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.20.0/24}}
      B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.21.0/24}}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      WebServer:
        Type: AWS::ElasticLoadBalancingV2::TargetGroup
        Properties:
          VpcId: !Ref Vpc
          TargetType: ip
          Protocol: HTTP  # <- here
          Port: 443
          Matcher: {HttpCode: "200,302"}
          Targets: [{Id: 10.192.20.14}, {Id: 10.192.21.9}]

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          WebserverAccessMode: PRIVATE_ONLY
          NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.192.0.0/16, EnableDnsHostnames: true}}
      A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.20.0/24}}
      B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.21.0/24}}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      WebServer:
        Type: AWS::ElasticLoadBalancingV2::TargetGroup
        Properties:
          VpcId: !Ref Vpc
          TargetType: ip
          Protocol: HTTPS
          Port: 443
          Matcher: {HttpCode: "200,302"}
          Targets: [{Id: 10.192.20.14}, {Id: 10.192.21.9}]
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.load_balancers import target_groups
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["load-balancer-setup"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-vpe-access.html",
)
def check(network: Network) -> Iterator[Finding]:
    for group in target_groups(network) if network.has_private_webserver else ():
        for path, fault in group.faults:
            yield Finding(group.record.at(*path), f"`{group.record.label}`, which holds the web server, {fault}")
