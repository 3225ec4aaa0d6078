"""Settings of the stage that this environment belongs to.

They come from environment variables that ``startup.sh`` exports, because a
``Variable.get("landing_bucket")`` up here would run at every parse, and a
``boto3.client("ssm").get_parameter(Name="/meridian/landing")`` even more so.
"""

from __future__ import annotations

import functools
import json
import os
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Callable

from airflow.models import Variable

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

ACCOUNT_ALIASES = {"dev": "meridian-dev", "prod": "meridian-prod"}


def _threshold_from_variable() -> float:
    return float(Variable.get("quality_threshold", default_var="0.98"))


@dataclass(frozen=True)
class Stage:
    """One stage: its buckets and its schedules."""

    name: str
    landing_bucket: str
    region: str = "eu-central-1"
    # read when a check runs, not when the class is made
    threshold: Callable[[], float] = field(default=_threshold_from_variable, repr=False)

    @property
    def curated_bucket(self) -> str:
        return f"{ACCOUNT_ALIASES[self.name]}-curated"

    @property
    def is_production(self) -> bool:
        return self.name == "prod"

    def schedule(self, cron: str) -> str | None:
        """Only production runs by the clock."""
        return cron if self.is_production else None


@functools.lru_cache(maxsize=1)
def stage() -> Stage:
    return Stage(
        name=os.environ.get("MERIDIAN_STAGE", "dev"),
        landing_bucket=os.environ.get("MERIDIAN_LANDING_BUCKET", "meridian-dev-landing"),
    )


def default_args(**overrides: Any) -> dict[str, Any]:
    """The arguments every DAG starts from."""
    return {
        "owner": "data-platform",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=30),
        "execution_timeout": timedelta(hours=2),
        "depends_on_past": False,
        **overrides,
    }


@functools.lru_cache(maxsize=None)
def parameter(name: str) -> Any:
    """A parameter of the Systems Manager store. For tasks only."""
    import boto3

    client: SSMClient = boto3.client("ssm", region_name=stage().region)
    return json.loads(client.get_parameter(Name=f"/meridian/{name}", WithDecryption=True)["Parameter"]["Value"])
