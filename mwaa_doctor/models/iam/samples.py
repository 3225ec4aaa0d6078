"""Least-privilege policies for one environment, ready to paste."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mwaa_doctor.facts.execution_role import role_permissions
from mwaa_doctor.facts.user_permissions import user_permissions

Document = dict[str, Any]
_SIDS = {
    "environment": "PublishMetrics",
    "bucket": "SeeTheBucket",
    "objects": "ReadTheBucket",
    "log-groups": "WriteLogs",
    "queue": "UseTheQueue",
    "*": "WithoutResource",
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the policies name: ``key`` is the ARN of a customer managed key, or empty; ``role`` that of the role."""

    environment: str
    account: str
    region: str
    partition: str
    bucket: str
    key: str = ""
    role: str = ""
    airflow_role: str = "User"

    def services(self, service: str) -> list[str]:
        """A service of the Region as ``kms:ViaService`` may name it."""
        names = [f"{service}.{self.region}.amazonaws.com"]
        return [*names, f"{names[0]}.cn"] if self.partition == "aws-cn" else names

    @property
    def logs(self) -> str:
        """CloudWatch Logs of the Region as a principal."""
        return self.services("logs")[-1]

    def arn(self, service: str, resource: str, account: str | None = None) -> str:
        """An ARN in the environment's Region and account."""
        owner = self.account if account is None else account
        return f"arn:{self.partition}:{service}:{self.region}:{owner}:{resource}"

    @property
    def environment_arn(self) -> str:
        """The environment."""
        return self.arn("airflow", f"environment/{self.environment}")

    @property
    def bucket_arn(self) -> str:
        """The bucket."""
        return f"arn:{self.partition}:s3:::{self.bucket}"

    @property
    def role_arn(self) -> str:
        """The execution role: the one given, or any role, for want of its name."""
        return self.role or f"arn:{self.partition}:iam::{self.account}:role/*"


def execution_role(names: Names) -> Document:
    """What MWAA needs of the execution role."""
    statements: list[Document] = []
    for permission in role_permissions():
        if permission.resource != "key":
            actions = sorted(permission.documented or permission.actions)
            statements.append(_allow(_SIDS[permission.resource], actions, _resources(names, permission.resource)))
    statements.append(_key_statement(names))
    return _document(_merged(statements))


def _resources(names: Names, kind: str) -> str:
    return {
        "environment": names.environment_arn,
        "bucket": names.bucket_arn,
        "objects": f"{names.bucket_arn}/*",
        "log-groups": names.arn("logs", f"log-group:airflow-{names.environment}-*"),
        "queue": names.arn("sqs", "airflow-celery-*", "*"),
    }.get(kind, "*")


def _key_statement(names: Names) -> Document:
    actions = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"]
    services = ["sqs", "s3"] if names.key else ["sqs"]
    via = [name for service in services for name in names.services(service)]
    found = _allow("UseTheKey", actions, names.key or "*")
    if not names.key:
        del found["Resource"]
        found["NotResource"] = f"arn:{names.partition}:kms:*:{names.account}:key/*"
    found["Condition"] = {"StringLike": {"kms:ViaService": via}}
    return found


def trust(names: Names) -> Document:
    """Who may assume the execution role: MWAA, for this environment alone."""
    return _document(
        [
            {
                "Sid": "AssumedByMwaa",
                "Effect": "Allow",
                "Principal": {"Service": ["airflow.amazonaws.com", "airflow-env.amazonaws.com"]},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "ArnLike": {"aws:SourceArn": names.environment_arn},
                    "StringEquals": {"aws:SourceAccount": names.account},
                },
            }
        ]
    )


def key(names: Names) -> Document:
    """The key policy: the account administers it, CloudWatch Logs encrypts the log groups."""
    return _document(
        [
            {
                "Sid": "TheAccountAdministers",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:{names.partition}:iam::{names.account}:root"},
                "Action": "kms:*",
                "Resource": "*",
            },
            {
                "Sid": "CloudWatchLogsEncrypts",
                "Effect": "Allow",
                "Principal": {"Service": names.logs},
                "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
                "Resource": "*",
                "Condition": {
                    "ArnLike": {
                        "kms:EncryptionContext:aws:logs:arn": names.arn(
                            "logs", f"log-group:airflow-{names.environment}-*"
                        )
                    }
                },
            },
        ]
    )


