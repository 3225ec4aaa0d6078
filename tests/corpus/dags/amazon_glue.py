from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.glue import GlueJobOperator
from airflow.providers.amazon.aws.operators.glue_crawler import GlueCrawlerOperator
from airflow.providers.amazon.aws.operators.glue_databrew import GlueDataBrewStartJobOperator
from airflow.providers.amazon.aws.sensors.glue import GlueJobSensor
from airflow.providers.amazon.aws.sensors.glue_catalog_partition import GlueCatalogPartitionSensor
from airflow.providers.amazon.aws.sensors.glue_crawler import GlueCrawlerSensor

with DAG("amazon_glue", start_date=datetime(2023, 1, 1), schedule="@daily", catchup=False) as dag:
    crawl = GlueCrawlerOperator(task_id="crawl", config={"Name": "c"}, wait_for_completion=False)
    wait = GlueCrawlerSensor(task_id="wait", crawler_name="c", mode="reschedule")
    run = GlueJobOperator(task_id="run", job_name="j", script_args={"--day": "{{ ds }}"}, num_of_dpus=2)
    part = GlueCatalogPartitionSensor(task_id="part", table_name="t", expression="ds='{{ ds }}'", deferrable=True)
    crawl >> wait >> run >> part
