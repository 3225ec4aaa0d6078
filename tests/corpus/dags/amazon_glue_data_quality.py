from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.glue import GlueDataQualityOperator, GlueJobOperator

with DAG("amazon_glue_quality", start_date=datetime(2024, 9, 1), schedule=None) as dag:
    GlueDataQualityOperator(task_id="rules", name="r", ruleset='Rules = [ IsComplete "id" ]')
