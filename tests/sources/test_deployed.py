"""A template, and what it deploys: both sources give the same findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mwaa_doctor.models.snapshot import Resource, Snapshot
from mwaa_doctor.rule import Place
from mwaa_doctor.sources.aws.connection import Access, Connection
from mwaa_doctor.sources.aws.ec2 import collect_network
from mwaa_doctor.sources.aws.iam import collect_role
from mwaa_doctor.sources.aws.parts import Parts
from mwaa_doctor.sources.aws.reader import Reader
from mwaa_doctor.sources.aws.storage import collect_bucket
from mwaa_doctor.sources.cloudformation.template import read_template
from mwaa_doctor.sources.document import read_document
from mwaa_doctor.sources.snapshot_file import write_snapshots

ACCOUNT, REGION = "123456789012", "eu-west-1"
RESOURCES = """
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsSupport: true, EnableDnsHostnames: true}}
  Gateway: {Type: AWS::EC2::InternetGateway}
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  Public:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.9.0/24, AvailabilityZone: eu-west-1a}
  PublicTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  PublicAssociation:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Public, RouteTableId: !Ref PublicTable}
  PublicRoute:
    Type: AWS::EC2::Route
    DependsOn: Attachment
    Properties: {RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
  Address: {Type: AWS::EC2::EIP, DependsOn: Attachment, Properties: {Domain: vpc}}
  Nat:
    Type: AWS::EC2::NatGateway
    Properties: {SubnetId: !Ref Public, AllocationId: !GetAtt Address.AllocationId}
  First:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
  Second:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  FirstAssociation:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref First, RouteTableId: !Ref Table}
  SecondAssociation:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Second, RouteTableId: !Ref Table}
  Route:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {VpcId: !Ref Vpc, GroupDescription: environment}
  OwnRule:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !GetAtt Group.GroupId, IpProtocol: "-1", SourceSecurityGroupId: !GetAtt Group.GroupId}
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: example-airflow
      VersioningConfiguration: {Status: Enabled}
      PublicAccessBlockConfiguration:
        {BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: mwaa
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: [airflow.amazonaws.com, airflow-env.amazonaws.com]}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: execution
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - {Effect: Allow, Action: "airflow:PublishMetrics", Resource: "*"}
              - {Effect: Deny, Action: "s3:ListAllMyBuckets", Resource: "*"}
              - {Effect: Allow, Action: ["s3:GetObject*", "s3:GetBucket*", "s3:List*"], Resource: "*"}
              - {Effect: Allow, Action: ["s3:GetAccountPublicAccessBlock", "logs:*", "sqs:*"], Resource: "*"}
              - {Effect: Allow, Action: ["cloudwatch:PutMetricData", "kms:*"], Resource: "*"}
"""
ENVIRONMENT = """
  Environment:
    Type: AWS::MWAA::Environment
    Properties:
      Name: sales
      AirflowVersion: 2.10.3
      EnvironmentClass: mw1.small
      ExecutionRoleArn: !GetAtt Role.Arn
      SourceBucketArn: !GetAtt Bucket.Arn
      DagS3Path: dags
      WebserverAccessMode: PRIVATE_ONLY
      NetworkConfiguration:
        SubnetIds: [!Ref First, !Ref Second]
        SecurityGroupIds: [!Ref Group]
