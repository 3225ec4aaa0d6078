"""What the platform cost, as a workbook in S3. Everything heavy is imported where it is used."""

from __future__ import annotations

import logging
from typing import Any

import pendulum
from airflow.decorators import dag, task
from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook
from airflow.providers.amazon.aws.hooks.s3 import S3Hook

from common import default_args, notify_slack, stage

log = logging.getLogger(__name__)
SERVICES = ["AmazonMWAA", "AWSGlue", "AmazonRedshift"]


class CostExplorer(AwsBaseHook):
    """Building a class is no call; its clients are made in tasks."""

    namespace = "Meridian"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["client_type"] = "ce"
        super().__init__(*args, **kwargs)

    def month(self, service: str, start: str, end: str) -> float:
        reply = self.get_conn().get_cost_and_usage(
            TimePeriod={"Start": start, "End": end},
            Granularity="MONTHLY",
            Metrics=["UnblendedCost"],
            Filter={"Dimensions": {"Key": "SERVICE", "Values": [service]}},
        )
        return float(reply["ResultsByTime"][0]["Total"]["UnblendedCost"]["Amount"])


@dag(
    schedule="0 6 3 * *",
    start_date=pendulum.datetime(2024, 1, 1, tz="UTC"),
    catchup=False,
    default_args=default_args(on_failure_callback=[notify_slack("#cost")]),
    tags=["platform"],
)
def cost_report():
    @task
    def cost(service: str, data_interval_start=None, data_interval_end=None) -> dict[str, Any]:
        amount = CostExplorer(aws_conn_id=None).month(
            service, data_interval_start.to_date_string(), data_interval_end.to_date_string()
        )
        return {"service": service, "amount": amount}

    @task
    def workbook(rows: list[dict[str, Any]], ds_nodash: str | None = None) -> str:
        import io

        import pandas as pd

        buffer = io.BytesIO()
        pd.DataFrame(list(rows)).to_excel(buffer, index=False, engine="openpyxl")
        key = f"cost/{ds_nodash}.xlsx"
        S3Hook().load_bytes(buffer.getvalue(), key=key, bucket_name=stage().curated_bucket, replace=True)
        log.info("wrote %s", key)
        return key

    workbook(cost.expand(service=SERVICES))


cost_report()
