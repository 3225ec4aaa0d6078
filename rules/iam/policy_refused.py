"""A policy is not one that IAM takes.

Why
    IAM refuses the document, and the stack rolls back; or it reads something else than was meant.

Fix
    Write the element as the finding says; `mwaa-doctor policy` prints whole policies that are accepted.

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
                    Actions: "s3:GetObject"  # <- here
                    Action: "s3:GetObject"
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
    ---
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
                  - Effect: allow  # <- here
                    Action: "s3:GetObject"
                    Resource: "*"
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
                    Action: "s3:GetObject"
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.written_policy import WrittenPolicy
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["policy-json-valid"],
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
)
def check(document: WrittenPolicy) -> Iterator[Finding]:
    for fault in document.policy.faults:
        yield Finding(document.at(fault.place), fault.message.replace("; ", ", "), cause=fault.message)
