"""The key of an environment is given as an alias.

Why
    The pattern of the API lets an alias through, but MWAA does not support it: the environment is not created.

Fix
    Give the ARN of the key behind the alias.

Bad
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          KmsKey: alias/airflow  # <- here

Good
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          KmsKey: arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["kms-key-not-an-alias"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    key = str(environment.record.text("KmsKey") or "")
    if key.startswith("alias/") or ":alias/" in key:
        yield Finding(environment.at("KmsKey"), f"`{key}` is an alias, which MWAA does not take for a key")
