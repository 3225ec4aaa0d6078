"""What CloudWatch measured of an environment in the last day: health, and how busy its containers were."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from mwaa_doctor.facts.health import health_metrics
from mwaa_doctor.sources.aws.parts import Parts
from mwaa_doctor.sources.aws.reader import Reader
from mwaa_doctor.unknown import Unknown

KIND = "cloudwatch:Metric"
_HOURS = 24
_USAGE = ("CPUUtilization", "MemoryUtilization")
_AT_ONCE = 100
_MOST = 500


def collect_metrics(reader: Reader, environment: str) -> Parts:
    """A series per metric and set of dimensions; none for what CloudWatch has no values of."""
    parts = Parts()
    try:
        wanted = [*_health(reader, environment), *_usage(reader, environment)][:_MOST]
        now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
        for start in range(0, len(wanted), _AT_ONCE):
            _measure(reader, wanted[start : start + _AT_ONCE], now, parts)
    except Unknown as unknown:
        parts.gaps[KIND] = unknown.reason
        return parts
    parts.listed.add(KIND)
    return parts


def _health(reader: Reader, environment: str) -> Iterator[tuple[Mapping[str, Any], int, str]]:
    dimension = {"Name": "Environment", "Value": environment}
    known = health_metrics()
    for metric in reader.pages("cloudwatch", "ListMetrics", "Metrics", Namespace="AmazonMWAA", Dimensions=[dimension]):
        row = known.get(metric.get("MetricName"))
        if row is not None:
            yield metric, 3600, row.statistic


def _usage(reader: Reader, environment: str) -> Iterator[tuple[Mapping[str, Any], int, str]]:
    dimension = {"Name": "Environment", "Value": environment}
    for name in _USAGE:
        found = reader.pages(
            "cloudwatch", "ListMetrics", "Metrics", Namespace="AWS/MWAA", MetricName=name, Dimensions=[dimension]
        )
        yield from ((metric, 300, "Average") for metric in found)


def _measure(
    reader: Reader, wanted: list[tuple[Mapping[str, Any], int, str]], now: datetime.datetime, parts: Parts
) -> None:
    queries = [
        {
            "Id": f"m{number}",
            "MetricStat": {
                "Metric": {name: metric[name] for name in ("Namespace", "MetricName", "Dimensions")},
                "Period": period,
                "Stat": statistic,
            },
        }
        for number, (metric, period, statistic) in enumerate(wanted)
    ]
    answers = reader.pages(
        "cloudwatch",
        "GetMetricData",
        "MetricDataResults",
        MetricDataQueries=queries,
        StartTime=now - datetime.timedelta(hours=_HOURS),
        EndTime=now,
        ScanBy="TimestampAscending",
    )
    values: dict[str, list[float]] = {}
    for answer in answers:
        values.setdefault(answer["Id"], []).extend(answer.get("Values") or ())
    for number, (metric, period, statistic) in enumerate(wanted):
        body = {
            "Namespace": metric["Namespace"],
            "MetricName": metric["MetricName"],
            "Dimensions": sorted(metric["Dimensions"], key=lambda item: str(item["Name"])),
            "Period": period,
            "Statistic": statistic,
            "Values": values.get(f"m{number}", []),
        }
        of = ", ".join(f"{item['Name']} {item['Value']}" for item in body["Dimensions"])
        name = f"{metric['MetricName']} ({of})"
        parts.add(KIND, name, body, f"{metric['Namespace']} {name}")
