"""What the account around an environment shows, from the wire to the finding."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest


def findings(run: Any) -> dict[str, dict[str, Any]]:
    done = run("audit", "sales", "--format", "json")
    assert done.exit_code in (0, 1), done.stderr
    document = json.loads(done.stdout)
    assert document["crashes"] == [], document["crashes"]
    return {item["rule"]: item for item in document["findings"]}


def not_checked(run: Any) -> dict[str, list[str]]:
    document = json.loads(run("audit", "sales", "--format", "json").stdout)
    return {row["reason"]: row["rules"] for row in document["not_checked"]}


def test_trails(account, environment, run) -> None:
    environment()
    assert "audit-trail-missing" in findings(run)

    trail = account.client("cloudtrail")
    account.client("s3").create_bucket(Bucket="trails", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    trail.create_trail(Name="all", S3BucketName="trails", IsMultiRegionTrail=True)
    assert findings(run)["audit-trail-missing"]["evidence"] == ["the trail `all` does not log"]

    trail.start_logging(Name="all")
    assert "audit-trail-missing" not in findings(run)

    account.denied = lambda action: action.endswith("GetTrailStatus")
    assert "audit-trail-missing" in not_checked(run)["cloudtrail:GetTrailStatus denied"]


@pytest.mark.parametrize(
    ("quota", "is_told"),
    [(("Environments", 1.0), True), (("Environments", 2.0), False), (("Workers per environment", 1.0), False)],
)
def test_the_quota_of_the_region(account, environment, run, quota, is_told) -> None:
    environment()
    name, value = quota
    account.quotas = [{"QuotaCode": "L-1", "QuotaName": name, "Value": value}]

    assert ("region-quota-reached" in findings(run)) is is_told


def test_more_environments_than_the_default_means_a_raised_quota(account, environment, run) -> None:
    environment()
    account.environments.update({f"team-{number}": {} for number in range(10)})
    account.denied = lambda action: action.startswith("servicequotas:")

    assert any("region-quota-reached" in rules for rules in not_checked(run).values())

    account.environments.pop("team-0")
    assert "`eu-west-1`, and no more than 10" in findings(run)["region-quota-reached"]["message"]


def test_mwaas_own_role(account, environment, run) -> None:
    environment()
    assert "service-linked-role-missing" in findings(run)

    account.client("iam").create_role(
        RoleName="AWSServiceRoleForAmazonMWAA",
        Path="/aws-service-role/airflow.amazonaws.com/",
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}),
    )
    done = run("audit", "sales", "--format", "json")

    assert "service-linked-role-missing" not in done.stdout.partition('"checklist"')[0].partition('"rules": [')[0]
    assert not [item for item in json.loads(done.stdout)["findings"] if "ServiceRole" in str(item["resource"])]


def test_what_lies_at_the_top_of_the_bucket(account, environment, run) -> None:
    environment()
    s3 = account.client("s3")
    for key in ("requirements.txt", "dags/plugins.zip", "AWSLogs/1.gz", "data/prices.csv"):
        s3.put_object(Bucket="dags-of-sales", Key=key, Body=b"x")

    seen = findings(run)

    assert "`requirements.txt` lies in the bucket" in seen["support-file-not-configured"]["message"]
    assert seen["bucket-used-by-others"]["message"] == (
        "the bucket `dags-of-sales` also holds `AWSLogs/` (logs of AWS services)"
    )


LOGGING = {"SchedulerLogs": {"Enabled": True, "LogLevel": "INFO"}, "TaskLogs": {"Enabled": True, "LogLevel": "INFO"}}


@pytest.mark.parametrize(("age", "is_told"), [(1, False), (30, True), (None, True)])
def test_a_silent_log_group(account, environment, run, age, is_told) -> None:
    environment(LoggingConfiguration=LOGGING)
    logs = account.client("logs")
    group = "airflow-sales-Scheduler"
    logs.create_log_group(logGroupName=group)
    if age is not None:
        then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=age)
        logs.create_log_stream(logGroupName=group, logStreamName="s")
        event = {"timestamp": int(then.timestamp() * 1000), "message": "beat"}
        logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[event])

    assert ("log-group-silent" in findings(run)) is is_told


def test_who_was_refused_to_make_a_log_group(account, environment, run) -> None:
    environment(LoggingConfiguration=LOGGING)
    account.client("logs").create_log_group(logGroupName="airflow-sales-Scheduler")
    refused = {
        "eventName": "CreateLogGroup",
        "errorCode": "AccessDenied",
        "errorMessage": "not authorized to perform: logs:CreateLogGroup",
        "userIdentity": {"arn": "arn:aws:sts::123456789012:assumed-role/sales/AmazonMWAA-airflow"},
        "requestParameters": {"logGroupName": "airflow-sales-Task"},
    }
    other = {**refused, "requestParameters": {"logGroupName": "airflow-sales-Scheduler"}}
    account.trail = [{"eventName": "CreateLogGroup", "requestParameters": None}, other, refused, refused]

    seen = findings(run)["log-group-refused"]

    assert seen["message"] == "making the log group `airflow-sales-Task` was refused: `AccessDenied`"
    assert seen["evidence"][0].startswith("`arn:aws:sts::123456789012:assumed-role/sales/")
    assert "log-group-refused" not in not_checked(run)


def test_no_events_are_looked_up_while_all_groups_are_there(account, environment, run) -> None:
    environment(LoggingConfiguration={"TaskLogs": {"Enabled": True, "LogLevel": "INFO"}})
    account.client("logs").create_log_group(logGroupName="airflow-sales-Task")

    findings(run)

    assert "cloudtrail:LookupEvents" not in account.asked


def put(account: Any, name: str, values: list[float], every: int, **dimensions: str) -> None:
    """Values of a metric, the newest first, so many seconds apart."""
    now = datetime.datetime.now(datetime.timezone.utc)
    own = [{"Name": key, "Value": value} for key, value in {"Environment": "sales", **dimensions}.items()]
    rows = [
        {
            "MetricName": name,
            "Dimensions": own,
            "Timestamp": now - datetime.timedelta(seconds=every * (number + 1)),
            "Value": value,
        }
        for number, value in enumerate(values)
    ]
    account.client("cloudwatch").put_metric_data(Namespace="AWS/MWAA", MetricData=rows)


@pytest.mark.parametrize(
    ("name", "values", "is_told"),
    [
        ("CPUUtilization", [99.0] * 5, True),
        ("CPUUtilization", [99.0, 50.0, 99.0, 50.0], False),
        ("FreeableMemory", [100.0 * 2**20] * 5, True),
        ("FreeableMemory", [900.0 * 2**20] * 5, False),
        ("DatabaseConnectionsSetupFailed", [0.0, 2.0], True),
        ("AvailabilityPercentage", [100.0] * 5, False),
    ],
)
def test_the_metadata_database(account, environment, run, name, values, is_told) -> None:
    environment()
    put(account, name, values, 300, DatabaseRole="WRITER")

    assert ("database-strained" in findings(run)) is is_told


@pytest.mark.parametrize(
    ("most", "cluster", "is_told"),
    [(9.0, "Scheduler", True), (60.0, "Scheduler", False), (9.0, "AdditionalWorker", False)],
)
def test_a_class_that_is_too_large(account, environment, run, most, cluster, is_told) -> None:
    environment(EnvironmentClass="mw1.large")
    put(account, "CPUUtilization", [5.0] * 55, 6 * 3600, Cluster="BaseWorker")
    put(account, "CPUUtilization", [5.0] * 20 + [most] * 35, 6 * 3600, Cluster=cluster)

    assert ("class-larger-than-needed" in findings(run)) is is_told


def test_no_such_advice_on_the_smallest_class(account, environment, run) -> None:
    environment(EnvironmentClass="mw1.small")
    put(account, "CPUUtilization", [5.0] * 55, 6 * 3600, Cluster="BaseWorker")

    assert "class-larger-than-needed" not in findings(run)


def test_old_versions_that_are_never_deleted(account, environment, run) -> None:
    environment()
    s3 = account.client("s3")
    assert "old-versions-never-deleted" not in findings(run)

    s3.put_bucket_versioning(Bucket="dags-of-sales", VersioningConfiguration={"Status": "Enabled"})
    assert "old-versions-never-deleted" in findings(run)

    old = {
        "ID": "old",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
    }
    s3.put_bucket_lifecycle_configuration(Bucket="dags-of-sales", LifecycleConfiguration={"Rules": [old]})
    assert "old-versions-never-deleted" not in findings(run)

    account.denied = lambda action: action == "s3:lifecycle"
    assert "old-versions-never-deleted" in not_checked(run)["s3:GetLifecycleConfiguration denied"]
