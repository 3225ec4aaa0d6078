from datetime import datetime

from airflow import DAG
from airflow.providers.common.io.operators.file_transfer import FileTransferOperator

with DAG("provider_common_io", start_date=datetime(2024, 1, 1), schedule=None) as dag:
    FileTransferOperator(task_id="copy", src="file:///tmp/a", dst="file:///tmp/b", overwrite=True)
