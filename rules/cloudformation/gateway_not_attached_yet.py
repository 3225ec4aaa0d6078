"""A route or NAT gateway of a new VPC does not wait for the attachment of the internet gateway.

Why
    CloudFormation makes what does not depend on each other at once. A route to a gateway that is not attached yet is
    refused, and so are a NAT gateway and the Elastic IP of an instance: the stack fails now and then, and rolls back.

Fix
    Let it depend on the attachment: `DependsOn: InternetGatewayAttachment`.

Bad
    # template.yaml
    Resources:
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
      Gateway: {Type: AWS::EC2::InternetGateway}
      Attachment:
        Type: AWS::EC2::VPCGatewayAttachment
        Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      Default:  # <- here
        Type: AWS::EC2::Route
        Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
      Address: {Type: AWS::EC2::EIP, Properties: {Domain: vpc}}
      Nat:  # <- here
        Type: AWS::EC2::NatGateway
        Properties: {SubnetId: !Ref Subnet, AllocationId: !GetAtt Address.AllocationId}
      Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
      Environment: {Type: AWS::MWAA::Environment, Properties: {Name: sales}}

Good
    # template.yaml
    Resources:
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
      Gateway: {Type: AWS::EC2::InternetGateway}
      Attachment:
        Type: AWS::EC2::VPCGatewayAttachment
        Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      Default:
        Type: AWS::EC2::Route
        DependsOn: Attachment
        Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
      Address: {Type: AWS::EC2::EIP, DependsOn: Attachment, Properties: {Domain: vpc}}
      Nat:
        Type: AWS::EC2::NatGateway
        Properties: {SubnetId: !Ref Subnet, AllocationId: !GetAtt Address.AllocationId}
      Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
      Environment: {Type: AWS::MWAA::Environment, Properties: {Name: sales}}
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mwaa_doctor.models.template_file import TemplateFile
from mwaa_doctor.rule import Finding, rule

_ATTACHMENT = "AWS::EC2::VPCGatewayAttachment"
_GATEWAY = "AWS::EC2::InternetGateway"


@rule(
    severity="warning",
    covers=["gateway-attachment-dependency"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-create.html",
)
def check(template: TemplateFile) -> Iterator[Finding]:
    attached = {
        gateway: item.name
        for item in template.of_type(_ATTACHMENT)
        for gateway in template.needs[item.name]
        if template.resources[gateway].type == _GATEWAY
    }
    for item in template.of_type("AWS::EC2::Route", "AWS::EC2::NatGateway", "AWS::EC2::EIP"):
        if item.type == "AWS::EC2::Route":
            named = [attached[name] for name in template.needs[item.name] if name in attached]
        else:
            # An address that nothing uses yet needs no gateway.
            uses_gateway = _is_public_nat(item.properties) or "InstanceId" in item.properties
            named = list(attached.values()) if uses_gateway else []
        if len(named) == 1 and named[0] not in template.waits_for(item.name):
            message = f"`{item.name}` does not wait for the attachment of the internet gateway, `{named[0]}`"
            yield Finding(item, message, resource=item.name, fix=f"Add `DependsOn: {named[0]}` beside its `Type`.")


def _is_public_nat(properties: Mapping[str, Any]) -> bool:
    return "AllocationId" in properties and "SubnetId" in properties
