"""Links that the task page shows."""

from __future__ import annotations

import os

from airflow.models.baseoperator import BaseOperatorLink
from airflow.models.taskinstance import TaskInstanceKey

BASE = os.environ.get("MERIDIAN_RUNBOOKS", "https://runbooks.example.com/airflow")


class RunbookLink(BaseOperatorLink):
    """To the runbook of the task's DAG."""

    name = "Runbook"

    def get_link(self, operator, *, ti_key: TaskInstanceKey) -> str:
        return f"{BASE}/{ti_key.dag_id}#{ti_key.task_id}"
