"""Scripts that deploy templates: what they acknowledge, in the spellings that people use."""

from __future__ import annotations

from pathlib import Path

import pytest

NAMED, PLAIN, NONE = "RoleName: execution", "Path: /", None


def template(role: str | None) -> str:
    made = f"""  Role:
    Type: AWS::IAM::Role
    Properties:
      {role}
      AssumeRolePolicyDocument: {{Statement: []}}
"""
    environment = "  Environment:\n    Type: AWS::MWAA::Environment\n    Properties: {Name: sales}\n"
    return "Resources:\n" + (made if role else "") + environment


DEPLOY = "aws cloudformation deploy --stack-name mwaa --template-file infra/template.yaml"


@pytest.mark.parametrize(
    ("command", "role", "wanted"),
    [
        (DEPLOY, PLAIN, "CAPABILITY_IAM"),
        (DEPLOY, NAMED, "CAPABILITY_NAMED_IAM"),
        (DEPLOY, NONE, None),
        (f"{DEPLOY} --capabilities CAPABILITY_IAM", PLAIN, None),
        (f"{DEPLOY} --capabilities CAPABILITY_IAM", NAMED, "CAPABILITY_NAMED_IAM"),
        (f"{DEPLOY} --capabilities CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND", NAMED, None),
        (f"{DEPLOY} --capabilities=CAPABILITY_NAMED_IAM", PLAIN, None),
        (f'{DEPLOY} --capabilities "CAPABILITY_IAM CAPABILITY_NAMED_IAM"', NAMED, None),
        (f"{DEPLOY} \\\n  --region eu-west-1 \\\n  --capabilities CAPABILITY_IAM", PLAIN, None),
        ("cd infra && aws cloudformation deploy --template-file template.yaml --stack-name m", PLAIN, None),
        ("aws cloudformation create-stack --stack-name m --template-body file://infra/template.yaml", PLAIN,
         "CAPABILITY_IAM"),
        ("aws --profile dev cloudformation update-stack --stack-name m --template-body file://./infra/template.yaml",
         PLAIN, "CAPABILITY_IAM"),
        ('if [ -n "$1" ]; then aws cloudformation deploy --stack-name "$1" --template-file infra/template.yaml; fi',
         PLAIN, "CAPABILITY_IAM"),
        # what cannot be told
        (f'{DEPLOY} "$@"', PLAIN, None),
        (f"{DEPLOY} $OPTIONS", PLAIN, None),
        (f"{DEPLOY} --capabilities $CAPABILITIES", PLAIN, None),
        (f"{DEPLOY} --cli-input-json file://input.json", PLAIN, None),
        ("aws cloudformation deploy --stack-name m --template-file $TEMPLATE", PLAIN, None),
        ("aws cloudformation deploy --stack-name m --template-file other.yaml", PLAIN, None),
        ("aws cloudformation describe-stacks --stack-name infra/template.yaml", PLAIN, None),
        (f"# {DEPLOY}", PLAIN, None),
        (f'echo "{DEPLOY}"', PLAIN, None),
    ],
)  # fmt: skip
def test_what_a_script_acknowledges(command: str, role: str | None, wanted: str | None, tmp_path: Path, check) -> None:
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "template.yaml").write_text(template(role))
    (tmp_path / "deploy.sh").write_text(f"#!/bin/bash\n{command}\n")

    run = check(tmp_path, "--select", "capability-not-acknowledged")

    rows = [(row["path"], row["line"], row["fix"]["description"]) for row in run.document["findings"]]
    assert rows == ([("deploy.sh", 2, f"Add `--capabilities {wanted}`.")] if wanted else [])
