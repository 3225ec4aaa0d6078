"""What the account has in a Region beside the environment: other environments, quotas, trails, MWAA's own role."""

from __future__ import annotations

from typing import Any

from mwaa_doctor.sources.aws.parts import Parts, tried
from mwaa_doctor.sources.aws.reader import NotFoundError, Reader
from mwaa_doctor.unknown import Unknown

SERVICE_ROLE = "AWSServiceRoleForAmazonMWAA"


def collect_account(reader: Reader, account: Any, partition: Any) -> Parts:
    """The names of all environments, the quotas of MWAA, the trails, and MWAA's own role, without its policies."""
    parts = Parts()
    parts.add_all(
        "mwaa:EnvironmentName",
        "Name",
        lambda: [{"Name": name} for name in reader.pages("mwaa", "ListEnvironments", "Environments")],
    )
    parts.add_all(
        "servicequotas:Quota",
        "QuotaCode",
        lambda: reader.pages("service-quotas", "ListServiceQuotas", "Quotas", ServiceCode="airflow"),
        "QuotaArn",
    )
    parts.add_all("cloudtrail:Trail", "TrailARN", lambda: _trails(reader), "TrailARN")
    arn = f"arn:{partition}:iam::{account}:role/aws-service-role/airflow.amazonaws.com/{SERVICE_ROLE}"
    try:
        found = reader.ask("iam", "GetRole", RoleName=SERVICE_ROLE)["Role"]
        parts.add("iam:Role", arn, {name: found.get(name) for name in ("RoleName", "Arn", "Path")}, arn)
    except NotFoundError:
        parts.absent.add(("iam:Role", arn))
    except Unknown as unknown:
        parts.gaps.setdefault("iam:Role", unknown.reason)
    return parts


def _trails(reader: Reader) -> list[dict[str, Any]]:
    found = [dict(trail) for trail in reader.ask("cloudtrail", "DescribeTrails").get("trailList") or ()]
    for trail in found:
        home = trail.get("HomeRegion")
        near = reader.elsewhere(home) if isinstance(home, str) else reader
        trail["IsLogging"] = tried(lambda near=near, trail=trail: _is_logging(near, trail))  # type: ignore[misc]
    return found


def _is_logging(reader: Reader, trail: dict[str, Any]) -> bool | None:
    answer = reader.ask("cloudtrail", "GetTrailStatus", Name=trail.get("TrailARN"))
    value = answer.get("IsLogging")
    return value if isinstance(value, bool) else None
