"""``diagnose`` on the messages that Airflow and MWAA really write, in every wrapping that a log comes in."""

from __future__ import annotations

import gzip
import io
import json
import random
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor import facts
from mwaa_doctor.diagnosing import Search
from mwaa_doctor.facts.symptoms import symptoms
from mwaa_doctor.registry import load_rules
from mwaa_doctor.target import AirflowVersion, Target

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MESSAGES: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "messages.toml").read_text(encoding="utf-8"))
SHOWN = [(name, message) for name, messages in MESSAGES.items() for message in messages]
NOW = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
HEALTHY = """\
[2026-11-20T10:00:00.123+0000] {taskinstance.py:1157} INFO - Dependencies all met for <TaskInstance: etl.load [queued]>
[2026-11-20T10:00:01.123+0000] {manager.py:523} INFO - Not time to refresh bundle dags-folder
[2026-11-20T10:00:02.123+0000] {standard_task_runner.py:110} INFO - Job 12: Subtask load
[2026-11-20T10:00:03.123+0000] {local_task_job_runner.py:266} INFO - Task exited with return code 0
[2026-11-20T10:00:04.123+0000] {processor.py:186} INFO - Processor for /usr/local/airflow/dags/etl.py finished
[2026-11-20T10:00:05.123+0000] {base.py:84} INFO - Retrieving connection 'aws_default'
{"timestamp":"2026-11-20T10:00:06Z","level":"info","event":"Task finished","exit_code":0,"final_state":"success"}
Successfully installed apache-airflow-providers-snowflake-5.8.1
Requirement already satisfied: boto3 in ./.local/lib/python3.12/site-packages
10.0.0.12 - - [20/Nov/2026:10:00:00 +0000] "GET /health HTTP/1.1" 200 141 "-" "ELB-HealthChecker/2.0"
"""


def found(content: bytes | str, version: str | None = None) -> dict[str, Any]:
    """The groups by symptom."""
    search = Search(Target(AirflowVersion.parse(version) if version else None))
    search.read("log", io.BytesIO(content.encode() if isinstance(content, str) else content), NOW)
    return {group.symptom.name: group for group in search.diagnosis().groups}


def events(*messages: str, stream: str = "scheduler_ip-10-0-0-1.log") -> str:
    """What `aws logs filter-log-events` prints."""
    rows = [
        {"logStreamName": stream, "timestamp": 1_763_632_800_000 + 60_000 * at, "message": text, "eventId": "3" * 56}
        for at, text in enumerate(messages)
    ]
    return json.dumps({"events": rows, "searchedLogStreams": []}, indent=4)


@pytest.mark.parametrize(("name", "message"), SHOWN)
@pytest.mark.parametrize("wrapping", ["text", "filter", "compact", "lines", "color", "subscription"])
def test_each_message_is_recognised(name: str, message: str, wrapping: str) -> None:
    colored = f"\x1b[1;31m{message[:8]}\x1b[0m{message[8:]}\x1b[22m"
    rows = [{"timestamp": 1_763_632_800_000, "message": message}]
    content = {
        "text": f"{HEALTHY}{message}\n{HEALTHY}",
        "filter": events("all is well", message, "again"),
        "compact": json.dumps({"events": [{"timestamp": 1, "message": "x"}, *rows]}, separators=(",", ":")),
        "lines": "".join(json.dumps(row) + "\n" for row in rows * 2),
        "color": colored,
        "subscription": json.dumps({"logGroup": "airflow-prod-Task", "logStream": "s", "logEvents": rows}),
    }[wrapping]

    assert name in found(content)


@pytest.mark.parametrize("name", sorted({row.name for row in symptoms()} - MESSAGES.keys()))
def test_what_has_no_message_comes_from_answers_of_aws(name: str) -> None:
    made = """airflow1-broken-dag stranded-running-tasks parse-time-high role-policy-changed install-took-too-long
        startup-script-did-not-finish log-stream-already-exists stuck-creating environment-status class-change-failed
        customer-endpoint-creation-fails create-failed-by-user-permission version-change-rolls-back"""

    assert name in made.split()


