"""The guide's policies and the printed ones, asked for every documented permission: another evaluator says the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mwaa_doctor.cli import main
from mwaa_doctor.facts.execution_role import role_permissions
from mwaa_doctor.facts.user_permissions import duties, user_permissions
from mwaa_doctor.permissions import answer_batch

TESTS = Path(__file__).parents[2]
ACCOUNT, REGION = "111122223333", "us-east-1"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/airflow-prod"
RESOURCES = {
    "environment": f"arn:aws:airflow:{REGION}:{ACCOUNT}:environment/prod",
    "bucket": "arn:aws:s3:::airflow-prod",
    "objects": "arn:aws:s3:::airflow-prod/dags/a.py",
    "log-groups": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:airflow-prod-Task",
    "queue": f"arn:aws:sqs:{REGION}:444455556666:airflow-celery-1",
    "key": KEY,
    "*": "*",
}
ON_STREAMS = ("logs:GetLogEvents", "logs:CreateLogStream", "logs:PutLogEvents")
KEY_POLICY = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "kms:*",
        "Resource": "*",
    },
}
NAMES = ["--environment", "prod", "--account", ACCOUNT, "--region", REGION]
MORE = {"--bucket": "airflow-prod", "--key": KEY, "--role": ROLE}
PRINTED = {
    "execution-role": ("--bucket", "--key"),
    "ui": (),
    "rest": (),
    "cli": (),
    "read": (),
    "logs": (),
    "deploy": tuple(MORE),
    "create": tuple(MORE),
    "console": tuple(MORE),
}


def policies() -> Iterator[dict[str, Any]]:
    for path in sorted((TESTS / "rules" / "guide").glob("*.json")):
        if path.stem not in ("trust", "key"):
            yield json.loads(path.read_text())
    for kind, options in PRINTED.items():
        given = [part for option in options for part in (option, MORE[option])]
        yield json.loads(CliRunner().invoke(main, ["policy", kind, *NAMES, *given]).stdout)


def resource(kind: str) -> str:
    if not kind.startswith(("some:", "this:")):
        return RESOURCES[kind]
    form, service, region, account, name = kind.replace("|", "").split(":", 4)
    where = f"{REGION if region else ''}:{ACCOUNT if account else ''}"
    return f"arn:aws:{service}:{where}:{name}{'0123456789abcdef0' if form == 'some' else ''}"


def permissions() -> Iterator[tuple[str, str, dict[str, str]]]:
    for duty in duties():
        for row in user_permissions(duty):
            yield from ((action, resource(kind), {}) for action in row.actions for kind in row.resources)
    for need in role_permissions():
        context = {"kms:ViaService": f"{need.via}.{REGION}.amazonaws.com"} if need.via else {}
        yield from ((action, RESOURCES[need.resource], context) for action in need.actions)
    for service in ("airflow.amazonaws.com", "ecs-tasks.amazonaws.com"):
        yield "iam:PassRole", ROLE, {"iam:PassedToService": service}
    for name in ("Admin", "User", "Public"):
        yield "airflow:CreateWebLoginToken", f"arn:aws:airflow:{REGION}:{ACCOUNT}:role/prod/{name}", {}


@pytest.mark.skipif(
    not os.environ.get("IAM_SIMULATE") or shutil.which("node") is None,
    reason="IAM_SIMULATE names no folder with @cloud-copilot/iam-simulate",
)
def test_another_evaluator_agrees() -> None:
    questions = []
    for document in policies():
        for action, arn, context in permissions():
            asked = f"{arn}:log-stream:x" if action in ON_STREAMS else arn
            owner = (asked.split(":") + [""] * 5)[4] or ACCOUNT
            question = {
                "action": action,
                "resource": asked,
                "policies": [document],
                "principal": f"arn:aws:iam::{ACCOUNT}:user/sam",
                "context_complete": True,
                **({"resource_policy": KEY_POLICY} if asked == KEY else {}),
            }
            questions.append((question, context, owner))
    theirs = subprocess.run(
        ["node", str(TESTS / "oracles" / "iam_simulate.mjs")],
        input="".join(json.dumps({**q, "context": context, "owner": owner}) + "\n" for q, context, owner in questions),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    lines = (
        json.dumps({**q, "context": {**context, "aws:ResourceAccount": owner}}).encode()
        for q, context, owner in questions
    )
    names = {"allowed": "Allowed", "explicit-deny": "ExplicitlyDenied", "implicit-deny": "ImplicitlyDenied"}

    ours = [names[answer["answer"]] for answer in answer_batch(lines, Path())]

    assert len(questions) > 1000
    assert ours == [json.loads(line)["result"] for line in theirs.stdout.splitlines()]
