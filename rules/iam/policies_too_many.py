"""More managed policies are attached than IAM allows without asking.

Why
    Ten managed policies may be attached to a role, a user or a group. The eleventh attachment fails, unless AWS has
    raised the quota of the account.

Fix
    Join policies, or ask for a higher quota where there is one.

Bad
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          ManagedPolicyArns:  # <- here
            - arn:aws:iam::111122223333:policy/p0
            - arn:aws:iam::111122223333:policy/p1
            - arn:aws:iam::111122223333:policy/p2
            - arn:aws:iam::111122223333:policy/p3
            - arn:aws:iam::111122223333:policy/p4
            - arn:aws:iam::111122223333:policy/p5
            - arn:aws:iam::111122223333:policy/p6
            - arn:aws:iam::111122223333:policy/p7
            - arn:aws:iam::111122223333:policy/p8
            - arn:aws:iam::111122223333:policy/p9
            - arn:aws:iam::111122223333:policy/p10
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod

Good
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          ManagedPolicyArns:
            - arn:aws:iam::111122223333:policy/p0
            - arn:aws:iam::111122223333:policy/p1
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
"""

from collections.abc import Iterator

from mwaa_doctor.models.policy_holder import PolicyHolder
from mwaa_doctor.rule import Finding, rule


@rule(
    severity="warning",
    covers=["policy-json-valid"],
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
)
def check(holder: PolicyHolder) -> Iterator[Finding]:
    for quota, amount, path in holder.exceeded():
        if quota.of == "attached":
            raised = f" and up to {quota.up_to} on request" if quota.up_to else ""
            yield Finding(
                holder.record.at(*path),
                f"{amount} managed policies are attached to `{holder.resource}`: {quota.limit} may be{raised}",
            )
