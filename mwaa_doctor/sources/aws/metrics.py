"""What CloudWatch measured of an environment in the last day: health, and how busy its containers were."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mwaa_doctor.facts.health import health_metrics
from mwaa_doctor.sources.aws.parts import Parts
from mwaa_doctor.sources.aws.reader import Reader
from mwaa_doctor.unknown import Unknown

KIND, USAGE_KIND = "cloudwatch:Metric", "cloudwatch:Usage"
_DAY, _FORTNIGHT = datetime.timedelta(days=1), datetime.timedelta(days=14)
_USAGE = ("CPUUtilization", "MemoryUtilization")
_DATABASE = (
    ("FreeableMemory", "Average"),
    ("AvailabilityPercentage", "Minimum"),
    ("DatabaseConnectionsSetupFailed", "Sum"),
)
_Wanted = tuple[Mapping[str, Any], int, str]
"""A metric, the length of a period in seconds, and the statistic."""
_AT_ONCE = 100
_MOST = 500


def collect_metrics(reader: Reader, environment: str) -> Parts:
    """A series per metric and set of dimensions; none for what CloudWatch has no values of."""
    health = (_health(reader, environment), _usage(reader, environment, 300, "Average"))
    wanted = (*health, *(_of_service(reader, environment, name, 300, how) for name, how in _DATABASE))
    return _collected(reader, wanted, KIND, _DAY)


def collect_usage(reader: Reader, environment: str) -> Parts:
    """How busy the containers were at most in the last fortnight, one value for each six hours."""
    return _collected(reader, (_usage(reader, environment, 6 * 3600, "Maximum"),), USAGE_KIND, _FORTNIGHT)


def _collected(reader: Reader, found: Iterable[Iterable[_Wanted]], kind: str, window: datetime.timedelta) -> Parts:
    parts = Parts()
    try:
        wanted = list(itertools.chain.from_iterable(found))[:_MOST]
        now = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
        for start in range(0, len(wanted), _AT_ONCE):
            _measure(reader, wanted[start : start + _AT_ONCE], (now - window, now), kind, parts)
    except Unknown as unknown:
        parts.gaps[kind] = unknown.reason
        return parts
    parts.listed.add(kind)
    return parts


def _health(reader: Reader, environment: str) -> Iterator[_Wanted]:
    dimension = {"Name": "Environment", "Value": environment}
    known = health_metrics()
    for metric in reader.pages("cloudwatch", "ListMetrics", "Metrics", Namespace="AmazonMWAA", Dimensions=[dimension]):
        row = known.get(metric.get("MetricName"))
        if row is not None:
            yield metric, 3600, row.statistic


def _usage(reader: Reader, environment: str, period: int, statistic: str) -> Iterator[_Wanted]:
    for name in _USAGE:
        yield from _of_service(reader, environment, name, period, statistic)


def _of_service(reader: Reader, environment: str, name: str, period: int, statistic: str) -> Iterator[_Wanted]:
    dimension = {"Name": "Environment", "Value": environment}
    found = reader.pages(
        "cloudwatch", "ListMetrics", "Metrics", Namespace="AWS/MWAA", MetricName=name, Dimensions=[dimension]
    )
    yield from ((metric, period, statistic) for metric in found)


def _measure(
    reader: Reader,
    wanted: list[_Wanted],
    window: tuple[datetime.datetime, datetime.datetime],
    kind: str,
    parts: Parts,
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
        StartTime=window[0],
        EndTime=window[1],
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
        parts.add(kind, name, body, f"{metric['Namespace']} {name}")
