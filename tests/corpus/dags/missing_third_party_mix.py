"""Some of these are in the image, one is not."""
from datetime import datetime

import boto3
import dateutil.parser
import jmespath
import pytz
import requests
import yaml
import pymongo
from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("missing_third_party", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
