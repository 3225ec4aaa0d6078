from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.utils.dates import cron_presets, days_ago

with DAG("v2_days_ago", start_date=days_ago(7), schedule="@daily", tags=sorted(cron_presets)[:1]) as dag:
    BashOperator(task_id="tick", bash_command="echo {{ ds }}")
