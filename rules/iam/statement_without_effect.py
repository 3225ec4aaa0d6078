"""A statement names an action on resources that the action is never judged on.

Why
    An action that has no resources is judged on `*` only, and one on objects never on the bucket. Such a
    statement grants or denies nothing, though IAM accepts it.

Fix
    Grant the action in a statement of its own, on `*` or on the kind of resource that the finding names.

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
                    Action: logs:DescribeLogGroups  # <- here
                    Resource: "arn:aws:logs:us-east-1:111122223333:log-group:airflow-prod-*"
                  - Effect: Allow
                    Action: s3:PutObject  # <- here
                    Resource: "arn:aws:s3:::airflow-prod"
                  - Effect: Allow
                    Action: airflow:ListEnvironments  # <- here
                    Resource: "arn:aws:airflow:us-east-1:111122223333:environment/prod"
                  - Effect: Allow
                    Action: ec2:CreateSecurityGroup  # <- here
                    Resource: "arn:aws:ec2:*:*:security-group/airflow-security-group-*"
                  - Effect: Deny
                    Action: s3:ListAllMyBuckets  # <- here
                    Resource: ["arn:aws:s3:::airflow-prod", "arn:aws:s3:::airflow-prod/*"]
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn

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
                    Action: [logs:DescribeLogGroups, s3:ListAllMyBuckets]
                    Resource: "*"
                  - Effect: Allow
                    Action: ["s3:GetObject*", "s3:GetBucket*", "s3:List*", s3:PutObject]
                    Resource: ["arn:aws:s3:::airflow-prod", "arn:aws:s3:::airflow-prod/*"]
                  - Effect: Allow
                    Action: ec2:CreateSecurityGroup
                    Resource: ["arn:aws:ec2:*:*:security-group/*", "arn:aws:ec2:*:*:vpc/vpc-0123456789abcdef0"]
                  - Effect: Allow
                    Action: "logs:*"
                    Resource: "arn:aws:logs:us-east-1:111122223333:log-group:airflow-prod-*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.iam.form import idle_statements
from mwaa_doctor.models.written_policy import WrittenPolicy
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=[
        "role-deny-list-all-buckets-scope",
        "role-put-object-needs-object-arn",
        "ec2-resource-patterns",
        "ui-login-resource-form",
        "rest-user-invoke-rest-api",
        "cli-user-create-cli-token",
        "environment-list-cannot-be-filtered",
    ],
    source="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    confidence="medium",
)
def check(document: WrittenPolicy) -> Iterator[Finding]:
    if document.policy.role != "identity":
        return
    for statement, fault in idle_statements(document.policy):
        yield Finding(
            document.at(fault.place),
            fault.message,
            evidence=(f"{statement.name} of {document.policy.name}",),
            severity="info" if statement.effect == "Deny" else None,
        )
