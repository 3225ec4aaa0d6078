"""The key policy does not let CloudWatch Logs use the key.

Why
    MWAA encrypts the log groups of the environment with its key. If CloudWatch Logs may not use it, the groups
    are not made and the creation fails.

Fix
    Add the second statement that `mwaa-doctor policy key` prints to the key policy.

Bad
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          KmsKey: !GetAtt Key.Arn
      Key:
        Type: AWS::KMS::Key
        Properties:
          KeyPolicy:  # <- here
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"
                Action: "kms:*"
                Resource: "*"
    ---
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          KmsKey: !GetAtt Key.Arn
      Key:
        Type: AWS::KMS::Key
        Properties:
          KeyPolicy:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"
                Action: "kms:*"
                Resource: "*"
              - Effect: Allow
                Principal:
                  Service: !Sub "logs.${AWS::Region}.amazonaws.com"
                Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
                Resource: "*"
                Condition:
                  ArnLike:
                    kms:EncryptionContext:aws:logs:arn: "arn:aws:logs:*:*:log-group:other-*"  # <- here

Good
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          KmsKey: !GetAtt Key.Arn
      Key:
        Type: AWS::KMS::Key
        Properties:
          KeyPolicy:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal:
                  AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"
                Action: "kms:*"
                Resource: "*"
              - Effect: Allow
                Principal:
                  Service: !Sub "logs.${AWS::Region}.amazonaws.com"
                Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
                Resource: "*"
                Condition:
                  ArnLike:
                    kms:EncryptionContext:aws:logs:arn: !Sub "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:*"
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment_key import EnvironmentKey
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="error",
    covers=["kms-key-policy-allows-cloudwatch-logs"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html",
)
def check(key: EnvironmentKey) -> Iterator[Finding]:
    refused = key.refused_to_logs()
    if isinstance(refused, Unknown):
        raise refused
    if refused:
        actions, place, why = refused
        named = ", ".join(f"`{action}`" for action in actions)
        yield Finding(
            key.spot(place), f"the key policy does not let CloudWatch Logs use the key: {named}", evidence=(why,)
        )
