"""A function that events of MWAA start cannot run.

Why
    The guide's tutorial passes a permission policy as trust policy, names a handler without its module, and uses a
    runtime that is no longer there. Then the endpoints are not made, and the environment stays pending until it fails.

Fix
    Let lambda.amazonaws.com assume the role, write the handler as module.function, use a current runtime, and allow
    events.amazonaws.com to invoke the function.

Bad
    # template.yaml
    Resources:
      Sales: {Type: AWS::MWAA::Environment, Properties: {Name: sales, EndpointManagement: CUSTOMER}}
      OnStatus:
        Type: AWS::Events::Rule
        Properties:
          EventPattern: {source: [aws.airflow], detail-type: [MWAA Environment Status Change]}
          Targets: [{Id: make, Arn: !GetAtt MakeEndpoints.Arn}]
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}]
      MakeEndpoints:
        Type: AWS::Lambda::Function
        Properties:
          Role: !GetAtt Role.Arn  # <- here
          Handler: lambda_handler  # <- here
          Runtime: python3.8  # <- here
          Code: {S3Bucket: code, S3Key: code.zip}
      Permission:
        Type: AWS::Lambda::Permission
        Properties:
          Action: lambda:InvokeFunction
          FunctionName: !Ref MakeEndpoints
          Principal: events.amazonaws.com

Good
    # template.yaml
    Resources:
      Sales: {Type: AWS::MWAA::Environment, Properties: {Name: sales, EndpointManagement: CUSTOMER}}
      OnStatus:
        Type: AWS::Events::Rule
        Properties:
          EventPattern: {source: [aws.airflow], detail-type: [MWAA Environment Status Change]}
          Targets: [{Id: make, Arn: !GetAtt MakeEndpoints.Arn}]
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
      MakeEndpoints:
        Type: AWS::Lambda::Function
        Properties:
          Role: !GetAtt Role.Arn
          Handler: lambda_function.lambda_handler
          Runtime: python3.13
          Code: {S3Bucket: code, S3Key: code.zip}
      Permission:
        Type: AWS::Lambda::Permission
        Properties:
          Action: lambda:InvokeFunction
          FunctionName: !Ref MakeEndpoints
          Principal: events.amazonaws.com
"""

import re
from collections.abc import Iterator

from mwaa_doctor.models.functions import Function, event_rules
from mwaa_doctor.models.network.network import Network
from mwaa_doctor.models.snapshot import Step
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.unknown import Unknown

_RETIRED = re.compile(r"python(?:2\.7|3\.[678])")  # https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html


@rule(
    severity="error",
    covers=["endpoint-automation-samples"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/tutorials-customer-managed-endpoints.html",
)
def check(network: Network) -> Iterator[Finding]:
    doubt = ""
    for one in event_rules(network.topology.snapshot):
        for function in one.functions():
            for path, fault in _written_faults(function):
                yield Finding(function.record.at(*path), f"`{function.name}` {fault}")
            try:
                for path, fault in _faults_of_access(function):
                    yield Finding(function.record.at(*path), f"`{function.name}` {fault}")
            except Unknown as unknown:
                doubt = doubt or unknown.reason
    if doubt:
        raise Unknown(doubt)


def _written_faults(function: Function) -> Iterator[tuple[tuple[Step, ...], str]]:
    handler, runtime = (function.record.body.get(name) for name in ("Handler", "Runtime"))
    is_python = isinstance(runtime, str) and runtime.startswith("python")
    if is_python and isinstance(handler, str) and "." not in handler:
        yield ("Handler",), f"names the handler `{handler}` without its module"
    if isinstance(runtime, str) and _RETIRED.fullmatch(runtime):
        yield ("Runtime",), f"needs the runtime {runtime}, which Lambda no longer offers"


def _faults_of_access(function: Function) -> Iterator[tuple[tuple[Step, ...], str]]:
    invokers = [str(item.get("Principal")) for item in function.record.items("Permissions")]
    if function.snapshot.is_declared and "events.amazonaws.com" not in invokers:
        yield (), "may not be invoked by events.amazonaws.com"
    if function.is_trusted() == "implicit-deny":
        yield ("Role",), f"has the role `{function.role.label}`, which lambda.amazonaws.com may not assume"
