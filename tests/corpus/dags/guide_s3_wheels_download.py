"""Downloads wheels on a worker and puts them into the bucket."""
from airflow import DAG
from airflow.operators.bash_operator import BashOperator
from airflow.utils.dates import days_ago

S3_BUCKET, S3_KEY = "my-s3-bucket", "backup/plugins_whl.zip"

with DAG(dag_id="guide_create_whl", schedule_interval=None, catchup=False, start_date=days_ago(1)) as dag:
    BashOperator(
        task_id="bash_command",
        bash_command="mkdir /tmp/whls; pip3 download -r /usr/local/airflow/requirements/requirements.txt -d /tmp/whls; "
        f"zip -j /tmp/plugins.zip /tmp/whls/*; aws s3 cp /tmp/plugins.zip s3://{S3_BUCKET}/{S3_KEY}",
    )
