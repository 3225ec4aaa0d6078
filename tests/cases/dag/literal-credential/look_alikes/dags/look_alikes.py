"""password="S3gel&Anker-4711" in a docstring is no credential."""

import os

from airflow import DAG
from airflow.hooks.base import BaseHook
from airflow.models import Connection, Variable
from airflow.models.param import Param

# password = "S3gel&Anker-4711"
PASSWORD_SECRET = "airflow/connections/crm"
TOKEN_PARAMETER = "/meridian/prod/token"
API_KEY_NAME = "S3gel&Anker-4711"
SECRET_ARN = "arn:aws:secretsmanager:eu-central-1:210987654321:secret:crm-Ab12Cd"
PASSWORD = os.environ["CRM_PASSWORD"]
OTHER = os.environ.get("CRM_PASSWORD", "")
FIELDS = {"password": "Password", "token": "API Token", "api_key": "api_key", "secret": "string"}
TOKENS = {"pad_token": "9f8a7b6c5d4e3f2a1b0c", "next_token": "9f8a7b6c5d4e3f2a1b0c"}
QUERY = "select password, token from users where password = 'S3gel&Anker-4711'"
DOCUMENTED = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
LOCAL = "postgresql+psycopg2://airflow:airflow@postgres/airflow"
TEMPLATED = "postgresql://{{ conn.crm.login }}:{{ conn.crm.password }}@{{ conn.crm.host }}/crm"
FORMATTED = "postgresql://{user}:{password}@{host}/crm"
ENV = {"DB_PASSWORD": "{{ conn.crm.password }}", "TOKEN": "$TOKEN", "API_KEY": "${API_KEY}"}


def connect(password=None, token="", secret=Variable.get("secret")):
    return Connection(password=BaseHook.get_connection("crm").password), password, token, secret


with DAG("look_alikes", schedule=None, params={"password": Param("", type="string"), "token": "<your token>"}):
    connect(password="changeme", token="{{ var.value.token }}")
