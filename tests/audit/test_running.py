"""What only a running environment shows, from the account to the report."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest


def findings(done: Any) -> dict[str, dict[str, Any]]:
    assert done.exit_code in (0, 1), done.stderr
    document = json.loads(done.stdout)
    assert document["crashes"] == []
    return {item["rule"]: item for item in document["findings"]}


def test_a_broken_environment_end_to_end(account, environment, run) -> None:
    environment(
        Status="UPDATE_FAILED",
        LastUpdate={
            "Status": "FAILED",
            "Error": {"ErrorCode": "INCORRECT_CONFIGURATION", "ErrorMessage": "pip failed"},
        },
        RequirementsS3Path="requirements.txt",
        PluginsS3Path="plugins.zip",
        AirflowConfigurationOptions={"core.parallelism": "many"},
    )
    s3, watch = account.client("s3"), account.client("cloudwatch")
    s3.put_bucket_versioning(Bucket="dags-of-sales", VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket="dags-of-sales", Key="requirements.txt", Body=b"a")["VersionId"]
    newest = s3.put_object(Bucket="dags-of-sales", Key="requirements.txt", Body=b"b")["VersionId"]
    account.environments["sales"]["RequirementsS3ObjectVersion"] = first
    watch.put_metric_alarm(
        AlarmName="late",
        Namespace="AmazonMWAA",
        MetricName="QueuedTasks",
        Dimensions=[{"Name": "Environment", "Value": "sales"}],
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        Period=60,
        Statistic="Maximum",
        Threshold=5,
    )
    watch.set_alarm_state(AlarmName="late", StateValue="ALARM", StateReason="too many")

    found = findings(run("audit", "sales", "--format", "json"))

    assert found["last-change-failed"]["evidence"] == ["INCORRECT_CONFIGURATION: pip failed"]
    assert found["last-change-failed"]["path"] == "arn:aws:airflow:eu-west-1:123456789012:environment/sales"
    assert found["last-change-failed"]["line"] == 0
    assert newest in found["newer-file-not-applied"]["message"]
    assert "`plugins.zip` is not in the bucket" in found["file-not-in-bucket"]["message"]
    assert "option-value-refused" in found
    assert "`dags/`" in found["dag-folder-empty"]["message"]
    assert "`late`" in found["alarm-ringing"]["message"]


def test_a_folder_with_a_dag_is_not_empty(account, environment, run) -> None:
    environment()
    account.client("s3").put_object(Bucket="dags-of-sales", Key="dags/team/sales.py", Body=b"")

    assert "dag-folder-empty" not in findings(run("audit", "sales", "--format", "json"))


def test_a_folder_that_may_not_be_listed_is_not_judged(account, environment, run) -> None:
    environment()
    account.denied = lambda action: action == "s3:list-type=2"

    done = run("audit", "sales", "--format", "json")

    assert "dag-folder-empty" not in findings(done)
    reasons = {row["reason"]: row["rules"] for row in json.loads(done.stdout)["not_checked"]}
    assert "dag-folder-empty" in reasons["s3:ListBucket denied"]


@pytest.mark.parametrize(("value", "rings"), [(0.0, False), (4.0, True)])
def test_a_day_of_metrics_is_read(account, environment, run, value, rings) -> None:
    environment()
    now = datetime.datetime.now(datetime.timezone.utc)
    account.client("cloudwatch").put_metric_data(
        Namespace="AmazonMWAA",
        MetricData=[
            {
                "MetricName": "ZombiesKilled",
                "Dimensions": [{"Name": "Environment", "Value": "sales"}, {"Name": "Function", "Value": "Scheduler"}],
                "Timestamp": now - datetime.timedelta(hours=2),
                "Value": value,
            }
        ],
    )

    found = findings(run("audit", "sales", "--format", "json"))

    assert ("health-metric-off" in found) is rings
    if rings:
        assert "`ZombiesKilled` (Function Scheduler) was 4 in all" in found["health-metric-off"]["message"]
