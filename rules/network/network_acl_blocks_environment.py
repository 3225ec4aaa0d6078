"""The network ACL of an environment's subnet stops what the environment needs.

Why
    ACLs are asked before security groups, in the order of their numbers, and refuse what no entry allows; a new ACL
    without entries refuses everything. The database, the web server and AWS's services must pass in both directions.

Fix
    Add rule 100 that allows all traffic, inbound and outbound, or allow TCP 443, TCP 5432 and the ports of replies.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
          WebserverAccessMode: PRIVATE_ONLY
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      WithinGroup:
        Type: AWS::EC2::SecurityGroupIngress
        Properties: {GroupId: !Ref Group, IpProtocol: -1, SourceSecurityGroupId: !Ref Group}
      Acl:  # <- here
        Type: AWS::EC2::NetworkAcl
        Properties: {VpcId: !Ref Vpc}
      AclOfA:
        Type: AWS::EC2::SubnetNetworkAclAssociation
        Properties: {NetworkAclId: !Ref Acl, SubnetId: !Ref PrivateA}
      AclOfB:
        Type: AWS::EC2::SubnetNetworkAclAssociation
        Properties: {NetworkAclId: !Ref Acl, SubnetId: !Ref PrivateB}

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
          WebserverAccessMode: PRIVATE_ONLY
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      WithinGroup:
        Type: AWS::EC2::SecurityGroupIngress
        Properties: {GroupId: !Ref Group, IpProtocol: -1, SourceSecurityGroupId: !Ref Group}
      Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
      AclOfA:
        Type: AWS::EC2::SubnetNetworkAclAssociation
        Properties: {NetworkAclId: !Ref Acl, SubnetId: !Ref PrivateA}
      AclOfB:
        Type: AWS::EC2::SubnetNetworkAclAssociation
        Properties: {NetworkAclId: !Ref Acl, SubnetId: !Ref PrivateB}
      Out:
        Type: AWS::EC2::NetworkAclEntry
        Properties:
          NetworkAclId: !Ref Acl
          RuleNumber: 100
          Egress: true
          Protocol: -1
          RuleAction: allow
          CidrBlock: 0.0.0.0/0
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.network import Network, broken
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["nacl-lets-traffic-pass"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-security.html",
)
def check(network: Network) -> Iterator[Finding]:
    for fault in broken((*network.inside(), *network.needs()), "acl-port-in", "acl-port-out"):
        yield Finding(
            fault.spot,
            f"`{fault.name}` stops the way from {fault.subnets} to {fault.targets}",
            evidence=fault.evidence,
            cause=fault.name,
        )
