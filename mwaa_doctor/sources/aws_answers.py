"""Answers of AWS as lines that symptoms can match: CloudTrail events, an environment's status, series of metrics."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from itertools import pairwise
from typing import Any

from mwaa_doctor.facts.symptoms import Sign, signs
from mwaa_doctor.sources.log_lines import Line, LogReading, time_in

MAX_DOCUMENT = 16 << 20
_MAX_EVENT = 1 << 20
_TROUBLED = ("DetachRolePolicy", "DeleteRolePolicy", "PutRolePolicy")


def event_line(event: Any) -> Line | None:
    """A CloudTrail event in one line, if it failed or changed a role; ``None`` if it did not, or is none."""
    if isinstance(event, dict) and isinstance(event.get("CloudTrailEvent"), str):
        try:
            event = json.loads(event["CloudTrailEvent"])
        except (ValueError, RecursionError):
            return None
    if not isinstance(event, dict) or "eventName" not in event:
        return None
    code, name = event.get("errorCode"), str(event["eventName"])
    if not code and name not in _TROUBLED:
        return None
    caller = event.get("userIdentity")
    arn = caller.get("arn", "") if isinstance(caller, dict) else ""
    about = event.get("requestParameters")
    group = about.get("logGroupName") or about.get("roleName") or "" if isinstance(about, dict) else ""
    source, message = event.get("eventSource", ""), event.get("errorMessage") or ""
    text = f"cloudtrail {source} {name} {code or '-'} {arn} {group} {message}"
    return Line(text, time_in(str(event.get("eventTime", ""))))


def event_lines(blocks: Iterator[bytes], first: bytes, reading: LogReading) -> Iterator[Line]:
    """The events of a CloudTrail file or of `aws cloudtrail lookup-events`, one at a time."""
    decoder = json.JSONDecoder()
    text = first.decode("utf-8", "replace")
    at = text.find("[") + 1
    ended = False
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if at < len(text) and text[at] == "]":
            return
        try:
            event, at = decoder.raw_decode(text, at)
        except RecursionError:
            reading.trouble = "an event is nested too deeply; the rest was not read"
            return
        except ValueError:
            block = next(blocks, None)
            if block is None or len(text) - at > _MAX_EVENT + len(block):
                if not ended:
                    reading.trouble = "the JSON is damaged or cut off; what comes before was read"
                return
            text, at = text[at:] + block.decode("utf-8", "replace"), 0
            continue
        line = event_line(event)
        if line is not None:
            yield line


def answer_lines(document: Any, now: datetime) -> Iterator[Line]:
    """The lines that stand for `aws mwaa get-environment` or for a series of a metric."""
    if not isinstance(document, dict):
        return
    environment = document.get("Environment")
    if isinstance(environment, dict):
        yield status_line(environment, now)
    for name, points in _series(document):
        for sign in signs():
            if sign.metric == name and (shown := _shows(sign, points)):
                yield Line(f"metric {name} {shown}", points[-1][0])


def status_line(environment: dict[str, Any], now: datetime) -> Line:
    """The status of an environment, for how long it has had it, and the error of its last change."""
    status, name = str(environment.get("Status", "")), str(environment.get("Name", "?"))
    last = environment.get("LastUpdate") if isinstance(environment.get("LastUpdate"), dict) else {}
    error = last.get("Error") if isinstance(last.get("Error"), dict) else {}  # type: ignore[union-attr]
    since = _moment(last.get("CreatedAt") if status.startswith("UPDAT") else environment.get("CreatedAt"))  # type: ignore[union-attr]
    minutes = int((now - since).total_seconds() // 60) if since else 0
    text = f"environment {name} status {status} for {max(0, minutes)} minutes"
    text += f" endpoints {environment.get('EndpointManagement', 'SERVICE')}"
    if error:
        text += f" error {error.get('ErrorCode', '-')} {error.get('ErrorMessage', '')}"
    return Line(text, since.strftime("%Y-%m-%d %H:%M:%S") if since else "")


def _moment(value: Any) -> datetime | None:
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, timezone.utc)
        found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def _series(document: dict[str, Any]) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """(metric, points by time) of get-metric-statistics and get-metric-data."""
    points = document.get("Datapoints")
    if isinstance(points, list):
        yield str(document.get("Label", "")), _sorted((_stamp(point), _value(point)) for point in points)
    results = document.get("MetricDataResults")
    for result in results if isinstance(results, list) else ():
        if isinstance(result, dict):
            stamps, values = result.get("Timestamps") or [], result.get("Values") or []
            label = (str(result.get("Label", "")).split() or [""])[-1]
            yield label, _sorted(zip(map(str, stamps), values, strict=False))


def _stamp(point: Any) -> str:
    return str(point.get("Timestamp", "")) if isinstance(point, dict) else ""


def _value(point: Any) -> Any:
    names = ("Maximum", "Sum", "Average", "Minimum")
    return next((point[name] for name in names if name in point), None) if isinstance(point, dict) else None


def _sorted(points: Iterable[tuple[str, Any]]) -> list[tuple[str, float]]:
    return sorted((time_in(stamp), float(value)) for stamp, value in points if isinstance(value, int | float))


def _shows(sign: Sign, points: list[tuple[str, float]]) -> str:
    """What the series shows of a sign, in words; empty if nothing."""
    values = [value for _, value in points]
    if sign.kind == "above":
        run = 0
        for value in values:
            run = run + 1 if value > sign.value else 0
            if run >= sign.points:
                return f"above {sign.value:g}: up to {max(values):g}"
        return ""
    if len(values) < sign.points:
        return ""
    last = values[-sign.points :]
    if sign.kind == "rising":
        rising = all(before < after for before, after in pairwise(last))
        return f"rising: {last[0]:g} to {last[-1]:g}" if rising else ""
    first, final = _moment(points[0][0]), _moment(points[-1][0])
    hours = (final - first).total_seconds() / 3600 if first and final else 0
    constant = len(set(values)) == 1 and values[0] > sign.value and hours >= sign.hours
    return f"constant: {values[0]:g} for {hours:.0f} hours" if constant else ""
