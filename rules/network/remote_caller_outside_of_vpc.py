"""A function that starts DAGs does not reach the private web server.

Why
    A token of CreateCliToken is worth something only at the web server itself. A private one answers nobody outside of
    its VPC, and the function waits until its time is up.

Fix
    Attach the function to the environment's VPC (VpcConfig), or call InvokeRestApi, which goes by way of AWS.

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
          ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
      Trigger:  # <- here
        Type: AWS::Lambda::Function
        Properties:
          Role: !GetAtt Role.Arn
          Handler: index.handler
          Runtime: python3.12
          Code: {ZipFile: "boto3.client('mwaa').create_cli_token(Name='sales')"}

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
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.template_text import may_be_equal
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["remote-caller-reaches-webserver"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/samples-lambda.html",
)
def check(network: Network) -> Iterator[Finding]:
    environment, snapshot = network.environment, network.topology.snapshot
    if not network.has_private_webserver:
        return
    for function in functions(snapshot):
        if not function.asks_for_tokens_of(environment.record.text("Arn") or ""):
            continue
        keys = function.subnet_ids
        subnets = [subnet for key in keys if (subnet := network.topology.subnet(key)) is not None]
        if not keys:
            where = "is attached to no VPC"
        elif network.connections_to_other_networks or not subnets:
            continue
        elif all(may_be_equal(subnet.vpc, network.topology.vpc_id) is False for subnet in subnets):
            where = "is attached to another VPC"
        else:
            continue
        yield Finding(
            function.record.at("VpcConfig"),
            f"`{function.name}` asks for tokens of the private web server, but {where}",
            fix="set VpcConfig to the environment's subnets and a security group that the environment admits",
        )
