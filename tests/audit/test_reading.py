"""What an audit asks of AWS, and what it makes of refusals, faults and interruptions."""

from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

import mwaa_doctor.sources.aws
from mwaa_doctor.sources.aws.calls import CALLS, ON_REQUEST
from mwaa_doctor.sources.aws.collection import AT_ONCE, Collected, collect_all
from mwaa_doctor.sources.aws.connection import Access, Connection
from mwaa_doctor.sources.aws.reader import Reader
from mwaa_doctor.unknown import Unknown

READING = ("Get", "List", "Describe", "Simulate", "Validate", "Lookup", "Filter")


EVERY_CALL = {
    (service, name) for calls in (CALLS, *ON_REQUEST.values()) for service, names in calls.items() for name in names
}


def calls_in_code() -> set[tuple[str, str]]:
    """Every pair of a service and an operation that stands in the code, as an argument or in a table."""
    services, operations = {service for service, _ in EVERY_CALL}, {name for _, name in EVERY_CALL}
    found: set[tuple[str, str]] = set()
    for path in Path(mwaa_doctor.sources.aws.__path__[0]).glob("*.py"):
        if path.name == "calls.py":
            continue
        texts = [node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)]
        named = services.intersection(text for text in texts if isinstance(text, str))
        found |= {
            (service, name)
            for name in operations.intersection(text for text in texts if isinstance(text, str))
            for service in named
            if (service, name) in EVERY_CALL
        }
    return found


def test_every_call_reads_by_its_name() -> None:
    assert all(name.startswith(READING) for _, name in EVERY_CALL)


def test_the_list_of_calls_holds_what_the_code_asks_and_no_more() -> None:
    assert calls_in_code() == EVERY_CALL


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("s3", "PutObject", {"Bucket": "b", "Key": "k"}),
        ("mwaa", "DeleteEnvironment", {"Name": "sales"}),
        ("mwaa", "CreateCliToken", {"Name": "sales"}),
        ("secretsmanager", "GetSecretValue", {"SecretId": "s"}),
    ],
)
def test_nothing_else_leaves_the_machine(account, variables, monkeypatch, service, operation, parameters) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    connection = Connection.open(Access())

    with pytest.raises(PermissionError, match=operation):
        Reader(connection, connection.region).ask(service, operation, **parameters)

    assert account.asked == []


def test_a_run_asks_only_what_the_policy_names(account, environment, run) -> None:
    environment(KmsKey="alias/none")
    allowed = {name.lower() for name in json.loads(run("permissions").stdout)["Statement"][0]["Action"]}

    run("audit", "sales")

    asked = {action.replace("monitoring:", "cloudwatch:") for action in account.asked} - {"sts:GetCallerIdentity"}
    named = {action for action in asked if action.partition(":")[2][:1].isupper()}  # requests by path do not name it
    assert {"airflow", "cloudtrail", "cloudwatch", "ec2", "iam", "kms", "logs"} <= {
        name.partition(":")[0] for name in named
    }
    assert {action.lower() for action in named} <= allowed


def test_half_of_the_permissions_denied(account, environment, run) -> None:
    environment()
    everything = json.loads(run("audit", "sales", "--format", "json").stdout)
    account.denied = lambda action: action.startswith(("ec2:", "iam:", "s3:versioning"))
    saved = run("snapshot", "sales", "-o", "half.json")

    done = run("audit", "sales", "--format", "json")

    half = json.loads(done.stdout)
    assert done.exit_code in (0, 1), done.stderr
    assert len(half["not_checked"]) > len(everything["not_checked"])
    assert any(row["reason"] == "s3:GetBucketVersioning denied" for row in half["not_checked"])
    assert "ec2:DescribeSubnets, " in half["notes"][-1]
    assert {item["rule"] for item in half["findings"]} <= {item["rule"] for item in everything["findings"]}
    assert "mwaa-doctor: ec2:DescribeSubnets was denied" in saved.stderr
    assert run("audit", "--from", "half.json", "--format", "json").stdout == done.stdout


@pytest.mark.parametrize(
    ("refused", "action", "rule"),
    [
        ("iam:GetRole", "iam:GetRole", "execution-role-lacks-permission"),
        ("kms:DescribeKey", "kms:DescribeKey", "key-multi-region"),
        ("logs:DescribeLogGroups", "logs:DescribeLogGroups", "log-group-kept-forever"),
        ("logs:DescribeLogStreams", "logs:DescribeLogStreams", "log-group-silent"),
        ("monitoring:DescribeAlarms", "cloudwatch:DescribeAlarms", "alarm-ringing"),
        ("monitoring:ListMetrics", "cloudwatch:ListMetrics", "health-metric-off"),
        ("cloudtrail:DescribeTrails", "cloudtrail:DescribeTrails", "audit-trail-missing"),
        ("s3:list-type=2", "s3:ListBucket", "support-file-not-configured"),
    ],
)
def test_a_refused_call_costs_the_rules_that_need_it_and_is_said(
    account, environment, run, refused, action, rule
) -> None:
    environment(
        KmsKey="arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        LoggingConfiguration={"SchedulerLogs": {"Enabled": True, "LogLevel": "INFO"}},
    )
    account.client("logs").create_log_group(logGroupName="airflow-sales-Scheduler")
    account.denied = lambda asked: asked.startswith(refused)

    done = run("audit", "sales", "--format", "json")

    document = json.loads(done.stdout)
    rules = [name for row in document["not_checked"] if row["reason"] == f"{action} denied" for name in row["rules"]]
    assert rule in rules
    assert action in document["notes"][-1]
    assert done.exit_code in (0, 1)


