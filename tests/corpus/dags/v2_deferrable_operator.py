from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from airflow import DAG
from airflow.models import BaseOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent
from airflow.triggers.temporal import TimeDeltaTrigger


class TickTrigger(BaseTrigger):
    def serialize(self):
        return ("v2_deferrable_operator.TickTrigger", {})

    async def run(self):
        await asyncio.sleep(1)
        yield TriggerEvent("tick")


class WaitOperator(BaseOperator):
    def execute(self, context):
        self.defer(trigger=TimeDeltaTrigger(timedelta(minutes=1)), method_name="execute_complete")

    def execute_complete(self, context, event=None):
        return event


with DAG("v2_deferrable", start_date=datetime(2022, 10, 1), schedule=None) as dag:
    WaitOperator(task_id="wait")
