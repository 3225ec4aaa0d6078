"""Hears when a DAG run fails."""

from __future__ import annotations

import logging

from airflow.listeners import hookimpl
from airflow.models.dagrun import DagRun

log = logging.getLogger(__name__)


@hookimpl
def on_dag_run_failed(dag_run: DagRun, msg: str) -> None:
    log.error("run %s of %s failed: %s", dag_run.run_id, dag_run.dag_id, msg)
