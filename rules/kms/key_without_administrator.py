"""The key policy leaves nobody who may administer the key.

Why
    The guide prints one statement, for CloudWatch Logs, to be added to a key policy. As the whole policy it
    locks everybody out: the key can neither be used by the role nor be changed or deleted.

Fix
    Keep the statement that lets the account administer the key, as `mwaa-doctor policy key` prints it.

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
                  Service: !Sub "logs.${AWS::Region}.amazonaws.com"
                Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
                Resource: "*"
                Condition:
                  ArnLike:
                    kms:EncryptionContext:aws:logs:arn: !Sub "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:*"

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
from mwaa_doctor.models.iam.patterns import read_pattern
from mwaa_doctor.models.iam.truth import Truth
from mwaa_doctor.rule import Finding, rule

ADMINISTRATION = "kms:putkeypolicy"


@rule(
    severity="error",
    covers=["kms-key-policy-sample-used-alone"],
    source="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
)
def check(key: EnvironmentKey) -> Iterator[Finding]:
    policy = key.policy
    if policy.doubts or not policy.statements:
        return
    for statement in policy.statements:
        if statement.effect == "Deny" or all(principal.kind == "Service" for principal in statement.principals or ()):
            continue
        met = any(
            read_pattern(str(action).lower(), True, False).matches(ADMINISTRATION) is not Truth.NO
            for action in statement.actions
        )
        if met is not statement.not_action:
            return
    yield Finding(
        key.spot(policy.place),
        "the key policy lets nobody administer the key",
        evidence=("no statement allows `kms:PutKeyPolicy`",),
    )
