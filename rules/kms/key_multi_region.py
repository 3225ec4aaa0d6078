"""The key of an environment is a multi-Region key.

Why
    MWAA does not support multi-Region keys: the environment is not created.

Fix
    Make a key of the environment's Region, and give its ARN.

Bad
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          KmsKey: arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab  # <- here
    ---
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          KmsKey: !GetAtt Key.Arn  # <- here
      Key:
        Type: AWS::KMS::Key
        Properties:
          MultiRegion: true

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
          Description: what Airflow writes in eu-west-1
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["kms-key-not-multi-region"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    key = environment.record.text("KmsKey")
    if key is None:
        return
    is_one = ":key/mrk-" in str(key) or str(key).startswith("mrk-")
    if not is_one:
        record = environment.snapshot.find("kms:Key", key)
        is_one = record is not None and record.get("MultiRegion") is True
    if is_one:
        yield Finding(environment.at("KmsKey"), f"`{key}` is a multi-Region key, which MWAA does not support")
