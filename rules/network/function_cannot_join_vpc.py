"""The role of a function does not allow what attaching it to a VPC needs.

Why
    Lambda makes network interfaces with the role of the function. Without the permissions the deployment fails, and the
    function that starts DAGs of a private web server is not there.

Fix
    Attach the policy AWSLambdaVPCAccessExecutionRole to the role of the function.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          WebserverAccessMode: PRIVATE_ONLY
          NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.192.0.0/16, EnableDnsHostnames: true}}
      A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.20.0/24}}
      B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.21.0/24}}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
          Policies:
            - PolicyName: logs
              PolicyDocument: {Statement: [{Effect: Allow, Action: "logs:*", Resource: "*"}]}
      Trigger:
        Type: AWS::Lambda::Function
        Properties:
          Role: !GetAtt Role.Arn
          Handler: index.handler
          Runtime: python3.12
          Code: {ZipFile: "boto3.client('mwaa').create_cli_token(Name='sales')"}
          VpcConfig: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}  # <- here

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          WebserverAccessMode: PRIVATE_ONLY
          NetworkConfiguration: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.192.0.0/16, EnableDnsHostnames: true}}
      A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.20.0/24}}
      B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.192.21.0/24}}
      Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: MWAA}}
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
          ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole]
      Trigger:
        Type: AWS::Lambda::Function
        Properties:
          Role: !GetAtt Role.Arn
          Handler: index.handler
          Runtime: python3.12
          Code: {ZipFile: "boto3.client('mwaa').create_cli_token(Name='sales')"}
          VpcConfig: {SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}
"""

from collections.abc import Iterator

from mwaa_doctor.models.functions import functions
from mwaa_doctor.models.network.network import Network, listed
from mwaa_doctor.rule import Finding, rule

_NEEDED = ("ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface")


@rule(
    severity="error",
    covers=["remote-caller-reaches-webserver"],
    source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
)
def check(network: Network) -> Iterator[Finding]:
    arn = network.environment.record.text("Arn") or ""
    for function in functions(network.topology.snapshot):
        if not function.subnet_ids or not function.asks_for_tokens_of(arn):
            continue
        lacking = [action for action in _NEEDED if function.may(action) in ("implicit-deny", "explicit-deny")]
        if lacking:
            yield Finding(
                function.record.at("VpcConfig"),
                f"the role of `{function.name}` lacks {listed(lacking)}",
                evidence=(f"{function.name} -> {function.role.label}",),
                fix="attach arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole to the role",
            )