def test_rows_name_rules_symptoms_and_keys_that_exist() -> None:
    rules = {rule.name for rule in load_rules().rules}
    names = {row.name for row in symptoms()}
    missing = {name for row in symptoms() for name in row.rules if name not in rules}
    missing |= {name for row in symptoms() for cause in row.causes for name in cause.symptoms if name not in names}
    missing |= {key for row in symptoms() for key in row.covers if key not in facts.requirements()}

    assert missing == set()
    assert len(names) == len(symptoms())


def test_a_healthy_log_shows_nothing(tmp_path: Path, mwaa_doctor) -> None:
    path = tmp_path / "healthy.log"
    path.write_text(HEALTHY * 50)

    run = mwaa_doctor("diagnose", path, "--airflow-version", "2.10.3")

    assert run.exit_code == 0
    assert run.stdout.startswith("no known symptom")
    assert found(events(*HEALTHY.splitlines())) == {}


def test_extras_of_airflow_1_count_for_airflow_1_alone() -> None:
    text = "Broken DAG: [/usr/local/airflow/dags/a.py] No module named 'boto'"

    assert "airflow1-broken-dag" in found(text, "1.10.12")
    assert "airflow1-broken-dag" not in found(text)
    assert "airflow1-broken-dag" not in found(text, "2.10.3")


def test_repeats_are_one_group_with_times_and_names() -> None:
    messages = [f"ModuleNotFoundError: No module named '{name}'" for name in ("yaml_x", "yaml_x", "numpy_y")]
    group = found(events(*messages))["broken-dag-missing-module"]

    assert group.count == 3
    assert (group.first, group.last) == ("2025-11-20 10:00:00", "2025-11-20 10:02:00")
    assert dict(group.names) == {"yaml_x": 2, "numpy_y": 1}


def test_lines_of_a_traceback_take_the_time_of_the_line_above() -> None:
    text = (
        "[2026-11-20T10:00:02.123+0000] {dagbag.py:334} ERROR - Failed to import\nTraceback (most recent call last):\n"
        "  File \"/usr/local/airflow/dags/a.py\", line 1\nModuleNotFoundError: No module named 'x_y'\n"
    )
    whole = events(text)

    assert found(text)["broken-dag-missing-module"].first == "2026-11-20 10:00:02"
    assert found(whole)["broken-dag-missing-module"].count == 1


def test_credentials_in_a_log_are_not_shown(tmp_path: Path, mwaa_doctor) -> None:
    key = "AKIA" + "QYLPMN5HHHFPZAM2"
    path = tmp_path / "a.log"
    path.write_text(f"{key} ModuleNotFoundError: No module named 'x_y' postgresql://app:Xk29vLq8Zt@db/prod\n")

    for form in ("text", "json", "markdown"):
        shown = mwaa_doctor("diagnose", path, "--format", form).stdout
        assert "broken-dag-missing-module" in shown
        assert key not in shown
        assert "Xk29vLq8Zt" not in shown


def status(**values: Any) -> str:
    return json.dumps({"Environment": {"Name": "prod", "CreatedAt": "2026-11-20T10:00:00+00:00", **values}}, indent=4)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"Status": "AVAILABLE"}, set()),
        ({"Status": "CREATING"}, {"stuck-creating"}),
        ({"Status": "CREATING", "CreatedAt": "2026-11-20T11:30:00+00:00"}, set()),
        ({"Status": "PENDING", "EndpointManagement": "CUSTOMER"}, {"customer-endpoint-creation-fails"}),
        ({"Status": "CREATE_FAILED"}, {"create-failed-by-user-permission"}),
        ({"Status": "ROLLING_BACK"}, {"version-change-rolls-back"}),
        ({"Status": "UNAVAILABLE"}, {"environment-status"}),
        (
            {
                "Status": "UPDATE_FAILED",
                "LastUpdate": {"Error": {"ErrorCode": "X", "ErrorMessage": "environment class"}},
            },
            {"environment-status", "class-change-failed"},
        ),
        (
            {"Status": "UPDATING", "LastUpdate": {"CreatedAt": "2026-11-20T11:00:00+00:00"}},
            {"environment-status", "install-took-too-long"},
        ),
    ],
)
def test_the_status_of_an_environment_is_a_symptom(values: dict[str, Any], names: set[str]) -> None:
    assert found(status(**values)).keys() == names


