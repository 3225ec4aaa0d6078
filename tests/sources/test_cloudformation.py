"""Templates as snapshots: loose resources become the objects that AWS's answers tell of, and every line is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mwaa_doctor.models.snapshot import Resource, Snapshot
from mwaa_doctor.sources.snapshot_file import read_snapshots, write_snapshots
from mwaa_doctor.unknown import Unknown

Read = Callable[..., Snapshot]

NETWORK = """
Parameters:
  Natted: {Type: String}
  OtherTable: {Type: String}
Conditions:
  HasNat: !Equals [!Ref Natted, "yes"]
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: "true"}}
  Gateway: {Type: AWS::EC2::InternetGateway}
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: !Select [0, !GetAZs ""]}
  Other:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: !Select [1, !GetAZs ""]}
  Address: {Type: AWS::EC2::EIP, Condition: HasNat, Properties: {Domain: vpc}}
  Nat:
    Type: AWS::EC2::NatGateway
    Condition: HasNat
    Properties: {SubnetId: !Ref Subnet, AllocationId: !GetAtt Address.AllocationId}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Default:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
  ViaNat:
    Type: AWS::EC2::Route
    Condition: HasNat
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 192.0.2.0/24, NatGatewayId: !Ref Nat}
  Elsewhere:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref OtherTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
  Association:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Subnet, RouteTableId: !Ref Table}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      GroupDescription: environment
      SecurityGroupIngress:
        - {IpProtocol: 6, FromPort: "443", ToPort: 443, CidrIp: 10.0.0.0/16}
  OwnRule:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !GetAtt Group.GroupId, IpProtocol: "-1", SourceSecurityGroupId: !Ref Group}
  Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
  Entry:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref Acl, RuleNumber: 100, Protocol: -1, RuleAction: allow, CidrBlock: 0.0.0.0/0}
  AclAssociation:
    Type: AWS::EC2::SubnetNetworkAclAssociation
    Properties: {SubnetId: !Ref Subnet, NetworkAclId: !Ref Acl}
  Options: {Type: AWS::EC2::DHCPOptions, Properties: {DomainNameServers: [AmazonProvidedDNS]}}
  OptionsAssociation:
    Type: AWS::EC2::VPCDHCPOptionsAssociation
    Properties: {VpcId: !Ref Vpc, DhcpOptionsId: !Ref Options}
  Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      VpcEndpointType: Interface
      ServiceName: !Sub com.amazonaws.${AWS::Region}.sqs
      SubnetIds: [!Ref Subnet, !Ref Other]
      SecurityGroupIds: [!Ref Group]
      PrivateDnsEnabled: true
      PolicyDocument: '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}'
  Peering: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: vpc-2}}
  Transit:
    Type: AWS::EC2::TransitGatewayAttachment
    Properties: {VpcId: !Ref Vpc, TransitGatewayId: tgw-1, SubnetIds: [!Ref Subnet]}
