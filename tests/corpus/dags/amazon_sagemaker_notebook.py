from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.sagemaker_unified_studio import SageMakerNotebookOperator

with DAG("amazon_sagemaker_notebook", start_date=datetime(2025, 2, 1), schedule=None) as dag:
    SageMakerNotebookOperator(task_id="x", input_config={"input_path": "n.ipynb", "input_params": {}})