def event(name: str, code: str | None, source: str = "logs.amazonaws.com", **about: str) -> dict[str, Any]:
    row = {"eventTime": "2026-11-20T10:00:00Z", "eventSource": source, "eventName": name, "requestParameters": about}
    row["userIdentity"] = {"arn": "arn:aws:iam::111122223333:user/u"}
    return {**row, "errorCode": code, "errorMessage": "no"} if code else row


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (event("CreateEnvironment", "AccessDenied", "airflow.amazonaws.com"), "create-environment-denied"),
        (
            event("CreateLogStream", "ThrottlingException", logGroupName="airflow-prod-Task"),
            "log-stream-quota-exceeded",
        ),
        (
            event("CreateLogStream", "ResourceAlreadyExistsException", logGroupName="airflow-prod-Task"),
            "log-stream-already-exists",
        ),
        (event("PutRolePolicy", None, "iam.amazonaws.com", roleName="mwaa"), "role-policy-changed"),
        (event("GetEnvironment", None, "airflow.amazonaws.com"), None),
    ],
)
def test_events_of_cloudtrail(row: dict[str, Any], name: str | None) -> None:
    many = [event("DescribeLogStreams", None)] * 5000
    wanted = {name} if name else set()

    assert found(json.dumps({"Records": [*many, row, *many]})).keys() == wanted
    assert found(gzip.compress(json.dumps({"Records": [row]}).encode())).keys() == wanted
    assert found(json.dumps({"Events": [{"EventName": "x", "CloudTrailEvent": json.dumps(row)}]})).keys() == wanted
    assert found(events(json.dumps(row))).keys() == wanted


def points(label: str, values: list[float]) -> str:
    start = datetime(2026, 11, 19, tzinfo=timezone.utc)
    rows = [
        {"Timestamp": (start + timedelta(hours=at)).isoformat(), "Maximum": value, "Unit": "None"}
        for at, value in enumerate(values)
    ]
    return json.dumps({"Label": label, "Datapoints": rows[::-1]})


@pytest.mark.parametrize(
    ("label", "values", "name"),
    [
        ("TotalParseTime", [5, 40, 41, 45, 10], "parse-time-high"),
        ("TotalParseTime", [5, 40, 5, 45, 10], None),
        ("QueuedTasks", [1, 5, 9, 20, 40], "queued-tasks-growing"),
        ("QueuedTasks", [9, 5, 9, 2, 0], None),
        ("RunningTasks", [3] * 14, "stranded-running-tasks"),
        ("RunningTasks", [0] * 14, None),
        ("ZombiesKilled", [0, 2, 0], "scale-down-kills-tasks"),
    ],
)
def test_series_of_metrics(label: str, values: list[float], name: str | None) -> None:
    assert found(points(label, values)).keys() == ({name} if name else set())


def test_an_installation_over_nine_minutes_and_one_under() -> None:
    slow = events(*["Collecting x"] * 12, stream="requirements_install_ip-10-0-0-1.log")
    quick = events(*["Collecting x"] * 5, stream="requirements_install_ip-10-0-0-1.log")

    assert found(slow)["install-took-too-long"].names == {"11": 1}
    assert found(quick) == {}


