"""The policy of the S3 endpoint does not let the environment read its own bucket.

Why
    All traffic to S3 passes the endpoint, and its policy counts besides that of the role. The sample in MWAA's guide
    admits the bucket of container images only: alone it keeps DAGs, requirements and plugins out of reach.

Fix
    Allow the environment's bucket and its objects in the policy, or use the full access policy.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
          SourceBucketArn: arn:aws:s3:::sales-dags
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      S3:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.s3
          VpcEndpointType: Gateway
          RouteTableIds: [!Ref Table]
          PolicyDocument:  # <- here
            Statement:
              - Effect: Allow
                Principal: "*"
                Action: s3:GetObject
                Resource: !Sub arn:aws:s3:::prod-${AWS::Region}-starport-layer-bucket/*

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
          SourceBucketArn: arn:aws:s3:::sales-dags
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
      S3:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.s3
          VpcEndpointType: Gateway
          RouteTableIds: [!Ref Table]
          PolicyDocument:
            Statement:
              - Effect: Allow
                Principal: "*"
                Action: s3:*
                Resource: [arn:aws:s3:::sales-dags, arn:aws:s3:::sales-dags/*]
              - Effect: Allow
                Principal: "*"
                Action: s3:GetObject
                Resource: !Sub arn:aws:s3:::prod-${AWS::Region}-starport-layer-bucket/*
"""

from collections.abc import Iterator

from mwaa_doctor.models.network.endpoint_policy import forbids
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.template_text import join_texts
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="error",
    covers=["s3-endpoint-policy-admits-dag-bucket"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-security.html",
)
def check(network: Network) -> Iterator[Finding]:
    bucket = network.environment.record.text("SourceBucketArn")
    for endpoint in network.endpoints_for("s3"):
        if bucket is None:
            raise Unknown("the bucket of the environment is not known")
        calls = (("s3:ListBucket", bucket), ("s3:GetObject", join_texts((bucket, "/dags/example.py"))))
        for action, resource in calls:
            decision = forbids(network.environment, endpoint, action, resource)
            if decision is not None:
                yield Finding(
                    endpoint.record.at("PolicyDocument"),
                    f"the policy of `{endpoint.name}` keeps the environment from its bucket `{bucket}`",
                    evidence=(f"{action} on {resource}: {decision.reason}",),
                    cause=endpoint.name,
                )
