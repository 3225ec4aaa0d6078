"""Task groups that several DAGs use."""

from __future__ import annotations

from airflow.decorators import task
from airflow.operators.empty import EmptyOperator
from airflow.utils.task_group import TaskGroup
from airflow.utils.trigger_rule import TriggerRule


def quality_gate(table: str, *, group_id: str | None = None) -> TaskGroup:
    """Row count and null share of a table, then one exit task."""
    with TaskGroup(group_id=group_id or f"gate_{table}", tooltip=f"checks of {table}") as group:

        @task(task_id="row_count")
        def row_count(name: str) -> int:
            from airflow.providers.amazon.aws.hooks.redshift_sql import RedshiftSQLHook

            return RedshiftSQLHook(redshift_conn_id="warehouse").get_first(f"select count(*) from {name}")[0]

        @task(task_id="not_empty")
        def not_empty(count: int) -> None:
            from airflow.exceptions import AirflowFailException

            if not count:
                raise AirflowFailException(f"{table} is empty")

        done = EmptyOperator(task_id="done", trigger_rule=TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS)
        not_empty(row_count(table)) >> done
    return group
