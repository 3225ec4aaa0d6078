"""Lambda functions beside an environment: which of them call its web server, and whether they can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

BASE = """
Resources:
  Sales:
    Type: AWS::MWAA::Environment
    Properties:
      Name: sales
      WebserverAccessMode: PRIVATE_ONLY
      EndpointManagement: CUSTOMER
      NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
  OtherVpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
  Elsewhere: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref OtherVpc, CidrBlock: 10.1.1.0/24}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: own
          PolicyDocument: {Statement: [{Effect: Allow, Action: [%s], Resource: "%s"}]}
  Trigger:
    Type: AWS::Lambda::Function
    Properties: {Role: !GetAtt Role.Arn, Handler: index.handler, Runtime: python3.12, Code: {%s}%s}
"""
INLINE = "ZipFile: client.create_cli_token(Name=name)"
STORED = "S3Bucket: code, S3Key: code.zip"
JOINS = '"ec2:*NetworkInterface*"'
OUTSIDE = "the private web server, but is attached to no VPC"
IN_VPC = ", VpcConfig: {SubnetIds: [!Ref A], SecurityGroupIds: [!Ref Group]}"
ELSEWHERE = ", VpcConfig: {SubnetIds: [!Ref Elsewhere], SecurityGroupIds: [!Ref Group]}"


@pytest.fixture
def messages(tmp_path: Path, check) -> Any:
    def read(text: str, *rules: str) -> list[str]:
        (tmp_path / "template.yaml").write_text(text)
        document = check(tmp_path, *(part for rule in rules for part in ("--select", rule))).document
        assert document["crashes"] == []
        return [row["message"] for row in document["findings"]]

    return read


@pytest.mark.parametrize(
    ("actions", "resource", "code", "vpc", "expected"),
    [
        ("logs:*", "*", INLINE, "", "is attached to no VPC"),
        ("airflow:CreateCliToken", "*", STORED, "", "is attached to no VPC"),
        ("airflow:CreateCliToken", "*", STORED, ELSEWHERE, "is attached to another VPC"),
        ("airflow:CreateCliToken", "*", STORED, IN_VPC, ""),
        ("airflow:InvokeRestApi", "*", STORED, "", ""),
        ("airflow:*", "*", STORED, "", ""),  # an administrator, who may do many things
        ("airflow:CreateCliToken", "arn:aws:airflow:eu-west-1:111122223333:environment/other", STORED, "", ""),
        ("airflow:CreateCliToken", "*", STORED, ", VpcConfig: {SubnetIds: !Ref Unknown}", ""),
    ],
)
def test_callers_of_a_private_web_server(
    actions: str, resource: str, code: str, vpc: str, expected: str, messages: Any
) -> None:
    text = BASE % (f'"{actions}", {JOINS}', resource, code, vpc)

    found = messages(text, "remote-caller-outside-of-vpc")

    assert [message.partition("web server, but ")[2] for message in found] == ([expected] if expected else [])
    assert messages(text.replace("PRIVATE_ONLY", "PUBLIC_ONLY"), "remote-caller-outside-of-vpc") == []


def test_vpcs_that_are_connected_are_in_reach(messages: Any) -> None:
    peering = (
        "  Peering: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: !Ref OtherVpc}}\n"
    )
    text = BASE % ("airflow:CreateCliToken", "*", STORED, ELSEWHERE)

    assert messages(text, "remote-caller-outside-of-vpc")
    assert messages(text + peering, "remote-caller-outside-of-vpc") == []


@pytest.mark.parametrize(("actions", "lacks"), [("logs:*", True), (JOINS, False), ('"*"', False)])
def test_a_role_that_joins_a_vpc(actions: str, lacks: bool, messages: Any) -> None:
    text = BASE % (actions, "*", INLINE, IN_VPC)

    assert bool(messages(text, "function-cannot-join-vpc")) is lacks


AUTOMATION = """
  OnStatus:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [%s], detail-type: [%s]}
      Targets: [{Id: make, Arn: !GetAtt Trigger.Arn}]
  Permission:
    Type: AWS::Lambda::Permission
    Properties: {Action: lambda:InvokeFunction, FunctionName: !GetAtt Trigger.Arn, Principal: events.amazonaws.com}
"""


@pytest.mark.parametrize(
    ("source", "kind", "wrong"),
    [
        ("aws.airflow", "MWAA Environment Status Change", False),
        ("aws.airflow", "AWS API Call via CloudTrail", False),
        ("aws.airflow", "MWAA Environment Status Change, MWA Environment Status Change", False),
        ("aws.airflow", "{prefix: MWAA}", False),
        ("aws.airflow", "MWAA Status", True),
        ("aws.s3", "MWA Environment Status Change", False),
        ("aws.airflow, my.app", "My Event", False),
    ],
)
def test_events_of_mwaa(source: str, kind: str, wrong: bool, messages: Any) -> None:
    text = BASE % (JOINS, "*", STORED, "") + AUTOMATION % (source, kind)

    assert bool(messages(text, "event-of-mwaa-misspelt")) is wrong


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("Handler: index.handler", "Handler: handler"), "`Trigger` names the handler `handler` without its module"),
        (("python3.12", "python3.8"), "`Trigger` needs the runtime python3.8, which Lambda no longer offers"),
        (
            ("lambda.amazonaws", "ec2.amazonaws"),
            "`Trigger` has the role `Role`, which lambda.amazonaws.com may not assume",
        ),
        (("Principal: events", "Principal: s3"), "`Trigger` may not be invoked by events.amazonaws.com"),
        (("python3.12", "nodejs22.x"), ""),
        (("Type: AWS::Lambda::Permission", "Condition: Odd\n    Type: AWS::Lambda::Permission"), ""),
    ],
)
def test_a_function_that_events_start(change: tuple[str, str], expected: str, messages: Any) -> None:
    text = BASE % (JOINS, "*", STORED, "") + AUTOMATION % ("aws.airflow", "MWAA Environment Status Change")

    assert messages(text, "endpoint-automation-cannot-run") == []
    assert messages(text.replace(*change), "endpoint-automation-cannot-run") == ([expected] if expected else [])