"""


def labelled(snapshot: Snapshot, label: str) -> Resource:
    (found,) = (item for item in snapshot.resources if item.label == label)
    return found


def shown(value: Any) -> Any:
    """A value with the holes as a template writes them."""
    if isinstance(value, dict):
        return {key: shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shown(item) for item in value]
    return value if isinstance(value, (bool, int, type(None))) else str(value)


def test_routes_and_associations_come_to_their_table(snapshot: Read) -> None:
    table = labelled(snapshot(NETWORK), "Table")

    local, default, conditional = table.body["Routes"]
    assert shown(local)["DestinationCidrBlock"] == "10.0.0.0/16"
    assert local["GatewayId"] == "local"
    assert shown(default) == {
        "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "${Gateway}", "Origin": "CreateRoute", "State": "active",
    }  # fmt: skip
    assert isinstance(conditional, Unknown)
    assert conditional.reason == "condition `HasNat`: parameter `Natted` has no default"
    assert shown(table.body["Associations"][0]["SubnetId"]) == "${Subnet}"
    assert table.place_of("Routes", 1).line == NETWORK[: NETWORK.index("  Default:")].count("\n") + 1


def test_what_aws_makes_by_itself_is_there(snapshot: Read) -> None:
    found = snapshot(NETWORK)

    main = labelled(found, "Vpc.MainRouteTable")
    assert main.body["Associations"] == [{"Main": True}]
    assert labelled(found, "Vpc.DefaultNetworkAcl").body["IsDefault"] is True
    assert labelled(found, "Group").body["IpPermissionsEgress"][0]["IpRanges"] == [{"CidrIp": "0.0.0.0/0"}]
    entries = labelled(found, "Acl").body["Entries"]
    assert [(entry["RuleNumber"], entry["RuleAction"], entry["Egress"]) for entry in entries] == [
        (100, "allow", False), (32767, "deny", False), (32767, "deny", True),
    ]  # fmt: skip
    assert labelled(found, "Vpc").body["EnableDnsSupport"] is True
    assert labelled(found, "Vpc").body["EnableDnsHostnames"] is True
    assert labelled(found, "Subnet").body["AvailableIpAddressCount"] == 251


def test_the_rest_of_a_network(snapshot: Read) -> None:
    found = snapshot(NETWORK)

    inbound, own = shown(labelled(found, "Group").body["IpPermissions"])
    assert inbound["IpProtocol"] == "tcp"
    assert (inbound["FromPort"], inbound["ToPort"], inbound["IpRanges"]) == (443, 443, [{"CidrIp": "10.0.0.0/16"}])
    assert (own["IpProtocol"], own["UserIdGroupPairs"]) == ("-1", [{"GroupId": "${Group}"}])
    endpoint = shown(labelled(found, "Endpoint").body)
    assert endpoint["ServiceName"] == "com.amazonaws.${AWS::Region}.sqs"
    assert endpoint["Groups"] == [{"GroupId": "${Group}"}]
    assert endpoint["PolicyDocument"]["Statement"][0]["Effect"] == "Allow"
    assert shown(labelled(found, "Gateway").body["Attachments"]) == [{"VpcId": "${Vpc}", "State": "available"}]
    assert labelled(found, "Nat").doubt
    assert shown(labelled(found, "Nat").body["VpcId"]) == "${Vpc}"
    assert shown(labelled(found, "Vpc").body["DhcpOptionsId"]) == "${Options}"
    assert shown(labelled(found, "Acl").body["Associations"][0]["SubnetId"]) == "${Subnet}"
    assert labelled(found, "Peering").body["AccepterVpcInfo"] == {"VpcId": "vpc-2"}
    assert shown(labelled(found, "Transit").body["ResourceId"]) == "${Vpc}"


def test_two_resources_of_a_template_are_never_the_same(snapshot: Read) -> None:
    found = snapshot(NETWORK)
    subnet, other = labelled(found, "Subnet"), labelled(found, "Other")

    assert found.find("ec2:Subnet", subnet.key) is subnet
    with pytest.raises(Unknown):
        found.all("ec2:Subnet")
    from mwaa_doctor.models.template_text import may_be_equal

    assert may_be_equal(subnet.key, other.key) is False
    assert may_be_equal(subnet.body["AvailabilityZone"], other.body["AvailabilityZone"]) is False


ACCESS = """
Parameters:
  Key: {Type: String}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: []}
      ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess]
      PermissionsBoundary: !Ref Boundary
      Policies:
        - PolicyName: inside
          PolicyDocument:
            Statement:
              - Effect: Allow
                Action: [s3:List*]
                Resource: "*"
  Inline:
    Type: AWS::IAM::Policy
    Properties: {PolicyName: outside, Roles: [!Ref Role], PolicyDocument: {Statement: []}}
  Single:
    Type: AWS::IAM::RolePolicy
    Properties: {PolicyName: single, RoleName: !Ref Role, PolicyDocument: '{"Statement": []}'}
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Properties: {ManagedPolicyName: managed, Roles: [!Ref Role], PolicyDocument: {Statement: []}}
  Boundary: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Statement: []}}}
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: example-airflow
      VersioningConfiguration: {Status: Enabled}
      PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: "true"}
  BucketPolicy:
    Type: AWS::S3::BucketPolicy
    Properties: {Bucket: !Ref Bucket, PolicyDocument: {Statement: [{Effect: Deny}]}}
  CustomerKey: {Type: AWS::KMS::Key, Properties: {Description: x}}
  Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/airflow, TargetKeyId: !Ref CustomerKey}}
  Broken:
    Type: AWS::IAM::ManagedPolicy
    Properties: {PolicyDocument: '{"Statement": [}'}