def bucket(names: Names) -> Document:
    """A bucket policy that refuses requests without TLS; within the account nothing else is needed."""
    return _document(
        [
            {
                "Sid": "OnlyEncryptedRequests",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [names.bucket_arn, f"{names.bucket_arn}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            }
        ]
    )


def ui(names: Names) -> Document:
    """Users of the web interface, in one Airflow role."""
    resource = names.arn("airflow", f"role/{names.environment}/{names.airflow_role}")
    return _document([_allow("OpenAirflow", "airflow:CreateWebLoginToken", resource)])


def rest(names: Names) -> Document:
    """Callers of the REST API, in one Airflow role."""
    resource = names.arn("airflow", f"role/{names.environment}/{names.airflow_role}")
    return _document([_allow("CallTheApi", "airflow:InvokeRestApi", resource)])


def cli(names: Names) -> Document:
    """Callers of the Airflow CLI."""
    return _document([_allow("UseTheCli", "airflow:CreateCliToken", names.environment_arn)])


def deploy(names: Names) -> Document:
    """A pipeline that uploads DAGs, plugins and requirements, and updates the environment to them."""
    statements = [
        _allow(
            "SeeTheBucket", ["s3:ListBucket", "s3:GetBucketLocation", "s3:GetEncryptionConfiguration"], names.bucket_arn
        ),
        _allow(
            "Upload",
            ["s3:PutObject", "s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject"],
            f"{names.bucket_arn}/*",
        ),
        _allow("Update", ["airflow:GetEnvironment", "airflow:UpdateEnvironment"], names.environment_arn),
        _pass_role(names),
    ]
    if names.key:
        use = _allow("EncryptUploads", ["kms:GenerateDataKey", "kms:Decrypt"], names.key)
        use["Condition"] = {"StringEquals": {"kms:ViaService": names.services("s3")}}
        statements.append(use)
    return _document(statements)


def _for_duty(duty: str) -> Callable[[Names], Document]:
    """Whoever has a duty: what the facts say of it, and the right to pass the role where environments are made."""

    def sample(names: Names) -> Document:
        statements: list[Document] = []
        for permission in user_permissions(duty):
            if permission.only_with != "customer-key" or names.key:
                resources = [_resource_of(names, kind) for kind in permission.resources]
                sid = "".join(word[0].upper() + word[1:] for word in re.findall("[A-Za-z]+", permission.purpose))
                resource = resources[0] if len(resources) == 1 else resources
                statements.append(_allow(sid, sorted(permission.actions), resource))
        if any("airflow:CreateEnvironment" in statement["Action"] for statement in statements):
            statements.append(_pass_role(names))
        return _document(_merged(statements))

    return sample


def _resource_of(names: Names, kind: str) -> str:
    """What a statement names for a kind of resource of the facts."""
    if kind == "key":
        return names.key
    if not kind.startswith(("some:", "this:")):
        return _resources(names, kind)
    form, service, region, account, resource = kind.partition("|")[0].split(":", 4)
    where = (names.region if region else "", names.account if account else "")
    return f"arn:{names.partition}:{service}:{where[0]}:{where[1]}:{resource}{'*' if form == 'some' else ''}"


SAMPLES: dict[str, Callable[[Names], Document]] = {
    "execution-role": execution_role,
    "trust": trust,
    "key": key,
    "bucket": bucket,
    "ui": ui,
    "rest": rest,
    "cli": cli,
    "deploy": deploy,
    "create": _for_duty("create"),
    "console": _for_duty("console"),
    "read": _for_duty("read"),
    "logs": _for_duty("logs"),
}


def _document(statements: list[Document]) -> Document:
    return {"Version": "2012-10-17", "Statement": statements}


def _allow(sid: str, actions: str | list[str], resource: str | list[str]) -> Document:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource}


def _pass_role(names: Names) -> Document:
    condition = {"StringLike": {"iam:PassedToService": "airflow.amazonaws.com"}}
    return {**_allow("PassTheRole", "iam:PassRole", names.role_arn), "Condition": condition}


def _merged(statements: list[Document]) -> list[Document]:
    """Statements on the same resource as one."""
    merged: list[Document] = []
    for statement in statements:
        same = next((one for one in merged if one.get("Resource") == statement.get("Resource") is not None), None)
        if same is None or "Condition" in statement:
            merged.append(statement)
        else:
            same["Action"] = sorted({*same["Action"], *statement["Action"]})
    return merged
