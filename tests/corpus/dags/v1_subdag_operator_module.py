"""Sections of a report as SubDAGs."""
from datetime import datetime

from airflow import DAG
from airflow.operators.dummy_operator import DummyOperator
from airflow.operators.subdag_operator import SubDagOperator

ARGS = {"owner": "reports", "start_date": datetime(2020, 1, 1)}


def section(parent, child, args):
    sub = DAG("%s.%s" % (parent, child), default_args=args, schedule_interval="@daily")
    for i in range(2):
        DummyOperator(task_id="%s_%s" % (child, i), dag=sub)
    return sub


dag = DAG("v1_sections", default_args=ARGS, schedule_interval="@daily")
start = DummyOperator(task_id="start", dag=dag)
for name in ("sales", "stock"):
    start >> SubDagOperator(task_id=name, subdag=section("v1_sections", name, ARGS), dag=dag)
