"""Something changes the service-linked role of MWAA, or gives its policy to another role.

Why
    `AWSServiceRoleForAmazonMWAA` and `AmazonMWAAServiceRolePolicy` belong to AWS. IAM refuses to make or change the
    role and to attach the policy elsewhere, so that the deployment fails.

Fix
    Take it out; to have the role before the first environment, declare `AWS::IAM::ServiceLinkedRole`.

Bad
    # template.yaml
    Resources:
      Linked:  # <- here
        Type: AWS::IAM::Role
        Properties:
          RoleName: AWSServiceRoleForAmazonMWAA
      Other:
        Type: AWS::IAM::Role
        Properties:
          ManagedPolicyArns:
            - arn:aws:iam::aws:policy/aws-service-role/AmazonMWAAServiceRolePolicy  # <- here
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
    ---
    # template.yaml
    Resources:
      More:  # <- here
        Type: AWS::IAM::Policy
        Properties:
          PolicyName: more
          Roles: [AWSServiceRoleForAmazonMWAA]
          PolicyDocument:
            Version: "2012-10-17"
            Statement: [{Effect: Allow, Action: s3:ListBucket, Resource: "*"}]
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod

Good
    # template.yaml
    Resources:
      Linked:
        Type: AWS::IAM::ServiceLinkedRole
        Properties:
          AWSServiceName: airflow.amazonaws.com
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
"""

from collections.abc import Iterator, Mapping

from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.snapshot import Spot
from mwaa_doctor.rule import Finding, rule

ROLE, POLICY = "AWSServiceRoleForAmazonMWAA", ":policy/aws-service-role/AmazonMWAAServiceRolePolicy"


@rule(
    severity="error",
    covers=["service-linked-role-left-alone"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-slr.html",
)
def check(environment: Environment) -> Iterator[Finding]:
    snapshot = environment.snapshot
    if snapshot.source == "live" or next(snapshot.environments()) is not environment.record:
        return
    for kind in ("iam:Role", "iam:User", "iam:Group"):
        for record in snapshot.known(kind):
            if record.body.get("RoleName") == ROLE:
                yield Finding(record, f"`{ROLE}` is a role that only AWS makes")
            attached = record.body.get("AttachedManagedPolicies")
            for index, member in enumerate(attached if isinstance(attached, (list, tuple)) else ()):
                if isinstance(member, Mapping) and str(member.get("PolicyArn")).endswith(POLICY):
                    yield Finding(
                        record.at("AttachedManagedPolicies", index),
                        f"`{record.label}` gets `{POLICY.rpartition('/')[2]}`, which is for `{ROLE}` alone",
                    )
    for piece in snapshot.deployment.pieces if snapshot.deployment is not None else ():
        if piece.owner == ROLE and piece.kind in ("iam:RolePolicy", "iam:RoleAttachment"):
            yield Finding(
                Spot(piece.place, piece.label), f"`{piece.label}` gives a policy to `{ROLE}`, which nobody may change"
            )
