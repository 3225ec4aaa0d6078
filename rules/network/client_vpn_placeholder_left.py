"""A placeholder of the guide's sample stands in a Client VPN endpoint.

Why
    The guide's template carries made-up ids and YOUR_... in place of certificates. CloudFormation refuses them after
    the stack has begun.

Fix
    Put in the id or ARN of your own VPC, subnet, security group or certificate.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties: {WebserverAccessMode: PRIVATE_ONLY}
      Vpn:
        Type: AWS::EC2::ClientVpnEndpoint
        Properties:
          ClientCidrBlock: 172.16.0.0/22
          SecurityGroupIds: [sg-0101010101010101]  # <- here
          ServerCertificateArn: YOUR_SERVER_CERTIFICATE_ARN  # <- here

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties: {WebserverAccessMode: PRIVATE_ONLY}
      Vpn:
        Type: AWS::EC2::ClientVpnEndpoint
        Properties:
          ClientCidrBlock: 172.16.0.0/22
          SecurityGroupIds: [sg-0a1b2c3d4e5f60718]
          ServerCertificateArn: arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.network.clients import client_vpns
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.placeholders import placeholder_in
from mwaa_doctor.rule import Finding, rule

_MADE_UP = re.compile(r"(?:vpc|subnet|sg)-(?:01){2,}0?")


@rule(
    severity="warning",
    covers=["client-vpn-samples"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/tutorials-private-network-vpn-client.html",
)
def check(network: Network) -> Iterator[Finding]:
    for vpn in client_vpns(network):
        for value, path in vpn.texts:
            if _MADE_UP.fullmatch(value) or placeholder_in(value) is not None:
                yield Finding(vpn.record.at(*path), f"`{value}` is a placeholder of a sample")
