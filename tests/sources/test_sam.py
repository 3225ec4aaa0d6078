"""Templates of SAM: what its transform makes by itself is not known, and nothing is said of it."""

from __future__ import annotations

import json
from pathlib import Path

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Globals:
  Function: {Runtime: python3.12, Timeout: 30}
Resources:
  Load:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      CodeUri: src/
      AutoPublishAlias: live
      Policies:
        - S3ReadPolicy: {BucketName: !Ref Bucket}
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: Enabled}
      PublicAccessBlockConfiguration:
        {BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true}
  More:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: more
      Roles: [!Ref LoadRole]
      PolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "*"}]}
  Environment:
    Type: AWS::MWAA::Environment
    DependsOn: LoadAliaslive
    Properties:
      Name: sales
      AirflowVersion: 2.10.3
      ExecutionRoleArn: !GetAtt LoadRole.Arn
      SourceBucketArn: !GetAtt Bucket.Arn
      DagS3Path: dags
      NetworkConfiguration:
        SubnetIds: [subnet-0a1b2c3d4e5f60718, subnet-0a1b2c3d4e5f60719]
        SecurityGroupIds: [sg-0a1b2c3d4e5f60718]
"""


def test_the_role_that_a_function_gets_by_itself_is_not_judged(tmp_path: Path, check) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE)

    run = check(tmp_path, "--ignore", "logging")

    assert run.document["findings"] == []
    assert run.document["problems"] == []
    assert run.document["crashes"] == []
    assert "`LoadRole` is no resource of template.yaml" in json.dumps(run.document["not_checked"])
