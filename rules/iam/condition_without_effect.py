"""A condition can never be met, or means something else than it seems to.

Why
    A key that no service knows is never in a request, a wildcard under `StringEquals` is a plain character, and
    text that is no number, date or ARN equals none. The statement grants nothing, or denies nothing.

Fix
    Write the key, the operator or the value as the finding says.

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
                    Action: kms:Decrypt
                    Resource: "*"
                    Condition:
                      StringEquals:
                        kms:ViaServices: sqs.us-east-1.amazonaws.com  # <- here
                  - Effect: Allow
                    Action: kms:Encrypt
                    Resource: "*"
                    Condition:
                      StringEquals:
                        kms:ViaService: sqs.*.amazonaws.com  # <- here
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
                    Action: kms:Decrypt
                    Resource: "*"
                    Condition:
                      StringLike:
                        kms:ViaService: sqs.*.amazonaws.com
                      Bool:
                        aws:SecureTransport: true
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: !GetAtt Role.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.iam.form import idle_conditions
from mwaa_doctor.models.written_policy import WrittenPolicy
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["policy-action-and-arn-form"],
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    confidence="medium",
)
def check(document: WrittenPolicy) -> Iterator[Finding]:
    for statement, fault in idle_conditions(document.policy):
        yield Finding(
            document.at(fault.place), fault.message, evidence=(f"{statement.name} of {document.policy.name}",)
        )
