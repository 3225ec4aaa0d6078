"""Permissions for MWAA hang on an IAM user.

Why
    Users have keys that never end. AWS advises roles and groups, and temporary credentials.

Fix
    Attach the policy to a group or a role.

Bad
    # template.yaml
    Resources:
      Jane:
        Type: AWS::IAM::User
        Properties:
          Policies:
            - PolicyName: airflow
              PolicyDocument:  # <- here
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: airflow:GetEnvironment
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod

Good
    # template.yaml
    Resources:
      People:
        Type: AWS::IAM::Group
        Properties:
          Policies:
            - PolicyName: airflow
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: airflow:GetEnvironment
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
"""

from collections.abc import Iterator

from mwaa_doctor.models.written_policy import WrittenPolicy
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["permissions-not-on-users"],
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)
def check(document: WrittenPolicy) -> Iterator[Finding]:
    if document.owner.kind != "iam:User":
        return
    actions = [str(action) for statement in document.policy.statements for action in statement.actions]
    own = next((action for action in actions if action.lower().startswith("airflow:")), None)
    if own:
        yield Finding(document, f"`{document.owner.label}` is a user and has `{own}` of its own")
