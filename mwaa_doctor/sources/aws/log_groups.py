"""The log groups of an environment: whether anything arrives in them, and who was refused to make those that lack."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any

from mwaa_doctor.sources.aws.parts import Parts, tried
from mwaa_doctor.sources.aws.reader import Reader
from mwaa_doctor.unknown import Unknown

_KINDS = {
    "DagProcessingLogs": "DAGProcessing",
    "SchedulerLogs": "Scheduler",
    "TaskLogs": "Task",
    "WebserverLogs": "WebServer",
    "WorkerLogs": "Worker",
}
_DAY = datetime.timedelta(days=1)


def collect_log_groups(reader: Reader, environment: str, settings: Any) -> Parts:
    """The groups that MWAA makes, with the time of the newest event; ``settings`` is the LoggingConfiguration."""
    parts = Parts()
    prefix = f"airflow-{environment}-"
    parts.add_all("logs:LogGroup", "logGroupName", lambda: list(_groups(reader, prefix)), "arn")
    missing = [name for name in _enabled(settings, prefix) if name not in {item.key for item in parts.resources}]
    if missing and "logs:LogGroup" in parts.listed:
        parts.add_all("cloudtrail:Event", "EventId", lambda: list(_refusals(reader, missing)))
    return parts


def _groups(reader: Reader, prefix: str) -> Iterator[dict[str, Any]]:
    now = datetime.datetime.now(datetime.timezone.utc)
    for group in reader.pages("logs", "DescribeLogGroups", "logGroups", logGroupNamePrefix=prefix):
        newest = tried(lambda group=group: _newest(reader, group.get("logGroupName")))  # type: ignore[misc]
        is_time = isinstance(newest, datetime.datetime)
        group["NewestEvent"] = newest
        group["HasEventOfLastDay"] = newest if isinstance(newest, Unknown) else is_time and now - newest < _DAY
        yield group


def _newest(reader: Reader, group: Any) -> datetime.datetime | None:
    answer = reader.ask(
        "logs", "DescribeLogStreams", logGroupName=group, orderBy="LastEventTime", descending=True, limit=1
    )
    stamps = [item.get("lastEventTimestamp") for item in answer.get("logStreams") or ()]
    known = [stamp for stamp in stamps if isinstance(stamp, int)]
    return datetime.datetime.fromtimestamp(max(known) / 1000, datetime.timezone.utc) if known else None


def _enabled(settings: Any, prefix: str) -> Iterator[str]:
    for kind, name in _KINDS.items():
        own = settings.get(kind) if isinstance(settings, Mapping) else None
        if isinstance(own, Mapping) and own.get("Enabled") is True:
            yield prefix + name


def _refusals(reader: Reader, groups: list[str]) -> Iterator[dict[str, Any]]:
    """The newest refused calls that would have made one of the groups, among the last fifty of the Region."""
    wanted = [{"AttributeKey": "EventName", "AttributeValue": "CreateLogGroup"}]
    answer = reader.ask("cloudtrail", "LookupEvents", LookupAttributes=wanted, MaxResults=50)
    told: set[str] = set()
    for event in answer.get("Events") or ():
        try:
            detail = json.loads(event.get("CloudTrailEvent") or "{}")
            group = (detail.get("requestParameters") or {}).get("logGroupName")
        except (ValueError, RecursionError, AttributeError):
            continue
        if group in groups and group not in told and detail.get("errorCode") and isinstance(event.get("EventId"), str):
            told.add(group)
            caller = detail.get("userIdentity")
            yield {
                "EventId": event["EventId"],
                "EventName": "CreateLogGroup",
                "EventTime": event.get("EventTime"),
                "LogGroup": group,
                "Caller": caller.get("arn") if isinstance(caller, Mapping) else None,
                "ErrorCode": detail["errorCode"],
                "ErrorMessage": detail.get("errorMessage"),
            }