"""


def test_policies_come_to_their_role(snapshot: Read) -> None:
    found = snapshot(ACCESS)
    role = labelled(found, "Role")

    assert [policy["PolicyName"] for policy in role.body["RolePolicyList"]] == ["inside", "outside", "single"]
    assert shown(role.body["AttachedManagedPolicies"]) == [
        {"PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "PolicyName": "ReadOnlyAccess"},
        {"PolicyArn": "arn:aws:iam::${AWS::AccountId}:policy/managed", "PolicyName": "managed"},
    ]
    attached = role.body["AttachedManagedPolicies"][1]["PolicyArn"]
    assert found.find("iam:Policy", attached) is labelled(found, "Managed")
    boundary = role.body["PermissionsBoundary"]["PermissionsBoundaryArn"]
    assert found.find("iam:Policy", boundary) is labelled(found, "Boundary")
    statement = ("RolePolicyList", 0, "PolicyDocument", "Statement", 0)
    line = ACCESS[: ACCESS.index("- Effect: Allow")].count("\n") + 1
    assert role.place_of(*statement).line == line
    assert role.place_of(*statement, "Action", 0).line == line + 1
    with pytest.raises(Unknown, match="no valid JSON"):
        labelled(found, "Broken").get("PolicyVersionList", 0, "Document")


def test_buckets_and_keys_have_what_belongs_to_them(snapshot: Read) -> None:
    found = snapshot(ACCESS)
    bucket, key = labelled(found, "Bucket"), labelled(found, "CustomerKey")

    assert bucket.key == "example-airflow"
    assert bucket.body["Policy"] == {"Statement": [{"Effect": "Deny"}]}
    assert bucket.body["PublicAccessBlock"] == {
        "BlockPublicAcls": True, "BlockPublicPolicy": True, "IgnorePublicAcls": False, "RestrictPublicBuckets": False,
    }  # fmt: skip
    assert key.body["Aliases"] == ["alias/airflow"]
    assert shown(key.body["Policy"]["Statement"][0]["Principal"]) == {"AWS": "arn:aws:iam::${AWS::AccountId}:root"}
    for name in (key.key, key.body["KeyId"], "alias/airflow"):
        assert found.find("kms:Key", name) is key


def test_a_bucket_that_says_nothing_is_one_of_today(snapshot: Read) -> None:
    bucket = labelled(snapshot("Resources:\n  Bucket: {Type: AWS::S3::Bucket}\n"), "Bucket")

    assert set(bucket.body["PublicAccessBlock"].values()) == {True}
    assert bucket.body["Versioning"] == {}


def test_a_condition_that_does_not_hold_takes_the_resource_away(snapshot: Read) -> None:
    text = """
Parameters: {Stage: {Type: String, Default: test}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Bucket: {Type: AWS::S3::Bucket, Condition: IsProd}
"""
    assert snapshot(text).known("s3:Bucket") == ()


def test_the_values_of_an_environment_have_the_types_of_the_answer(snapshot: Read) -> None:
    text = """
Resources:
  Environment:
    Type: AWS::MWAA::Environment
    Properties:
      Name: sales
      MaxWorkers: "10"
      LoggingConfiguration: {TaskLogs: {Enabled: "true", LogLevel: INFO}}
      AirflowConfigurationOptions: {core.parallelism: 32, core.load_examples: false}
"""
    (environment,) = snapshot(text).environments()

    assert environment.body["MaxWorkers"] == 10
    assert environment.body["LoggingConfiguration"]["TaskLogs"]["Enabled"] is True
    assert environment.body["AirflowConfigurationOptions"] == {"core.parallelism": "32", "core.load_examples": "false"}
    assert environment.place_of("LoggingConfiguration", "TaskLogs", "LogLevel").line == 8
    assert environment.place.line == 3


def test_a_template_with_two_environments_gives_both(snapshot: Read) -> None:
    one = "  {0}:\n    Type: AWS::MWAA::Environment\n    Properties: {{Name: {0}}}\n"
    found = snapshot("Resources:\n" + one.format("First") + one.format("Second"))

    assert [environment.key for environment in found.environments()] == ["First", "Second"]


def test_a_snapshot_of_a_template_is_the_same_after_it_was_saved(snapshot: Read) -> None:
    for text in (NETWORK, ACCESS):
        found = snapshot(text)

        (again,) = read_snapshots(write_snapshots((found,)).encode())

        assert [shown(item.body) for item in again.resources] == [shown(item.body) for item in found.resources]
        assert [item.places for item in again.resources] == [item.places for item in found.resources]


def test_json_and_yaml_say_the_same(snapshot: Read, tmp_path: Path) -> None:
    import json

    import yaml

    class Loader(yaml.SafeLoader):
        pass

    def long_form(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            value: Any = loader.construct_scalar(node)
        else:
            value = loader.construct_sequence(node, deep=True)
        if tag == "GetAtt" and isinstance(value, str):
            value = value.split(".", 1)
        return {tag if tag == "Ref" else f"Fn::{tag}": value}

    Loader.add_multi_constructor("!", long_form)
    from_yaml = snapshot(ACCESS)
    (tmp_path / "template.yaml").unlink()
    document = yaml.load(ACCESS, Loader)
    document["Resources"]["Environment"] = {"Type": "AWS::MWAA::Environment", "Properties": {"Name": "sales"}}
    from_json = snapshot(json.dumps(document, indent=2), "template.json")

    assert [shown(item.body) for item in from_json.resources] == [shown(item.body) for item in from_yaml.resources]
