from datetime import datetime

from airflow import DAG
from airflow.providers.amazon.aws.operators.bedrock import BedrockInvokeModelOperator

with DAG("amazon_bedrock", start_date=datetime(2024, 6, 1), schedule=None) as dag:
    BedrockInvokeModelOperator(task_id="x", model_id="meta.llama2-13b-chat-v1", input_data={"prompt": "hello"})
