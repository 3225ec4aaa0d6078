"""A policy names an action that no service has.

Why
    The action grants or denies nothing: a misspelt action is as good as a missing one, and IAM accepts it silently.

Fix
    Write the action as the service authorization reference lists it.

Bad
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: [logs:CreateLogGroups, logs:PutLogEvents]  # <- here
                    Resource: "*"
                  - Effect: Allow
                    Action: mwaa:PublishMetrics  # <- here
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
    ---
    # template.json
    {"Resources": {
      "Role": {"Type": "AWS::IAM::Role", "Properties": {
        "AssumeRolePolicyDocument": {
          "Version": "2012-10-17",
          "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": ["airflow.amazonaws.com", "airflow-env.amazonaws.com"]},
            "Action": "sts:AssumeRole"
          }]
        },
        "Policies": [{"PolicyName": "main", "PolicyDocument": {
          "Version": "2012-10-17",
          "Statement": [{
            "Effect": "Allow",
            "Action": "logs:PutLogEvent",  # <- here
            "Resource": "*"
          }]
        }}]
      }},
      "Environment": {"Type": "AWS::MWAA::Environment", "Properties": {
        "Name": "prod", "ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]}
      }}
    }}

Good
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: [logs:CreateLogGroup, "logs:Put*", "airflow:publishmetrics"]
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.iam.form import meant_action, unknown_actions
from mwaa_doctor.models.json_repairs import other_text
from mwaa_doctor.models.written_policy import WrittenPolicy
from mwaa_doctor.rule import Finding, Fix, rule


@rule(
    severity="warning",
    covers=["policy-action-and-arn-form"],
    source="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    confidence="medium",
)
def check(document: WrittenPolicy) -> Iterator[Finding]:
    for statement, element, reason in unknown_actions(document.policy):
        evidence = (f"{statement.name} of {document.policy.name}",)
        meant = meant_action(element.text)
        fix = Fix(f"Write `{meant}`", rewrites=other_text(element.place, str(element.text), meant)) if meant else ""
        yield Finding(document.at(element.place), reason, evidence, fix)
