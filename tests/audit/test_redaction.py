"""What a snapshot leaves out, and that it says so."""

from __future__ import annotations

import json
from pathlib import Path

TOKEN = "ghp_" + "a1B2" * 10
PASSWORD = "Tr0ub4dor-and-3-horses!"


def test_credentials_in_tags_policies_and_descriptions_stay_out(account, environment, run) -> None:
    made = environment(
        Tags={"team": "sales", "db_password": PASSWORD, "note": f"deploy with {TOKEN}"},
        AirflowConfigurationOptions={"smtp.smtp_password": "hunter2-and-more", "core.parallelism": "32"},
    )
    iam, ec2 = account.client("iam"), account.client("ec2")
    iam.tag_role(RoleName="sales", Tags=[{"Key": "ci-token", "Value": TOKEN}, {"Key": "team", "Value": "sales"}])
    statement = {
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalTag/token": TOKEN}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": statement})
    iam.put_role_policy(RoleName="sales", PolicyName="more", PolicyDocument=document)
    group = ec2.create_security_group(
        GroupName="other",
        Description=f"password={PASSWORD}",
        VpcId=ec2.describe_subnets(SubnetIds=made["NetworkConfiguration"]["SubnetIds"])["Subnets"][0]["VpcId"],
    )["GroupId"]

    done = run("snapshot", "sales", "-o", "sales.json")
    text = Path("sales.json").read_text(encoding="utf-8")

    assert done.exit_code == 0
    for secret in (TOKEN, PASSWORD, "hunter2"):
        assert secret not in text
        assert secret not in done.stderr
    (snapshot,) = json.loads(text)["snapshots"]
    hidden = snapshot["hidden"]
    assert f"{made['Arn']} Tags.db_password" in hidden
    assert f"{made['Arn']} Tags.note" in hidden
    assert f"{made['Arn']} smtp.smtp_password" in hidden
    assert f"{group} Description" in hidden
    role = made["ExecutionRoleArn"]
    assert [name for name in hidden if name.startswith(f"{role} Tags[0].Value")]
    assert [
        name for name in hidden if name.startswith(f"{role} RolePolicyList") and name.endswith("PrincipalTag/token")
    ]
    assert len(hidden) == 6
    assert all(f"the value of {name} is hidden" in done.stderr for name in hidden)
    (body,) = [item["body"] for item in snapshot["resources"] if item["kind"] == "mwaa:Environment"]
    assert body["Tags"]["team"] == "sales"
    assert body["Tags"]["note"] == "deploy with [redacted]"

    again = run("audit", "--from", "sales.json", "--format", "json")
    live = run("audit", "sales", "--format", "json")
    assert again.stdout == live.stdout
    assert TOKEN not in live.stdout + live.stderr


def test_nothing_is_hidden_where_nothing_needs_to_be(environment, run) -> None:
    environment(
        Tags={"team": "sales", "secret-name": "airflow/connections/warehouse", "token-rotation": "90 days"},
        AirflowConfigurationOptions={"secrets.backend_kwargs": '{"connections_prefix": "airflow/connections"}'},
    )

    run("snapshot", "sales", "-o", "sales.json")

    assert json.loads(Path("sales.json").read_text(encoding="utf-8"))["snapshots"][0]["hidden"] == []
