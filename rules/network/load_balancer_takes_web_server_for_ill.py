"""The health check of a load balancer refuses how a private web server answers.

Why
    Whoever is not signed in is sent to the login page, with code 302. A health check that takes 200 only, the default,
    finds no healthy target, and the load balancer answers 503.

Fix
    Take 200 and 302, or 200-399, for healthy.

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
          Matcher: {HttpCode: "200"}  # <- here
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
    severity="warning",
    covers=["load-balancer-setup"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-vpe-access.html",
)
def check(network: Network) -> Iterator[Finding]:
    for group in target_groups(network) if network.has_private_webserver else ():
        path = group.record.body.get("HealthCheckPath")
        if path in (None, "/") and group.takes(302) is False:
            yield Finding(
                group.record.at("Matcher"),
                f"the health check of `{group.record.label}` takes no 302, with which the web server answers",
                fix='set the codes for healthy to "200,302"',
            )
