"""Random questions about permissions for the tests of the evaluator's laws and for comparisons."""

from __future__ import annotations

import random
from typing import Any

HERE, THERE = "111122223333", "444455556666"
RESOURCES = {
    "s3:GetObject": ["arn:aws:s3:::bucket/dags/a.py", "arn:aws:s3:::Bucket2/home/bob/k"],
    "s3:ListBucket": ["arn:aws:s3:::bucket"],
    "sqs:SendMessage": [f"arn:aws:sqs:us-east-1:{HERE}:airflow-celery-1", f"arn:aws:sqs:eu-west-1:{THERE}:q"],
    "logs:CreateLogGroup": [f"arn:aws:logs:us-east-1:{HERE}:log-group:airflow-prod-Task"],
    "kms:Decrypt": [
        f"arn:aws:kms:us-east-1:{account}:key/1234abcd-12ab-34cd-56ef-1234567890ab" for account in (HERE, THERE)
    ],
    "sts:AssumeRole": [f"arn:aws:iam::{account}:role/target" for account in (HERE, THERE)],
    "airflow:PublishMetrics": [f"arn:aws:airflow:us-east-1:{HERE}:environment/prod"],
    "s3:ListAllMyBuckets": ["*"],
}
CALLERS = [
    f"arn:aws:iam::{HERE}:user/bob",
    f"arn:aws:sts::{HERE}:assumed-role/exec/s1",
    f"arn:aws:sts::{THERE}:assumed-role/exec/s1",
    "airflow.amazonaws.com",
]
NAMED = [
    "*",
    {"AWS": HERE},
    {"AWS": f"arn:aws:iam::{THERE}:root"},
    {"AWS": f"arn:aws:iam::{HERE}:user/bob"},
    {"AWS": [f"arn:aws:iam::{HERE}:role/exec", f"arn:aws:iam::{THERE}:role/exec"]},
    {"AWS": f"arn:aws:sts::{HERE}:assumed-role/exec/s1"},
    {"Service": ["airflow.amazonaws.com", "airflow-env.amazonaws.com"]},
]
CONTEXT: dict[str, list[Any]] = {
    "aws:PrincipalTag/team": ["data", "Data", "a*b"],
    "aws:SourceIp": ["10.0.0.5", "203.0.113.9"],
    "aws:CurrentTime": ["2026-01-01T00:00:00Z", "2026-06-01T12:00:00Z"],
    "aws:SecureTransport": ["true", "false"],
    "aws:MultiFactorAuthAge": ["10", "3600", "100.5"],
    "aws:SourceArn": [f"arn:aws:airflow:us-east-1:{account}:environment/prod" for account in (HERE, THERE)],
    "aws:TagKeys": [["a"], ["a", "b"], ["c"]],
    "aws:UserAgent": ["cli/2", "boto3"],
    "aws:SourceAccount": [HERE, THERE],
}
_OPERATORS = {
    "aws:SecureTransport": (["Bool"], ["true", "false"]),
    "aws:SourceIp": (["IpAddress", "NotIpAddress"], ["10.0.0.0/8", "203.0.113.9", "203.0.113.0/24"]),
    "aws:CurrentTime": (
        ["DateLessThan", "DateGreaterThanEquals", "DateEquals", "DateNotEquals"],
        ["2026-01-01T00:00:00Z", "2026-03-01", "2026-06-01T14:00:00+02:00"],
    ),
    "aws:MultiFactorAuthAge": (
        ["NumericLessThan", "NumericEquals", "NumericNotEquals", "NumericGreaterThanEquals"],
        ["10", "3600", "100.50"],
    ),
    "aws:SourceArn": (["ArnLike", "ArnEquals", "ArnNotLike"], []),
}
_STRINGS = ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringLike", "StringNotLike"]


