"""Intrinsic functions: evaluated as far as they go, and honest about the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.models.template_text import TemplateText
from mwaa_doctor.unknown import Unknown

HEAD = """
Parameters:
  Stage: {Type: String, Default: prod}
  Given: {Type: String}
  Secret: {Type: String, Default: hidden, NoEcho: true}
  Stored: {Type: AWS::SSM::Parameter::Value<String>, Default: /a/b}
  Subnets: {Type: List<AWS::EC2::Subnet::Id>}
  Groups: {Type: CommaDelimitedList, Default: "sg-1, sg-2"}
  Size: {Type: Number, Default: 3}
Mappings:
  Sizes:
    eu-west-1: {small: 1, name: eu}
    us-east-1: {small: 1, name: us}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsTest: !Not [!Condition IsProd]
  IsGiven: !Equals [!Ref Given, x]
  Either: !Or [!Condition IsProd, !Condition IsGiven]
  Both: !And [!Condition IsProd, !Condition IsGiven]
  None: !And [!Condition IsTest, !Condition IsGiven]
  Circle: !Not [!Condition Circle]
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  Named: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "x-${Stage}"}}
  Role: {Type: AWS::IAM::Role, Properties: {Path: /mwaa/}}
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc}}
  Topic: {Type: AWS::SNS::Topic}
  Environment:
    Type: AWS::MWAA::Environment
    Properties:
      Name: sales
      DagS3Path: """


@pytest.fixture
def value(snapshot: Callable[..., Snapshot]) -> Callable[[str], Any]:
    """The value of a property that is given as a text of YAML."""

    def evaluate(text: str) -> Any:
        (environment,) = snapshot(HEAD + text + "\n").environments()
        return environment.body.get("DagS3Path")

    return evaluate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!Ref Stage", "prod"),
        ("!Ref Size", "3"),
        ("!Ref Groups", ["sg-1", "sg-2"]),
        ("!Ref AWS::NoValue", None),
        ("[a, !Ref AWS::NoValue, b]", ["a", "b"]),
        ("{a: !Ref AWS::NoValue, b: 1}", {"b": "1"}),
        ("!Sub '${Stage}/${!Literal}/${ Size }'", "prod/${Literal}/3"),
        ("!Sub ['${A}-${Stage}', {A: !Ref Size}]", "3-prod"),
        ("!Join ['/', [a, !Ref Stage, 1]]", "a/prod/1"),
        ("!Join ['', !Ref Groups]", "sg-1sg-2"),
        ("!Select [1, !Ref Groups]", "sg-2"),
        ("!Select ['0', !Split ['-', a-b]]", "a"),
        ("!If [IsProd, yes it is, !Ref Given]", "yes it is"),
        ("!If [IsTest, a, b]", "b"),
        ("!If [Either, a, b]", "a"),
        ("!If [None, a, b]", "b"),
        ("!If [IsGiven, same, same]", "same"),
        ("!If [IsTest, a, !Ref AWS::NoValue]", None),
        ("!FindInMap [Sizes, eu-west-1, name]", "eu"),
        ("!FindInMap [Sizes, !Ref AWS::Region, small]", "1"),
        ("!FindInMap [Sizes, ap-east-1, name, {DefaultValue: none}]", "none"),
        ("!Base64 abc", "YWJj"),
        ("!Select [1, !Cidr [10.0.0.0/16, 4, 8]]", "10.0.1.0/24"),
        ("!Select [2, !Cidr [!GetAtt Vpc.CidrBlock, 4, 8]]", "10.0.2.0/24"),
        ("!Ref Named", "x-prod"),
        ("{'Fn::Sub': a}", "a"),
        ("!Length [a, b]", "2"),
        ("!ToJsonString {a: 1}", '{"a":1}'),
    ],
)
def test_what_is_decided_before_deployment(text: str, expected: object, value: Callable[[str], Any]) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!Ref Given", "${Given}"),
        ("!Ref Bucket", "${Bucket}"),
        ("!Ref Group", "${Group}"),
        ("!GetAtt Group.GroupId", "${Group}"),
        ("!GetAtt Bucket.Arn", "arn:${AWS::Partition}:s3:::${Bucket}"),
        ("!Sub '${Named.Arn}/*'", "arn:${AWS::Partition}:s3:::x-prod/*"),
        ("!GetAtt Role.Arn", "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/mwaa/${Role}"),
        ("!GetAtt Topic.TopicArn", "${Topic.TopicArn}"),
        ("!Select [5, !Split [':', !GetAtt Bucket.Arn]]", "${Bucket}"),
        ("!Select [0, !Ref Subnets]", "${Subnets[0]}"),
        ("!Select [0, !GetAZs '']", "${GetAZs()[0]}"),
        ("!ImportValue vpc-id", "${ImportValue(vpc-id)}"),
        ("'{{resolve:ssm:/a/b}}/c'", "${resolve:ssm:/a/b}/c"),
        ("!Ref Secret", "${Secret}"),
        ("!FindInMap [Sizes, !Ref AWS::Region, name]", "${FindInMap(Sizes, ${AWS::Region}, name)}"),
    ],
)
def test_what_is_known_in_part(text: str, expected: str, value: Callable[[str], Any]) -> None:
    found = value(text)

    assert isinstance(found, TemplateText)
    assert str(found) == expected
    assert found.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("!Ref Subnets", "parameter `Subnets` has no default"),
        ("!Join [',', !Ref Subnets]", "parameter `Subnets` has no default"),
        ("!If [IsGiven, a, b]", "condition `IsGiven`: parameter `Given` has no default"),
        ("!If [Both, a, b]", "condition `IsGiven`: parameter `Given` has no default"),
        ("!If [Circle, a, b]", "condition `Circle` refers to itself"),
        ("!If [Missing, a, b]", "condition `Missing` is not in template.yaml"),
        ("!GetAZs eu-west-1", "the zones of `eu-west-1`"),
        ("!Ref Nobody", "`Nobody` is neither a parameter nor a resource"),
        ("!Sub '${Nobody.Arn}'", "`Nobody` is no resource"),
        ("!Foo bar", "`Fn::Foo` is not known"),
        ("!Join [a]", "`Fn::Join` is malformed"),
        ("!Select [9, !Ref Groups]", "asks for member 9 of 2"),
        ("!Cidr [10.0.0.0/30, 200, 8]", "`Fn::Cidr` is malformed"),
        ("!FindInMap [Sizes, nowhere, name]", "`Sizes.nowhere.name` is not in the template"),
        ("!Transform {Name: Mine}", "the macro `Mine`"),
    ],
)
def test_what_is_not_known_says_why(text: str, reason: str, value: Callable[[str], Any]) -> None:
    found = value(text)

    assert isinstance(found, Unknown)
    assert reason in found.reason


def test_names_that_refer_to_each_other_end(snapshot: Callable[..., Snapshot]) -> None:
    text = """
Resources:
  A: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "a-${B}"}}
  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub "b-${A}"}}
"""

    assert len(snapshot(text).known("s3:Bucket")) == 2
