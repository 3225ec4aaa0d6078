"""A VPN or load balancer of a private web server uses a certificate of another Region.

Why
    Client VPN endpoints and load balancers find certificates of their own Region only; they are not made, or the
    listener is refused.

Fix
    Request or import the certificate in the Region of the environment.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.192.0.0/16, EnableDnsHostnames: true}}
      A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.20.0/24}}
      B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.21.0/24}}
      Vpn:
        Type: AWS::EC2::ClientVpnEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServerCertificateArn: arn:aws:acm:us-east-1:111122223333:certificate/0a1b  # <- here
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    environments = [{template = "template.yaml", region = "eu-west-1"}]

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.192.0.0/16, EnableDnsHostnames: true}}
      A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.20.0/24}}
      B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.21.0/24}}
      Vpn:
        Type: AWS::EC2::ClientVpnEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServerCertificateArn: arn:aws:acm:eu-west-1:111122223333:certificate/0a1b
    # mwaa-doctor.toml
    airflow-version = "2.10.3"
    environments = [{template = "template.yaml", region = "eu-west-1"}]
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.clients import client_vpns
from mwaa_doctor.models.network.load_balancers import balancers, listeners
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.snapshot import Spot, Text
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["client-vpn-certificates", "load-balancer-setup"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/tutorials-private-network-vpn-client.html",
)
def check(network: Network) -> Iterator[Finding]:
    region = network.topology.snapshot.region
    for arn, spot in _certificates(network):
        fields = arn.split(":") if isinstance(arn, str) else []
        own = fields[3] if len(fields) > 5 and fields[2] == "acm" else region
        if isinstance(region, str) and own != region:
            yield Finding(spot, f"the certificate is of {own}, not of {region}", evidence=(str(arn),))


def _certificates(network: Network) -> Iterator[tuple[Text, Spot]]:
    for vpn in client_vpns(network):
        if vpn.is_in_vpc is not False:
            yield from ((arn, vpn.record.at(*path)) for arn, path in vpn.certificates)
    for balancer in balancers(network):
        for listener in listeners(network, balancer):
            for number, _ in enumerate(listener.items("Certificates")):
                arn = listener.text("Certificates", number, "CertificateArn")
                if arn is not None:
                    yield arn, listener.at("Certificates", number, "CertificateArn")
