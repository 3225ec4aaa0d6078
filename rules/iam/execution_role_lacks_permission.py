"""The execution role may not do what MWAA does with it.

Why
    MWAA reads the bucket, writes logs and metrics and uses the queue and its key as the execution role. What the role
    may not do makes the creation fail after half an hour, or leaves an environment whose tasks do not start.

Fix
    Add the statement that the finding prints, or take the whole policy from `mwaa-doctor policy execution-role`.

Bad
    # template.yaml
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: [airflow:PublishMetrics, s3:*, cloudwatch:PutMetricData, kms:*, "sqs:*"]
                    Resource: "*"
                  - Effect: Allow
                    Action: ["logs:Create*", "logs:Put*", "logs:Get*", "logs:Describe*"]
                    Resource: !Sub "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:airflow-Prod-*"  # <- here
                  - Effect: Allow
                    Action: logs:DescribeLogGroups
                    Resource: "*"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          DagS3Path: dags
          ExecutionRoleArn: !GetAtt Role.Arn
          SourceBucketArn: !GetAtt Bucket.Arn

Good
    # template.yaml
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
      Role:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: airflow:PublishMetrics
                    Resource: !Sub "arn:aws:airflow:${AWS::Region}:${AWS::AccountId}:environment/prod"
                  - Effect: Allow
                    Action: ["s3:GetObject*", "s3:GetBucket*", "s3:List*"]
                    Resource: [!GetAtt Bucket.Arn, !Sub "${Bucket.Arn}/*"]
                  - Effect: Allow
                    Action: [s3:GetAccountPublicAccessBlock, logs:DescribeLogGroups, cloudwatch:PutMetricData]
                    Resource: "*"
                  - Effect: Allow
                    Action: ["logs:Create*", "logs:Put*", "logs:Get*", "logs:DescribeLogStreams"]
                    Resource: !Sub "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:airflow-prod-*"
                  - Effect: Allow
                    Action: "sqs:*"
                    Resource: !Sub "arn:aws:sqs:${AWS::Region}:*:airflow-celery-*"
                  - Effect: Allow
                    Action: [kms:Decrypt, kms:DescribeKey, "kms:GenerateDataKey*", kms:Encrypt]
                    NotResource: !Sub "arn:aws:kms:*:${AWS::AccountId}:key/*"
                    Condition:
                      StringLike:
                        kms:ViaService: !Sub "sqs.${AWS::Region}.amazonaws.com"
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          DagS3Path: dags
          ExecutionRoleArn: !GetAtt Role.Arn
          SourceBucketArn: !GetAtt Bucket.Arn
"""

import json
from collections.abc import Iterator
from typing import Literal

from mwaa_doctor.facts.execution_role import RolePermission, role_permissions
from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.models.iam.refusal import Refusal
from mwaa_doctor.rule import Finding, Unknown, rule


@rule(
    severity="error",
    covers=[
        "role-publish-metrics", "role-publish-metrics-names-environment", "role-s3-read", "role-s3-names-source-bucket",
        "role-account-public-access-block", "role-logs-write", "role-logs-describe-groups", "role-put-metric-data",
        "role-sqs-actions", "role-sqs-account-wildcard", "role-kms-for-aws-owned-key", "role-kms-for-customer-key",
        "role-statements-overview", "role-limited-by-boundary", "eks-sample-role-policy", "role-made-by-console",
        "kms-default-is-aws-owned-key",
    ],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html",
)  # fmt: skip
def check(role: ExecutionRole) -> Iterator[Finding]:
    open_questions: list[str] = []
    told: set[object] = set()
    for permission in role_permissions():
        try:
            if permission.customer_key_only and not role.has_customer_key:
                continue
            found = list(role.refusals(permission))
        except Unknown as unknown:
            open_questions.append(unknown.reason)
            continue
        open_questions.extend(item.reason for item in found if isinstance(item, Unknown))
        refused = [item for item in found if isinstance(item, Refusal)]
        actions = tuple(item.action for item in refused)
        near = refused[0].nearest if refused else None
        if (
            refused
            and actions not in told
            and (permission.severity == "error" or near is None or near.place not in told)
        ):
            told.update((actions, near and near.place))
            yield _finding(role, permission, refused)
    if open_questions:
        raise Unknown("; ".join(dict.fromkeys(open_questions)))


def _finding(role: ExecutionRole, permission: RolePermission, refused: list[Refusal]) -> Finding:
    first = refused[0]
    others = f" (and {', '.join(f'`{item.action}`' for item in refused[1:])})" if refused[1:] else ""
    resource = f"`{role.shown(role.grant(permission.resource))}`"
    if permission.resource == "key" and not role.has_customer_key:
        resource = "MWAA's own key"
    where = first.nearest.place if first.nearest is not None else role.place
    if first.decision.answer == "explicit-deny":
        statement = first.decision.statement
        where = statement.place if statement is not None else role.place
        why = f"{first.decision.reason.removesuffix(' denies it')} denies `{first.action}`{others} on {resource}"
    elif first.decision.withheld_by == "boundary":
        why = f"the permissions boundary does not allow `{first.action}`{others} on {resource}"
    else:
        why = f"no statement allows `{first.action}`{others} on {resource}"
    evidence = [f"without it {permission.breaks}"]
    if first.nearest is not None:
        near = first.nearest
        evidence.append(f"the closest is {near.statement.name} of {near.policy.name}, {role.shown(near.why)}")
    severity: Literal["error", "warning"] = "warning" if permission.severity == "warning" else "error"
    by_way = f" by way of `{permission.via}`" if permission.via and first.decision.answer == "implicit-deny" else ""
    return Finding(
        where,
        f"the execution role may not {permission.purpose}: {why}{by_way}",
        evidence=tuple(evidence),
        fix=f"Add {json.dumps(_statement(role, permission, refused))}",
        severity=severity,
        resource=role.resource,
    )


def _statement(role: ExecutionRole, permission: RolePermission, refused: list[Refusal]) -> dict[str, object]:
    """The statement that is missing."""
    found: dict[str, object] = {"Effect": "Allow", "Action": [item.action for item in refused]}
    if permission.resource == "key" and not role.has_customer_key:
        found["NotResource"] = f"arn:{role.partition}:kms:*:{role.account}:key/*"
    else:
        found["Resource"] = role.shown(role.grant(permission.resource))
    if permission.via:
        suffix = ".cn" if role.partition == "aws-cn" else ""
        services = ["sqs", "s3"] if role.has_customer_key else ["sqs"]
        values = [f"{service}.{role.region}.amazonaws.com{suffix}" for service in services]
        found["Condition"] = {"StringLike": {"kms:ViaService": values}}
    return found
