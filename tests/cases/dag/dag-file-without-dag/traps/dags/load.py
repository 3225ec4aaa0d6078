from airflow import DAG
from common import tools, makers
from callbacks import notify

DAG("load", schedule=None, on_failure_callback=notify)
