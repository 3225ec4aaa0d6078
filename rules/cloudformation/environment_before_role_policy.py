"""The environment does not wait for the policy of its execution role.

Why
    A policy that is a resource of its own is made at the same time as the environment. MWAA then finds a role without
    permissions: creation fails, most often because the bucket may not be read, and the next attempt may succeed.

Fix
    Let the environment depend on the policy: `DependsOn: ExecutionPolicy` beside `Type` and `Properties`.

Bad
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument: {Statement: []}
      ExecutionPolicy:
        Type: AWS::IAM::Policy
        Properties:
          PolicyName: execution
          PolicyDocument: {Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}
          Roles: [!Ref Role]
      Environment:  # <- here
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          ExecutionRoleArn: !GetAtt Role.Arn

Good
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument: {Statement: []}
      ExecutionPolicy:
        Type: AWS::IAM::Policy
        Properties:
          PolicyName: execution
          PolicyDocument: {Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}
          Roles: [!Ref Role]
      Environment:
        Type: AWS::MWAA::Environment
        DependsOn: ExecutionPolicy
        Properties:
          Name: sales
          ExecutionRoleArn: !GetAtt Role.Arn
"""

from collections.abc import Iterator

from mwaa_doctor.models.deployment import DeployedEnvironment
from mwaa_doctor.rule import Finding, rule

_POLICIES = ("iam:RolePolicy", "iam:RoleAttachment")


@rule(
    severity="error",
    covers=["environment-depends-on-role-policy"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/t-cloudwatch-cloudtrail-logs.html",
)
def check(deployed: DeployedEnvironment) -> Iterator[Finding]:
    environment = deployed.environment
    role = environment.snapshot.find("iam:Role", environment.record.text("ExecutionRoleArn"))
    if role is None:
        return
    names = (role.key, role.text("RoleName"))
    pieces = [piece for piece in deployed.deployment.pieces if piece.kind in _POLICIES and piece.owner in names]
    in_role = len(role.items("RolePolicyList")) + len(role.items("AttachedManagedPolicies")) - len(pieces)
    if in_role > 0 or any(piece.label in deployed.waits_for for piece in pieces):
        return  # some of its permissions are there in time, and only its author knows which matter
    for piece in pieces[:1]:
        labels = list(dict.fromkeys(piece.label for piece in pieces))
        yield Finding(
            environment,
            f"the environment does not wait for `{piece.label}`, which gives its role the permissions",
            tuple(f"line {other.place.line} puts `{other.label}` to `{role.label}`" for other in pieces),
            f"Add `DependsOn: {labels[0] if len(labels) == 1 else '[' + ', '.join(labels) + ']'}` to the environment.",
        )
