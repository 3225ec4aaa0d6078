"""All of these come with the image."""
from datetime import datetime

import attr
import boto3
import botocore.exceptions
import croniter
import cryptography.fernet
import dateutil.parser
import jinja2
import jmespath
import packaging.version
import pendulum
import psutil
import requests
import sqlalchemy
import tenacity
import yaml
from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("shipped_third_party", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")
