"""What a template does not show of a network is not known: neither missing nor there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

HEAD = """
Resources:
  Sales:
    Type: AWS::MWAA::Environment
    Properties:
      Name: sales
      WebserverAccessMode: PRIVATE_ONLY
      NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  AInTable: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {RouteTableId: !Ref Table, SubnetId: !Ref A}}
  BInTable: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {RouteTableId: !Ref Table, SubnetId: !Ref B}}
"""
HCL = """
resource "aws_mwaa_environment" "sales" {
  name                  = "sales"
  webserver_access_mode = "PRIVATE_ONLY"
  network_configuration {
    subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]
    security_group_ids = [aws_security_group.group.id]
  }
}
resource "aws_vpc" "vpc" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.vpc.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.vpc.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1b"
}
resource "aws_security_group" "group" {
  vpc_id = aws_vpc.vpc.id
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
"""


@pytest.fixture
def verdicts(tmp_path: Path, mwaa_doctor) -> Any:
    """Of each target, the verdict from the first subnet, and the evidence."""

    def read(name: str, text: str) -> dict[str, tuple[str, str]]:
        (tmp_path / name).write_text(text)
        (environment,) = mwaa_doctor("network", tmp_path, "--format", "json").document["environments"]
        rows = [row for row in environment["connections"] if row["from"] != "web server"]
        return {row["to"]: (row["verdict"], row["evidence"]) for row in reversed(rows)}

    return read


@pytest.mark.parametrize(
    "extra",
    [
        "  Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x, Parameters: {%s}}}\n",
        "  Nested: {Type: Custom::Network, Properties: {ServiceToken: x, %s}}\n",
        "  Nested: {Type: Org::Net::Endpoints::MODULE, Properties: {%s}}\n",
    ],
)
def test_a_nested_stack_may_make_what_it_is_handed_the_place_for(extra: str, verdicts: Any) -> None:
    alone = verdicts("template.yaml", HEAD)
    unrelated = verdicts("template.yaml", HEAD + extra % "Name: sales")
    with_vpc = verdicts("template.yaml", HEAD + extra % "Vpc: !Ref Vpc")
    with_table = verdicts("template.yaml", HEAD + extra % "Tables: !Sub '${Table}'")
    with_group = verdicts("template.yaml", HEAD + extra % "Group: !GetAtt Group.GroupId")

    assert alone == unrelated
    assert (alone["sqs"][0], alone["web server"][0], alone["package index (PyPI)"][0]) == ("no", "no", "no")
    assert with_vpc["sqs"] == ("unknown", "A: what `Nested` adds to the network is not in view")
    assert with_vpc["package index (PyPI)"][0] == "no"
    assert with_table["package index (PyPI)"][0] == "unknown"
    assert with_table["web server"][0] == "no"
    assert with_group["web server"][0] == "unknown"


def test_a_module_from_elsewhere_may_make_what_it_is_handed_the_place_for(verdicts: Any) -> None:
    module = 'module "endpoints" {\n  source = "example/endpoints/aws"\n  vpc_id = %s\n}\n'

    assert verdicts("main.tf", HCL)["sqs"][0] == "no"
    assert verdicts("main.tf", HCL + module % '"vpc-0a"')["sqs"][0] == "no"
    reason = "aws_subnet.a: what the module `endpoints` adds to the network is not in view"
    assert verdicts("main.tf", HCL + module % "aws_vpc.vpc.id")["sqs"] == ("unknown", reason)


def test_an_endpoint_that_is_looked_up_exists(verdicts: Any) -> None:
    data = 'data "aws_vpc_endpoint" "sqs" {\n  service_name = "com.amazonaws.eu-west-1.sqs"\n}\n'

    assert verdicts("main.tf", HCL + data)["sqs"][0] == "unknown"


def test_the_customers_endpoints_in_a_template(tmp_path: Path, check) -> None:
    """Their service is known on deployment only, yet it is certain which endpoint is for it."""
    managed = HEAD.replace("Name: sales", "Name: sales\n      EndpointManagement: CUSTOMER")
    endpoint = """
  Database:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      ServiceName: !GetAtt Sales.DatabaseVpcEndpointService
      SubnetIds: [!Ref A, !Ref B]
      SecurityGroupIds: [!Ref Group]
"""
    found = {}
    for name, text in (
        ("none", managed),
        ("gateway", managed + endpoint),
        ("shut", managed + endpoint + "      VpcEndpointType: Interface\n"),
        ("one subnet", managed + endpoint.replace(", !Ref B", "") + "      VpcEndpointType: Interface\n"),
    ):
        (tmp_path / "template.yaml").write_text(text)
        run = check(tmp_path, "--select", "customer-endpoint-missing").document
        found[name] = [row["message"].partition(": ")[0] for row in run["findings"]]

    assert found == {
        "none": [],
        "gateway": ["the endpoint of the metadata database is of type Gateway instead of Interface"],
        "shut": ["the endpoint of the metadata database shuts out the environment"],
        "one subnet": ["the endpoint of the metadata database is not in the subnet `${B}`"],
    }


@pytest.mark.parametrize("project", ["private-network", "public-network", "quick-start", "terraform"])
def test_templates_are_not_asked_for_what_aws_makes(project: str, check) -> None:
    folder = Path(__file__).parents[2] / "projects" / "templates" / project

    run = check(folder, "--select", "endpoints,shared-vpc-half-shared,environment-endpoint-missing").document

    unanswered = {rule for row in run["not_checked"] for rule in row["rules"]}
    assert unanswered <= {"endpoint-missing-for-dags"}
