"""A certificate of a Client VPN endpoint has a key that Client VPN does not take.

Why
    Client VPN takes certificates with RSA keys of 1024 or 2048 bits only. With another key the endpoint is not made.

Fix
    Use a certificate with an RSA key of 2048 bits.

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
      Vpn:
        Type: AWS::EC2::ClientVpnEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServerCertificateArn: !Ref Certificate  # <- here
      Certificate:
        Type: AWS::CertificateManager::Certificate
        Properties: {DomainName: vpn.example.com, KeyAlgorithm: EC_prime256v1}

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
      Vpn:
        Type: AWS::EC2::ClientVpnEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServerCertificateArn: !Ref Certificate
      Certificate:
        Type: AWS::CertificateManager::Certificate
        Properties: {DomainName: vpn.example.com, KeyAlgorithm: RSA_2048}
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.clients import client_vpns
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.rule import Finding, rule

_TAKEN = ("RSA_1024", "RSA_2048")


@rule(
    severity="error",
    covers=["client-vpn-certificates"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/tutorials-private-network-vpn-client.html",
)
def check(network: Network) -> Iterator[Finding]:
    told = {record.key: record for record in network.topology.snapshot.known("acm:Certificate")}
    for vpn in client_vpns(network):
        for arn, path in vpn.certificates:
            algorithm = told[arn].body.get("KeyAlgorithm") if arn in told else None
            if vpn.is_in_vpc is not False and isinstance(algorithm, str) and algorithm.replace("-", "_") not in _TAKEN:
                yield Finding(
                    vpn.record.at(*path),
                    f"the certificate `{told[arn].label}` has a key {algorithm}, and Client VPN takes RSA only",
                )
