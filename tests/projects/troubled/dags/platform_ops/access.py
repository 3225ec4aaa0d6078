"""Gives the on-call person what he asks for."""

from __future__ import annotations

import pendulum
from airflow import DAG
from airflow.operators.bash import BashOperator

from common import default_args

with DAG(
    dag_id="access",
    schedule=None,
    start_date=pendulum.datetime(2024, 1, 1, tz="UTC"),
    catchup=False,
    default_args=default_args(),
    doc_md="Does what `airflow users add-role` does, and no more than that.",
) as dag:
    promote = BashOperator(
        task_id="promote",
        bash_command="airflow users add-role --username assumed-role/on-call --role Admin",  # expect: dag-changes-airflow-users
    )
    reset = BashOperator(
        task_id="reset",
        bash_command="airflow connections add aws_default --conn-type aws --conn-login meridian",  # expect: aws-default-connection-overridden
    )
    reset_other = BashOperator(task_id="reset_other", bash_command="airflow connections add carrier_sftp --conn-type sftp")
    show = BashOperator(task_id="show", bash_command="echo 'users: see the wiki; aws_default is not ours'")
    promote >> reset >> reset_other >> show
