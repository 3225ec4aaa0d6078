"""The network ACL of an environment's subnet stops the replies to what the environment asks.

Why
    ACLs remember nothing: the answer to a request comes back to a port between 1024 and 65535, and an ACL that allows
    port 443 alone drops it. Connections then hang until they time out.

Fix
    Allow TCP 1024-65535 inbound and outbound as well.

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
      PostgresIn:
        Type: AWS::EC2::NetworkAclEntry
        Properties:
          NetworkAclId: !Ref Acl
          RuleNumber: 110
          Egress: false
          Protocol: 6
          RuleAction: allow
          CidrBlock: 0.0.0.0/0
          PortRange: {From: 5432, To: 5432}
      Out:
        Type: AWS::EC2::NetworkAclEntry
        Properties:
          NetworkAclId: !Ref Acl
          RuleNumber: 100
          Egress: true
          Protocol: -1
          RuleAction: allow
          CidrBlock: 0.0.0.0/0

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
      RepliesIn:
        Type: AWS::EC2::NetworkAclEntry
        Properties:
          NetworkAclId: !Ref Acl
          RuleNumber: 110
          Egress: false
          Protocol: 6
          RuleAction: allow
          CidrBlock: 0.0.0.0/0
          PortRange: {From: 1024, To: 65535}
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
    covers=["nacl-return-traffic"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-security.html",
)
def check(network: Network) -> Iterator[Finding]:
    for fault in broken((*network.inside(), *network.needs()), "acl-reply-in", "acl-reply-out"):
        yield Finding(
            fault.spot,
            f"`{fault.name}` drops the replies of {fault.targets} to {fault.subnets}",
            evidence=fault.evidence,
            cause=fault.name,
        )