class Questions:
    """Draws questions; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def question(self) -> dict[str, Any]:
        draw = self.random
        action = draw.choice(list(RESOURCES))
        resource = draw.choice(RESOURCES[action])
        caller = draw.choice(CALLERS[:2]) if self.chance(0.6) else draw.choice(CALLERS)
        found: dict[str, Any] = {
            "action": action,
            "resource": resource,
            "principal": caller,
            "context": {key: draw.choice(values) for key, values in CONTEXT.items() if self.chance(0.6)},
        }
        if caller.startswith("arn:"):
            found["policies"] = [self.policy(action, resource) for _ in range(draw.choice([0, 1, 1, 2]))]
            if self.chance(0.25):
                found["boundary"] = self.policy(action, resource)
            if self.chance(0.15) and ":assumed-role/" in caller:
                found["session_policy"] = self.policy(action, resource)
        if resource != "*" and (self.chance(0.5) or action in ("kms:Decrypt", "sts:AssumeRole")):
            found["resource_policy"] = self.policy(
                action, resource, "trust" if action == "sts:AssumeRole" else "resource"
            )
        return found

    def policy(self, action: str, resource: str, role: str = "identity") -> dict[str, Any]:
        count = self.random.choice([1, 2, 3])
        return {"Version": "2012-10-17", "Statement": [self.statement(action, resource, role) for _ in range(count)]}

    def statement(self, action: str, resource: str, role: str) -> dict[str, Any]:
        draw = self.random
        found: dict[str, Any] = {"Effect": "Deny" if self.chance(0.22) else "Allow"}
        name = "NotAction" if self.chance(0.12) else "Action"
        found[name] = [self.action(action) for _ in range(draw.choice([1, 1, 2]))]
        if role != "trust":
            name = "NotResource" if self.chance(0.12) else "Resource"
            found[name] = [self.resource(resource) for _ in range(draw.choice([1, 1, 2]))]
        if role != "identity":
            found["Principal"] = draw.choice(NAMED)
        if self.chance(0.5):
            found["Condition"] = self.condition()
        return found

    def action(self, action: str) -> str:
        service, _, name = action.partition(":")
        return self.random.choice(
            [
                action,
                action.lower(),
                "*",
                f"{service}:*",
                f"{service}:{self.changed(name)}",
                self.random.choice([*RESOURCES]),
            ]
        )

    def resource(self, resource: str) -> str:
        if resource == "*" or self.chance(0.25):
            return "*"
        if self.chance(0.1):
            return self.random.choice(RESOURCES[self.random.choice(list(RESOURCES))])
        head, slash, tail = resource.rpartition("/") if "/" in resource else resource.rpartition(":")
        return f"{head}{slash}{self.changed(tail)}"

    def changed(self, text: str) -> str:
        """A text with a piece replaced by a wildcard or another character."""
        start = self.random.randrange(len(text) + 1)
        end = min(len(text), start + self.random.randrange(6))
        return text[:start] + self.random.choice(["*", "*", "?", "", "x"]) + text[end:]

    def condition(self) -> dict[str, dict[str, Any]]:
        draw = self.random
        key = draw.choice(list(CONTEXT))
        if self.chance(0.1):
            return {"Null": {key: draw.choice(["true", "false"])}}
        operators, values = _OPERATORS.get(key, (_STRINGS, []))
        operator = draw.choice(operators)
        if key == "aws:TagKeys":
            operator = draw.choice(["ForAllValues:", "ForAnyValue:"]) + operator
        if self.chance(0.2):
            operator += "IfExists"
        return {operator: {key: [self.value(key, values) for _ in range(draw.choice([1, 1, 2]))]}}

    def value(self, key: str, values: list[str]) -> str:
        if values:
            return self.random.choice(values)
        own = self.random.choice(CONTEXT[key])
        text = own[0] if isinstance(own, list) else own
        head, colon, tail = text.rpartition(":")
        return f"{head}{colon}{self.changed(tail)}" if self.chance(0.6) else text