"""
FAULTS = {
    "      VersioningConfiguration: {Status: Enabled}\n": "",
    "IgnorePublicAcls: true, ": "IgnorePublicAcls: false, ",
    "First, RouteTableId: !Ref Table": "First, RouteTableId: !Ref PublicTable",
    "AvailabilityZone: eu-west-1b": "AvailabilityZone: eu-west-1a",
    RESOURCES[RESOURCES.index("  OwnRule:\n") : RESOURCES.index("  Bucket:\n")]: "",
    "[airflow.amazonaws.com, airflow-env.amazonaws.com]": "[airflow.amazonaws.com]",
    "EnableDnsSupport: true": "EnableDnsSupport: false",
    '"logs:*", ': "",
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def reader(server: str, monkeypatch: pytest.MonkeyPatch) -> Reader:
    import urllib.request

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with urllib.request.urlopen(urllib.request.Request(f"{server}/moto-api/reset", method="POST")):
        return Reader(Connection.open(Access(region=REGION, endpoint_url=server)), REGION)


def deployed(reader: Reader, template: str) -> Snapshot:
    """Deploy everything but the environment, which the server does not know, and read it back."""
    client: Any = reader.connection.session.client("cloudformation", endpoint_url=reader.connection.access.endpoint_url)
    client.create_stack(StackName="mwaa", TemplateBody=template, Capabilities=["CAPABILITY_NAMED_IAM"])
    stack = client.describe_stack_resources(StackName="mwaa")["StackResources"]
    ids = {row["LogicalResourceId"]: row.get("PhysicalResourceId") for row in stack}
    _make_up(reader, template, ids)
    role = f"arn:aws:iam::{ACCOUNT}:role/mwaa"
    subnets, groups = [ids["First"], ids["Second"]], [ids["Group"]]
    body = {
        "Name": "sales",
        "AirflowVersion": "2.10.3",
        "EnvironmentClass": "mw1.small",
        "ExecutionRoleArn": role,
        "SourceBucketArn": "arn:aws:s3:::example-airflow",
        "DagS3Path": "dags",
        "WebserverAccessMode": "PRIVATE_ONLY",
        "NetworkConfiguration": {"SubnetIds": subnets, "SecurityGroupIds": groups},
    }
    parts = Parts()
    parts.resources.append(Resource("mwaa:Environment", "sales", "sales", body, Place("sales")))
    for found in (
        collect_network(reader, subnets, groups),
        collect_role(reader, role),
        collect_bucket(reader, "arn:aws:s3:::example-airflow", ACCOUNT),
    ):
        parts.merge(found)
    return Snapshot(
        "live", "the account", tuple(parts.resources), ACCOUNT, REGION, "aws",
        frozenset(parts.listed), parts.gaps, frozenset(parts.absent),
    )  # fmt: skip


def _make_up(reader: Reader, template: str, ids: dict[str, str]) -> None:
    """Do what the server leaves out when it makes a stack."""

    def client(service: str) -> Any:
        return reader.connection.session.client(service, endpoint_url=reader.connection.access.endpoint_url)

    declared = read_template("t.yaml", read_document(template.encode(), "t.yaml")).resources
    for item in declared.values():
        if item.type == "AWS::EC2::SubnetRouteTableAssociation":
            named = {name: ids[value["Ref"]] for name, value in item.properties.items()}
            client("ec2").associate_route_table(**named)
    for name in ("EnableDnsHostnames", "EnableDnsSupport"):
        value = {"Value": declared["Vpc"].properties[name]}
        client("ec2").modify_vpc_attribute(VpcId=ids["Vpc"], **{name: value})
    for policy in declared["Role"].properties["Policies"]:
        document = json.dumps(policy["PolicyDocument"])
        client("iam").put_role_policy(RoleName="mwaa", PolicyName=policy["PolicyName"], PolicyDocument=document)
    bucket = declared["Bucket"].properties
    if "VersioningConfiguration" in bucket:
        client("s3").put_bucket_versioning(Bucket="example-airflow", VersioningConfiguration={"Status": "Enabled"})
    client("s3").put_public_access_block(
        Bucket="example-airflow", PublicAccessBlockConfiguration=dict(bucket["PublicAccessBlockConfiguration"])
    )


def judged(document: dict[str, Any]) -> tuple[set[str], set[str]]:
    """The rules that found something, and those that could not judge."""
    unsure = {name for row in document["not_checked"] for name in row["rules"]}
    return {row["rule"] for row in document["findings"]}, unsure


@pytest.mark.parametrize("faulty", [False, True])
def test_both_sources_give_the_same_findings(faulty: bool, reader: Reader, tmp_path: Path, check) -> None:
    resources = RESOURCES
    for sound, fault in FAULTS.items() if faulty else ():
        assert sound in resources
        resources = resources.replace(sound, fault)
    template, saved, empty = tmp_path / "a" / "template.yaml", tmp_path / "saved.json", tmp_path / "b"
    template.parent.mkdir()
    template.write_text(resources + ENVIRONMENT)
    empty.mkdir()
    (empty / "mwaa-doctor.toml").write_text("")
    saved.write_text(write_snapshots((deployed(reader, resources),)))
    values = tmp_path / "values.toml"
    values.write_text(
        '[[environments]]\ntemplate = "a/template.yaml"\nregion = "eu-west-1"\naccount = "123456789012"\n'
    )

    from_template = check(template.parent, "--config", values)
    from_account = check(empty, "--snapshot", saved)

    assert json.loads(from_template.stdout)["problems"] == []
    found, unsure = judged(from_template.document)
    found_live, unsure_live = judged(from_account.document)
    assert found - unsure - unsure_live == found_live - unsure - unsure_live
    assert "log-type-disabled" in found
    assert ("bucket-without-versions" in found) is faulty
