"""The environment does not wait for the policy of its execution role.

Why
    A policy that is a resource of its own is made at the same time as the environment. MWAA then finds a role without
    permissions: creation fails, most often because the bucket may not be read, and the next attempt may succeed. The
    provider of Terraform repeats a refused call for two minutes, which hides that most of the time.

Fix
    Let the environment depend on the policy: `DependsOn: ExecutionPolicy` beside `Type` and `Properties`, in Terraform
    `depends_on = [aws_iam_role_policy.execution]`.

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
    ---
    # main.tf
    resource "aws_iam_role" "execution" {
      name               = "execution"
      assume_role_policy = jsonencode({ Statement = [] })
    }

    resource "aws_iam_role_policy" "execution" {
      role   = aws_iam_role.execution.id
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
    }

    resource "aws_mwaa_environment" "sales" {  # <- here
      name               = "sales"
      execution_role_arn = aws_iam_role.execution.arn
    }

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
    ---
    # main.tf
    resource "aws_iam_role" "execution" {
      name               = "execution"
      assume_role_policy = jsonencode({ Statement = [] })
    }

    resource "aws_iam_role_policy" "execution" {
      role   = aws_iam_role.execution.id
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
    }

    resource "aws_mwaa_environment" "sales" {
      name               = "sales"
      execution_role_arn = aws_iam_role.execution.arn
      depends_on         = [aws_iam_role_policy.execution]
    }
"""

from collections.abc import Iterator

from mwaa_doctor.models.deployment import DeployedEnvironment, Piece
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
    if in_role > 0 or not pieces:
        return  # some of its permissions are there in time, and only its author knows which matter
    if deployed.surely_without(piece.label for piece in pieces):
        terraform = environment.snapshot.source != "cloudformation"
        yield Finding(
            environment,
            f"the environment does not wait for `{pieces[0].label}`, which gives its role the permissions",
            tuple(f"{_line(other)} puts `{other.label}` to `{role.label}`" for other in pieces),
            _in_terraform(environment.resource, pieces) if terraform else _in_cloudformation(pieces),
            severity="info" if terraform else None,
        )


def _line(piece: Piece) -> str:
    return f"line {piece.place.line}" if piece.place.line else piece.place.path


def _in_cloudformation(pieces: list[Piece]) -> str:
    labels = list(dict.fromkeys(piece.label for piece in pieces))
    return f"Add `DependsOn: {labels[0] if len(labels) == 1 else '[' + ', '.join(labels) + ']'}` to the environment."


def _in_terraform(environment: str, pieces: list[Piece]) -> str:
    """A module names its own resources and the modules that it calls; what lies elsewhere, its caller has to name."""
    home = environment.rpartition("aws_mwaa_environment.")[0]
    inside = [piece.label.removeprefix(home) for piece in pieces if piece.label.startswith(home)]
    if not inside:
        return f"Give `{home.rstrip('.')}` a `depends_on` that names what holds `{pieces[0].label}`."
    names = [".".join(label.split(".")[:2]).partition("[")[0] for label in inside]
    return f"Add `depends_on = [{', '.join(dict.fromkeys(names))}]` to the environment."
