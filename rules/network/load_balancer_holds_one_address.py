"""A load balancer knows one of the two addresses of a private web server.

Why
    The web server's endpoint has an address in each of the environment's two subnets. With one of them registered, the
    load balancer is down whenever that zone is.

Fix
    Register both addresses of the endpoint.

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
          Protocol: HTTPS
          Port: 443
          Matcher: {HttpCode: "200,302"}
          Targets: [{Id: 10.192.20.14}]  # <- here

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
    severity="warning",
    covers=["load-balancer-setup"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-vpe-access.html",
)
def check(network: Network) -> Iterator[Finding]:
    for group in target_groups(network) if network.has_private_webserver else ():
        addresses = {address for _, address in group.own}
        if len(addresses) == 1 and len(group.record.items("Targets")) == 1:
            yield Finding(
                group.record.at("Targets"),
                f"`{group.record.label}` holds one address of the web server, which has one in each subnet",
            )