def test_throttling_is_waited_out(account, environment, run) -> None:
    environment()
    seen: set[str] = set()

    def first_time(action: str) -> str:
        if action in seen or not action.startswith(("kms", "logs", "airflow")):
            return ""
        seen.add(action)
        return "throttle"

    calm = run("audit", "sales").stdout
    account.spoil = first_time

    assert run("audit", "sales").stdout == calm
    assert seen


def test_half_an_answer_is_no_answer(account, environment, run) -> None:
    environment()
    account.spoil = lambda action: "half" if action.startswith("logs:") else ""

    done = run("audit", "sales", "--format", "json")

    assert done.exit_code in (0, 1), done.stderr
    assert json.loads(done.stdout)["crashes"] == []

    account.spoil = lambda action: "half" if action.startswith("airflow:") else ""
    done = run("audit", "sales")

    assert done.exit_code == 2
    assert "`sales`" in done.stderr


def test_credentials_that_expire_on_the_way(account, environment, run) -> None:
    environment()
    account.spoil = lambda action: "expired" if action.startswith("iam:") else ""

    done = run("audit", "sales")

    assert done.exit_code == 3
    assert "credentials have expired" in done.stdout


def test_several_environments_are_compared(environment, run) -> None:
    environment("dev", EnvironmentClass="mw1.micro", AirflowConfigurationOptions={"core.parallelism": "many"})
    environment("prod")

    done = run("audit", "--all")

    text = " ".join(done.stdout.split())
    assert "dev eu-west-1 2.10.3 mw1.micro" in text
    assert "prod eu-west-1 2.10.3 mw1.small" in text
    assert "Class: mw1.micro (dev); mw1.small (prod)" in text
    assert "Checked 2 environments:" in text


def test_one_of_several_is_not_there(environment, run) -> None:
    environment("dev")

    done = run("audit", "dev", "prod", "--format", "json")

    assert done.exit_code == 3
    result = json.loads(done.stdout)
    assert [item["name"] for item in result["environments"]] == ["dev"]
    assert "there is no environment `prod`" in result["problems"][0]["message"]


@pytest.mark.parametrize("at_once", [1, 6])
def test_calls_run_side_by_side_within_bounds(account, environment, variables, monkeypatch, at_once) -> None:
    for number in range(3):
        environment(f"team-{number}")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    connection = Connection.open(Access())
    reader = Reader(connection, connection.region)
    found = Collected()
    account.together = min(at_once, 4)  # calls that others wait for, being the same, do not reach the door

    collect_all([(reader, f"team-{number}") for number in range(3)], found, at_once)

    assert len(found.snapshots) == 3
    assert account.together <= account.most <= at_once + 1  # a call counts until a moment after its answer


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interruption_leaves_a_report_that_says_so(account, environment, variables, tmp_path) -> None:
    environment()
    account.spoil = lambda action: "hang" if action.startswith(("iam:", "s3:")) else ""
    process = subprocess.Popen(
        [sys.executable, "-m", "mwaa_doctor", "audit", "sales", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**os.environ, **variables},
    )
    account.wait_for("iam:GetRole")

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=600)

    assert process.returncode == 3, err
    result = json.loads(out)
    assert result["complete"] is False
    assert "interrupted" in result["problems"][0]["message"]
    assert [item["name"] for item in result["environments"]] == ["sales"]
    assert any("before the interruption" in row["reason"] for row in result["not_checked"])
    assert "Traceback" not in err


def test_an_answer_that_never_comes_is_a_reason(account, environment, variables, monkeypatch) -> None:
    environment()
    account.spoil = lambda action: "hang" if action == "logs:DescribeLogGroups" else ""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    connection = Connection.open(Access(read_timeout=0.2, attempts=2))
    reader = Reader(connection, connection.region)

    with pytest.raises(Unknown, match=r"logs:DescribeLogGroups failed: Read timeout"):
        reader.pages("logs", "DescribeLogGroups", "logGroups")

    assert account.asked == ["logs:DescribeLogGroups"] * 2


def test_forty_environments_take_bounded_memory_and_ask_nothing_twice(
    account, environment, variables, monkeypatch
) -> None:
    one = environment("team-0")
    for number in range(1, 40):
        name = f"team-{number}"
        account.environments[name] = {**one, "Name": name, "Arn": one["Arn"].replace("team-0", name)}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    connection = Connection.open(Access())

    def peak(count: int) -> int:
        reader = Reader(connection, connection.region)
        found = Collected()
        tracemalloc.start()
        collect_all([(reader, f"team-{number}") for number in range(count)], found)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(found.snapshots) == count
        return most

    peak(1)  # clients are made, and models of services read, once
    few = peak(5)
    account.asked.clear()
    account.most = 0
    many = peak(40)

    assert many < 8 * few
    assert account.most <= AT_ONCE + 1
    shared = [action for action in account.asked if action.startswith(("iam:", "ec2:", "s3:"))]
    assert len(shared) < 60  # what the environments share is asked for once
