"""The policy of the S3 endpoint does not let container images through.

Why
    Fargate pulls the layers of images from a bucket of AWS, `prod-REGION-starport-layer-bucket`, through the same
    endpoint. Without it containers are not started.

Fix
    Allow `s3:GetObject` on `arn:aws:s3:::prod-REGION-starport-layer-bucket/*` in the policy.

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
                Action: s3:*
                Resource: [arn:aws:s3:::sales-dags, arn:aws:s3:::sales-dags/*]

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

from mwaa_doctor.models.network.endpoint_policy import forbids, text_or_hole
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.template_text import join_texts
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["s3-endpoint-policy-admits-ecr-layers"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/vpc-create.html",
)
def check(network: Network) -> Iterator[Finding]:
    snapshot = network.environment.snapshot
    partition, region = text_or_hole(snapshot.partition, "partition"), text_or_hole(snapshot.region, "Region")
    layer = join_texts(("arn:", partition, ":s3:::prod-", region, "-starport-layer-bucket/layer"))
    for endpoint in network.endpoints_for("s3"):
        decision = forbids(network.environment, endpoint, "s3:GetObject", layer)
        if decision is not None:
            yield Finding(
                endpoint.record.at("PolicyDocument"),
                f"the policy of `{endpoint.name}` keeps container images out",
                evidence=(f"s3:GetObject on {layer}: {decision.reason}",),
            )
