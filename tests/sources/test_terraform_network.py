"""A network in Terraform is the same as its twin in CloudFormation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mwaa_doctor.config import load_config
from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.project import open_folder

NETWORK_TF = """
resource "aws_mwaa_environment" "e" { name = "e" }
resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "way" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "one" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_route_table" "out" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.way.id
  }
}
resource "aws_route_table_association" "one" {
  subnet_id      = aws_subnet.one.id
  route_table_id = aws_route_table.out.id
}
resource "aws_security_group" "own" {
  name        = "own"
  description = "own"
  vpc_id      = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group_rule" "itself" {
  type              = "ingress"
  security_group_id = aws_security_group.own.id
  from_port         = 0
  to_port           = 65535
  protocol          = "tcp"
  self              = true
}
resource "aws_network_acl" "closed" {
  vpc_id     = aws_vpc.main.id
  subnet_ids = [aws_subnet.one.id]
  ingress {
    rule_no    = 100
    protocol   = "tcp"
    action     = "allow"
    cidr_block = "10.0.0.0/16"
    from_port  = 443
    to_port    = 443
  }
}
resource "aws_vpc_endpoint" "storage" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.eu-west-1.s3"
  route_table_ids = [aws_route_table.out.id]
}
"""
NETWORK_YAML = """
Resources:
  Environment: {Type: AWS::MWAA::Environment, Properties: {Name: e}}
  Main: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
  Way: {Type: AWS::EC2::InternetGateway}
  Attached:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Main, InternetGatewayId: !Ref Way}
  One:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Main, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
  Out: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Main}}
  Route:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Out, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Way}
  OneOut:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref One, RouteTableId: !Ref Out}
  Own:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupName: own
      GroupDescription: own
      VpcId: !Ref Main
      SecurityGroupEgress: [{IpProtocol: "-1", FromPort: 0, ToPort: 0, CidrIp: 0.0.0.0/0}]
  Itself:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref Own, IpProtocol: tcp, FromPort: 0, ToPort: 65535, SourceSecurityGroupId: !Ref Own}
  Closed: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Main}}
  Entry:
    Type: AWS::EC2::NetworkAclEntry
    Properties:
      NetworkAclId: !Ref Closed
      RuleNumber: 100
      Protocol: 6
      RuleAction: allow
      CidrBlock: 10.0.0.0/16
      PortRange: {From: 443, To: 443}
  OneClosed:
    Type: AWS::EC2::SubnetNetworkAclAssociation
    Properties: {SubnetId: !Ref One, NetworkAclId: !Ref Closed}
  Storage:
    Type: AWS::EC2::VPCEndpoint
    Properties: {VpcId: !Ref Main, ServiceName: com.amazonaws.eu-west-1.s3, RouteTableIds: [!Ref Out]}
"""
IDS = {
    "aws_vpc.main.id": "Main",
    "aws_internet_gateway.way.id": "Way",
    "aws_subnet.one.id": "One",
    "aws_route_table.out.id": "Out",
    "aws_route_table_association.one.id": "OneOut",
    "aws_security_group.own.id": "Own",
    "aws_network_acl.closed.id": "Closed",
    "aws_vpc_endpoint.storage.id": "Storage",
}


def comparable(value: Any) -> Any:
    """A value with holes as texts, in the names of the CloudFormation template."""
    if isinstance(value, TemplateText):
        text = str(value)
        for own, other in IDS.items():
            text = text.replace(f"${{{own}}}", f"${{{other}}}").replace(f"${{{own}.", f"${{{other}.")
        return text
    if isinstance(value, dict):
        return {name: comparable(item) for name, item in value.items()}
    return [comparable(item) for item in value] if isinstance(value, (list, tuple)) else value


def test_a_network_is_the_same_as_its_cloudformation_twin(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "main.tf").write_text(NETWORK_TF)
    (tmp_path / "template.yaml").write_text(NETWORK_YAML)
    terraform, template = open_folder(tmp_path, load_config(tmp_path)).snapshots

    def bodies(snapshot: Snapshot) -> dict[str, Any]:
        return {
            f"{resource.kind} {comparable(resource.key)}": comparable(resource.body)
            for resource in snapshot.resources
            if resource.kind.startswith("ec2:")
        }

    assert {terraform.source, template.source} == {"terraform", "cloudformation"}
    assert bodies(terraform) == bodies(template)
