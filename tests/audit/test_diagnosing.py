"""Diagnoses of running environments: status, logs and CloudTrail, read from an account on loopback."""

from __future__ import annotations

import json
import time

import pytest

LOGS = {f"{name}Logs": {"Enabled": True, "LogLevel": "INFO"} for name in ("Task", "Worker")}
OUT_OF_MEMORY = "{local_task_job_runner.py:241} INFO - Task exited with return code Negsignal.SIGKILL"


def write(account, group: str, *messages: str, minutes_ago: int = 5) -> None:
    logs = account.client("logs")
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    stamp = int(time.time() * 1000) - minutes_ago * 60_000
    events = [{"timestamp": stamp, "message": message} for message in messages]
    logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=events)


def symptoms(done) -> dict[str, dict]:
    return {row["name"]: row for row in json.loads(done.stdout)["symptoms"]}


def test_a_healthy_environment_has_no_symptoms(account, environment, run) -> None:
    environment(LoggingConfiguration=LOGS)
    for kind in ("Task", "Worker"):
        write(account, f"airflow-sales-{kind}", "[2026-11-22, 10:00:00 UTC] {taskinstance.py:1} INFO - Done")

    done = run("diagnose", "--env", "sales")

    assert done.exit_code == 0, done.stdout + done.stderr
    assert done.stdout.startswith("no known symptom")


def test_logs_of_the_environment_are_searched_and_only_as_far_back_as_asked(account, environment, run) -> None:
    environment(LoggingConfiguration=LOGS)
    write(account, "airflow-sales-Task", OUT_OF_MEMORY, OUT_OF_MEMORY, minutes_ago=60)
    write(account, "airflow-sales-Worker", "fine")
    write(account, "airflow-other-Task", "ERROR - No module named 'numpy'")

    (found,) = symptoms(run("diagnose", "--env", "sales", "--since", "2h", "--format", "json")).values()

    assert found["count"] == 2
    assert "SIGKILL" in found["sample"]
    assert run("diagnose", "--env", "sales", "--since", "30m").exit_code == 0


def test_status_and_last_error_are_symptoms_and_the_audit_explains_them(environment, run) -> None:
    error = {
        "ErrorCode": "INCORRECT_CONFIGURATION",
        "ErrorMessage": "You may need to check the execution role permissions",
    }
    environment(Status="CREATE_FAILED", LastUpdate={"Status": "FAILED", "CreatedAt": 1700000000, "Error": error})

    done = run("diagnose", "--env", "sales", "--format", "json")

    found = symptoms(done)
    assert done.exit_code == 1, done.stderr
    proofs = {proof["rule"] for row in found.values() for proof in row["findings"]}
    reasons = {cause["because"] for row in found.values() for cause in row["causes"]}
    assert "execution-role-lacks-permission" in proofs
    assert "found in the audit of the environment" in reasons


def test_a_denied_call_is_tied_to_the_task_that_makes_it_and_to_no_other_permission(
    account, environment, run, tmp_path
) -> None:
    (tmp_path / "code" / "dags").mkdir(parents=True)
    (tmp_path / "code" / "dags" / "etl.py").write_text(
        "from airflow import DAG\nfrom airflow.providers.amazon.aws.operators.glue import GlueJobOperator\n"
        "with DAG('etl', schedule=None):\n    GlueJobOperator(task_id='run', job_name='sales')\n"
    )
    environment()
    message = "An error occurred (AccessDeniedException) when calling the StartJobRun operation: not authorized"
    write(account, "airflow-sales-Task", message)

    found = symptoms(run("diagnose", "--env", "sales", "--project", "code", "--format", "json"))["tasks-denied"]

    (proof,) = found["findings"]
    assert proof["rule"] == "task-may-not-call-aws"
    assert "glue:StartJobRun" in proof["message"]


def test_a_change_of_the_role_in_cloudtrail_is_a_symptom_if_it_is_the_role_of_the_environment(
    account, environment, run
) -> None:
    environment()
    account.trail = [
        {
            "eventName": "DetachRolePolicy",
            "eventSource": "iam.amazonaws.com",
            "eventTime": "2026-11-22T10:00:00Z",
            "userIdentity": {"arn": "arn:aws:iam::123456789012:user/someone"},
            "requestParameters": {"roleName": role},
        }
        for role in ("sales", "another")
    ]

    (found,) = symptoms(run("diagnose", "--env", "sales", "--format", "json")).values()

    assert found["count"] == 1
    assert "sales" in found["sample"]


def test_a_missing_group_is_a_symptom_only_where_the_log_is_on(environment, run) -> None:
    environment(LoggingConfiguration={"TaskLogs": {"Enabled": True}, "WorkerLogs": {"Enabled": False}})

    (found,) = symptoms(run("diagnose", "--env", "sales", "--format", "json")).values()

    assert found["name"] == "logs-empty"
    assert found["count"] == 1
    assert "airflow-sales-Task" in found["sample"]


def test_what_may_not_be_read_is_said(account, environment, run) -> None:
    environment()
    account.denied = lambda action: action in ("logs:FilterLogEvents", "cloudtrail:LookupEvents")

    done = run("diagnose", "--env", "sales")

    assert done.exit_code == 3
    assert "airflow-sales-Task: logs:FilterLogEvents denied" in done.stdout
    assert "CloudTrail: cloudtrail:LookupEvents denied" in done.stdout


def test_every_page_is_read_and_a_line_may_stand_on_each(account, environment, run) -> None:
    environment()
    now = int(time.time() * 1000)
    account.pages = [
        [{"timestamp": now, "logStreamName": "s", "message": message} for message in ("fine", OUT_OF_MEMORY)]
        for _ in range(40)
    ]

    (found,) = symptoms(run("diagnose", "--env", "sales", "--format", "json")).values()

    assert account.asked.count("logs:FilterLogEvents") == 5 * 40
    assert found["count"] == 5 * 40


@pytest.mark.parametrize("since", ["", "6", "0h", "6 weeks", "-1h", "999999d"])
def test_a_time_that_is_none_is_refused(run, since: str) -> None:
    done = run("diagnose", "--env", "sales", "--since", since)

    assert done.exit_code == 2
    assert "--since must be a time such as" in done.stderr


def test_an_environment_that_is_not_there(run) -> None:
    done = run("diagnose", "--env", "nowhere")

    assert done.exit_code == 2
    assert "there is no environment `nowhere`" in done.stderr


def test_permissions_for_a_diagnosis_are_printed_on_request(run) -> None:
    plain, more = run("permissions").stdout, run("permissions", "--diagnose").stdout

    assert "logs:FilterLogEvents" not in plain
    assert "logs:FilterLogEvents" in more
    assert "cloudtrail:LookupEvents" in more
