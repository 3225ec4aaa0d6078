"""Set YOUR_BUCKET and <your-role> before use."""

import argparse
import logging
import os
import re

from airflow import DAG
from airflow.models import Variable
from airflow.models.param import Param
from airflow.operators.bash import BashOperator

PATTERN = re.compile(r"YOUR_[A-Z_]+")
MESSAGE = "YOUR_BUCKET"
TEMPLATE = "s3://YOUR_BUCKET/x"
BUCKET = "s3://your-bucket-name/incoming"  # <- here
ROLE = "arn:aws:iam::111122223333:role/<your-role>"  # <- here
SQL = "SELECT a, b FROM YOUR_SCHEMA.orders WHERE day = 1"  # <- here
HOST = f"{os.sep}YOUR_DB_HOST"  # <- here
JOB_FLOW = {"Instances": {"Ec2KeyName": "mykeypair"}}  # <- here
OTHER = {"KeyLabel": "mykeypair"}
URL = "https://example.com/blog/your-first-steps"
SLUG = "your-story"
ADVICE = "tell your-name to us and we will send your-token to you"
LINES = TEMPLATE.replace("YOUR_BUCKET", os.environ["BUCKET"])
YOUR_NAME = "ready"


def guard(bucket):
    logging.info("replace YOUR_BUCKET")
    print("YOUR_BUCKET")
    if bucket in ("YOUR_BUCKET", "your-bucket-name") or bucket.startswith("YOUR_"):
        raise ValueError("YOUR_BUCKET")
    assert bucket != "YOUR_DATA"
    parser = argparse.ArgumentParser(description="YOUR_ENVIRONMENT")
    parser.add_argument("--bucket", help="your-bucket-name", default="YOUR_DATA")
    return os.getenv("BUCKET", "YOUR_DATA"), Variable.get("bucket", "YOUR_DATA"), YOUR_NAME


with DAG("values", schedule=None, doc_md="Set `YOUR_DATA`", params={"bucket": "YOUR_DATA", "x": Param("YOUR_DATA")}) as dag:
    dag.doc_md = "YOUR_DATA"
    BashOperator(task_id="a", bash_command="aws s3 cp x s3://YOUR_DATA/x")  # <- here
    BashOperator(task_id="b", bash_command="echo your new life", env={"ID": "your-account-id"})  # <- here
