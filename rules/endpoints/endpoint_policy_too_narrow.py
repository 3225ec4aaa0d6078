"""The policy of an endpoint forbids what every environment calls through it.

Why
    The policy counts besides that of the execution role: what it leaves out fails with AccessDenied although the role
    allows it. Workers that may not receive messages never run a task.

Fix
    Use the full access policy and leave the control to the execution role, or allow the actions named.

Bad
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Sqs:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.sqs
          VpcEndpointType: Interface
          PrivateDnsEnabled: true
          SubnetIds: [!Ref PrivateA, !Ref PrivateB]
          PolicyDocument:  # <- here
            Statement:
              - Effect: Allow
                Principal: "*"
                Action: sqs:SendMessage
                Resource: "*"
          SecurityGroupIds: [sg-0a]

Good
    # template.yaml
    Resources:
      Sales:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          NetworkConfiguration: {SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref Group]}
      Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
      PrivateA:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1a}
      PrivateB:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: eu-west-1b}
      Sqs:
        Type: AWS::EC2::VPCEndpoint
        Properties:
          VpcId: !Ref Vpc
          ServiceName: !Sub com.amazonaws.${AWS::Region}.sqs
          VpcEndpointType: Interface
          PrivateDnsEnabled: true
          SubnetIds: [!Ref PrivateA, !Ref PrivateB]
          PolicyDocument:
            Statement:
              - Effect: Allow
                Principal: "*"
                Action: sqs:*
                Resource: "*"
          SecurityGroupIds: [sg-0a]
"""

from collections.abc import Iterator

from mwaa_doctor import facts
from mwaa_doctor.models.network.endpoint_policy import forbids, target_of
from mwaa_doctor.models.network.network import Network, listed
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="warning",
    covers=["endpoint-policy-allows-service"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/networking-about.html",
)
def check(network: Network) -> Iterator[Finding]:
    environment, doubt = network.environment, ""
    for call in facts.endpoint_calls():
        for endpoint in network.endpoints_for(call.endpoint):
            try:
                target = target_of(environment, call)
                decisions = {
                    action: forbids(environment, endpoint, action, target) for action in call.actions if target
                }
            except Unknown as unknown:
                doubt = doubt or unknown.reason
                continue
            refused = [action for action, decision in decisions.items() if decision is not None]
            if refused:
                yield Finding(
                    endpoint.record.at("PolicyDocument"),
                    f"the policy of `{endpoint.name}` forbids {listed(refused)}",
                    evidence=tuple(f"{action}: {found.reason}" for action, found in decisions.items() if found)[:4],
                    resource=endpoint.name,
                )
    if doubt:
        raise Unknown(doubt)