def test_a_startup_script_without_its_last_line() -> None:
    stream = "startup_script_execution_ip-10-0-0-1.log"
    lines = ["sudo yum install x", "Installed", "more"]
    later = json.loads(events(*["x"] * 20))["events"][-1]

    def with_later(*messages: str) -> str:
        return json.dumps({"events": [*json.loads(events(*messages, stream=stream))["events"], later]}, indent=4)

    assert "startup-script-did-not-finish" in found(with_later(*lines))
    assert "startup-script-did-not-finish" not in found(with_later(*lines, "Finished running startup script"))
    assert "startup-script-did-not-finish" not in found(events(*lines, stream=stream))


def test_an_export_without_events() -> None:
    assert found('{\n    "events": [],\n    "searchedLogStreams": []\n}').keys() == {"logs-empty"}


def test_a_cut_off_gzip_file_is_read_as_far_as_it_goes(tmp_path: Path, mwaa_doctor) -> None:
    random.seed(1)
    text = "ModuleNotFoundError: No module named 'x_y'\n" + "".join(f"{random.random()}\n" for _ in range(200_000))
    path = tmp_path / "a.log.gz"
    path.write_bytes(gzip.compress(text.encode())[:-500])

    run = mwaa_doctor("diagnose", path)

    assert run.exit_code == 3
    assert "damaged or cut off" in run.stdout
    assert "broken-dag-missing-module" in run.stdout


@pytest.mark.parametrize("form", ["text", "filter", "compact"])
def test_every_line_of_a_log_over_many_blocks_is_seen_once(form: str) -> None:
    rng = random.Random(7)
    messages = []
    for at in range(30_000):
        filler = HEALTHY.splitlines()[rng.randrange(6)] + " " + "x" * rng.randrange(120)
        messages.append(f"ModuleNotFoundError: No module named 'm{at}'" if at % 100 == 0 else filler)
    whole = json.loads(events(*messages))
    content = {
        "text": "\n".join(messages),
        "filter": json.dumps(whole, indent=4),
        "compact": json.dumps(whole),
    }[form]

    assert len(content) > 3_000_000
    assert found(content)["broken-dag-missing-module"].count == 300


def test_a_large_log_takes_little_memory_and_time() -> None:
    import resource

    class Endless(io.RawIOBase):
        """60 MB of a healthy log, made when it is read."""

        def __init__(self) -> None:
            self.left, self.block = 60, (HEALTHY * 2000)[: 1 << 20].encode()

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            if size == 2:
                return b"[2"
            self.left -= 1
            return self.block if self.left >= 0 else b""

    search = Search(Target())
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    search.read("log", Endless(), NOW)  # type: ignore[arg-type]

    assert search.diagnosis().groups == []
    assert search.size > 60_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000  # KiB
    assert time.process_time() - start < 20


@settings(max_examples=150)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)), st.sampled_from(SHOWN))
def test_any_bytes_are_a_log(content: bytes, shown: tuple[str, str]) -> None:
    for prefix in (b"", b"{", b'{"events":[{"message":"', b'{"Records":[', b'{"Environment":', b"\x1f\x8b"):
        found(prefix + content + shown[1].encode() + content)


def test_symptoms_are_explained_by_findings_of_the_project(tmp_path: Path, mwaa_doctor) -> None:
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "etl.py").write_text(
        "import requests\nfrom airflow import DAG\n\n"
        "TABLES = requests.get('https://example.com/tables', timeout=9).json()\n"
        "dag = DAG('etl', schedule=None)\n"
    )
    (tmp_path / "a.log").write_text(MESSAGES["dagbag-import-timeout"][0])

    run = mwaa_doctor(
        "diagnose", tmp_path / "a.log", "--project", tmp_path, "--format", "json", "--airflow-version", "2.10.3"
    )
    row = json.loads(run.stdout)["symptoms"][0]

    assert run.exit_code == 1
    assert ("http-request-at-parse-time", 4) in {(finding["rule"], finding["line"]) for finding in row["findings"]}
    assert row["causes"][0]["because"] == "found in this project"


def test_a_file_that_is_not_there_is_one_sentence(mwaa_doctor) -> None:
    run = mwaa_doctor("diagnose", "nowhere.log")

    assert run.exit_code == 2
    assert "nowhere.log cannot be read" in run.stderr
