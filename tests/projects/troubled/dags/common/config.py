"""Settings. Listed in .airflowignore, but every DAG file imports it, so what stands here runs at every parse."""

from __future__ import annotations

import functools
import os
from datetime import timedelta
from typing import Any

from airflow.models import Variable

STAGE = os.environ.get("MERIDIAN_STAGE", "dev")
LANDING = Variable.get("landing_bucket", default_var="meridian-dev-landing")  # expect: variable-read-at-parse-time


def default_args(**overrides: Any) -> dict[str, Any]:
    return {
        "owner": "data-platform",
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(hours=2),
        **overrides,
    }


@functools.lru_cache(maxsize=None)
def threshold() -> float:
    return float(Variable.get("quality_threshold", default_var="0.98"))


class Settings:
    """Reads when asked, not when the class is made."""

    environment = os.getenv("MWAA_ENV_NAME", "local")

    @property
    def holidays(self) -> list[str]:
        return Variable.get("holidays", default_var=[], deserialize_json=True)

    fallback = staticmethod(lambda: Variable.get("fallback", default_var=None))
