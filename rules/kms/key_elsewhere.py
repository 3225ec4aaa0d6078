"""The key of an environment is in another Region or account.

Why
    The bucket, the log groups and the queue use the key in the environment's Region. A key of another account
    is allowed on one page of the guide and excluded on another.

Fix
    Give a key of the environment's own Region and account.

Bad
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: arn:aws:iam::111122223333:role/exec
          KmsKey: arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab  # <- here

Good
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          ExecutionRoleArn: arn:aws:iam::111122223333:role/exec
          KmsKey: arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
"""

from collections.abc import Iterator

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.iam.arn import parse_arn
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="error",
    covers=["kms-key-in-environment-region", "kms-key-in-environment-account"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/custom-keys-certs.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    key = environment.record.text("KmsKey")
    arn = parse_arn(key) if isinstance(key, str) else None
    if arn is None or arn.service != "kms":
        return
    region = environment.snapshot.region
    if isinstance(region, str) and arn.region != region:
        yield Finding(environment.at("KmsKey"), f"the key is in `{arn.region}`, the environment in `{region}`")
    role = environment.record.raw("ExecutionRoleArn")
    owner = parse_arn(role) if isinstance(role, str) else None
    if owner is not None and owner.account.isdigit() and arn.account.isdigit() and owner.account != arn.account:
        yield Finding(
            environment.at("KmsKey"),
            f"the key belongs to account `{arn.account}`, the execution role to `{owner.account}`",
            severity="warning",
        )
