import pandas as pd
import psycopg2
import sqlalchemy as sa
from airflow import DAG, settings
from airflow.models import DagRun, Variable
from airflow.providers.amazon.aws.hooks.redshift_sql import RedshiftSQLHook
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.utils.session import create_session
from sqlalchemy import create_engine

engine = create_engine("postgresql://db/x")
with engine.connect() as connection:  # <- here
    rows = connection.execute("select 1").fetchall()
ENGINE = sa.create_engine("sqlite://").connect()  # <- here
FRAME = pd.read_sql("select 1", engine)  # <- here
conn = psycopg2.connect("")  # <- here
cursor = conn.cursor()
cursor.execute("select 1")
session = settings.Session()  # <- here
with create_session() as other:  # <- here
    other.query(DagRun).count()
RUNS = DagRun.find(dag_id="x")  # <- here
RedshiftSQLHook().run("vacuum")  # <- here

metadata = sa.MetaData()
FILE = pd.read_csv("/usr/local/airflow/dags/x.csv")
from subprocess import run

with DAG("queries", schedule=None):
    SQLExecuteQueryOperator(task_id="run", sql="select 1", conn_id="x")
