"""A template, and what it deploys: both sources give the same findings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
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
from mwaa_doctor.sources.cloudformation.template import Declaration, read_template
from mwaa_doctor.sources.document import read_document
from mwaa_doctor.sources.snapshot_file import write_snapshots

TEMPLATES = Path(__file__).parent.parent / "projects" / "templates"
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


def client(reader: Reader, service: str) -> Any:
    return reader.connection.session.client(service, endpoint_url=reader.connection.access.endpoint_url)


def deployed(reader: Reader, text: str) -> Snapshot:
    """Deploy everything but the environment, which the server does not know, and read it back."""
    document = read_document(text.encode(), "t.yaml")
    declared = read_template("t.yaml", document).resources
    (environment,) = [item for item in declared.values() if item.type == "AWS::MWAA::Environment"]
    top = {name: section for name, section in document.value.items() if name != "Outputs"}
    top["Resources"] = {name: item.raw for name, item in declared.items() if item is not environment}
    given = {name: row.get("Default", "v1") for name, row in top.get("Parameters", {}).items()}
    client(reader, "cloudformation").create_stack(
        StackName="mwaa",
        TemplateBody=json.dumps(top),
        Parameters=[{"ParameterKey": name, "ParameterValue": str(value)} for name, value in given.items()],
        Capabilities=["CAPABILITY_NAMED_IAM"],
    )
    stack = client(reader, "cloudformation").describe_stack_resources(StackName="mwaa")["StackResources"]
    ids = {**given, **{row["LogicalResourceId"]: row.get("PhysicalResourceId") for row in stack}}
    _make_up(reader, declared, ids)
    body = _resolved(environment.properties, declared, ids)
    network = body["NetworkConfiguration"]
    parts = Parts()
    parts.resources.append(Resource("mwaa:Environment", body["Name"], body["Name"], body, Place(body["Name"])))
    for found in (
        collect_network(reader, network["SubnetIds"], network["SecurityGroupIds"]),
        collect_role(reader, body["ExecutionRoleArn"]),
        collect_bucket(reader, body["SourceBucketArn"], ACCOUNT),
    ):
        parts.merge(found)
    return Snapshot(
        "live", "the account", tuple(parts.resources), ACCOUNT, REGION, "aws",
        frozenset(parts.listed), parts.gaps, frozenset(parts.absent),
    )  # fmt: skip


PSEUDO = {"AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws"}
EVERYTHING = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}
ARNS = {"AWS::S3::Bucket": "arn:aws:s3:::", "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/"}


def _resolved(value: Any, declared: Mapping[str, Declaration], ids: dict[str, Any]) -> Any:
    """What the functions of a template come to, as far as these templates use them."""

    def named(name: str) -> str:
        owner, _, attribute = name.partition(".")
        return PSEUDO.get(name) or (ARNS[declared[owner].type] if attribute == "Arn" else "") + str(ids[owner])

    if isinstance(value, list):
        return [_resolved(item, declared, ids) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Ref"}:
        found = named(value["Ref"])
        return int(found) if found.isdigit() and value["Ref"] not in PSEUDO else found
    if set(value) == {"Fn::GetAtt"}:
        given = value["Fn::GetAtt"]
        return named(given if isinstance(given, str) else ".".join(given))
    if set(value) == {"Fn::Sub"}:
        return re.sub(r"\$\{([^}]*)\}", lambda match: named(match[1]), value["Fn::Sub"])
    return {name: _resolved(item, declared, ids) for name, item in value.items()}


def _make_up(reader: Reader, declared: Mapping[str, Declaration], ids: dict[str, Any]) -> None:
    """Do what the server leaves out when it makes a stack."""
    ec2, iam, s3 = (client(reader, service) for service in ("ec2", "iam", "s3"))
    for name, item in declared.items():
        given = _resolved(item.properties, declared, ids)
        if item.type == "AWS::EC2::SubnetRouteTableAssociation":
            ec2.associate_route_table(**given)
        elif item.type == "AWS::EC2::Subnet":
            setting = {"Value": given.get("MapPublicIpOnLaunch", False)}
            ec2.modify_subnet_attribute(SubnetId=ids[name], MapPublicIpOnLaunch=setting)
        elif item.type == "AWS::EC2::VPCEndpoint":
            ec2.modify_vpc_endpoint(VpcEndpointId=ids[name], PolicyDocument=json.dumps(EVERYTHING))
        elif item.type == "AWS::EC2::VPC":
            for setting in ("EnableDnsHostnames", "EnableDnsSupport"):
                ec2.modify_vpc_attribute(VpcId=ids[name], **{setting: {"Value": given[setting]}})
        elif item.type == "AWS::IAM::Role":
            for policy in given["Policies"]:
                document = json.dumps(policy["PolicyDocument"])
                iam.put_role_policy(RoleName=ids[name], PolicyName=policy["PolicyName"], PolicyDocument=document)
        elif item.type == "AWS::S3::Bucket":
            if "VersioningConfiguration" in given:
                s3.put_bucket_versioning(Bucket=ids[name], VersioningConfiguration=given["VersioningConfiguration"])
            block = given["PublicAccessBlockConfiguration"]
            s3.put_public_access_block(Bucket=ids[name], PublicAccessBlockConfiguration=block)


def judged(document: dict[str, Any]) -> tuple[set[str], set[str]]:
    """The rules that found something, and those that could not judge."""
    unsure = {name for row in document["not_checked"] for name in row["rules"]}
    return {row["rule"] for row in document["findings"]}, unsure


# Advice for who has been deploying for a while
OF_RUNNING_ALONE = {"old-versions-never-deleted"}


def compared(template: str, reader: Reader, folder: Path, check: Any) -> set[str]:
    """The rules that found something in the template; what it deploys gives the same where both can be judged."""
    (folder / "a").mkdir()
    (folder / "a" / "template.yaml").write_text(template)
    (folder / "b").mkdir()
    (folder / "b" / "mwaa-doctor.toml").write_text("")
    (folder / "saved.json").write_text(write_snapshots((deployed(reader, template),)))
    values = f'[[environments]]\ntemplate = "a/template.yaml"\nregion = "{REGION}"\naccount = "{ACCOUNT}"\n'
    (folder / "values.toml").write_text(values)

    from_template = check(folder / "a", "--config", folder / "values.toml")
    from_account = check(folder / "b", "--snapshot", folder / "saved.json")

    assert from_template.document["problems"] == []
    found, unsure = judged(from_template.document)
    found_live, unsure_live = judged(from_account.document)
    assert found - unsure - unsure_live == found_live - OF_RUNNING_ALONE - unsure - unsure_live
    return found - unsure_live


@pytest.mark.parametrize("faulty", [False, True])
def test_both_sources_give_the_same_findings(faulty: bool, reader: Reader, tmp_path: Path, check) -> None:
    resources = RESOURCES
    for sound, fault in FAULTS.items() if faulty else ():
        assert sound in resources
        resources = resources.replace(sound, fault)

    found = compared(resources + ENVIRONMENT, reader, tmp_path, check)

    assert "log-type-disabled" in found
    assert ("bucket-without-versions" in found) is faulty


@pytest.mark.parametrize(
    ("name", "sound", "fault", "rule"),
    [
        ("private-network", "", "", ""),
        ("private-network", "${AWS::Region}.sqs", "${AWS::Region}.sns", "required-endpoint-missing"),
        ("quick-start", "", "", ""),
        ("quick-start", "PrivateRoutesB\n      DestinationCidrBlock: 0.0.0.0/0",
         "PrivateRoutesB\n      DestinationCidrBlock: 10.99.0.0/16", "subnet-without-way-out"),
        ("public-network", "                - airflow-env.amazonaws.com\n", "", "trust-excludes-mwaa"),
    ],
)  # fmt: skip
def test_the_templates_of_the_guide_deployed(
    name: str, sound: str, fault: str, rule: str, reader: Reader, tmp_path: Path, check
) -> None:
    template = (TEMPLATES / name / "template.yaml").read_text()
    assert sound in template

    found = compared(template.replace(sound, fault, 1) if sound else template, reader, tmp_path, check)

    assert found - {"web-server-is-public"} == ({rule} if rule else set())
