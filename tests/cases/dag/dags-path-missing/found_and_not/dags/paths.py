"""Reads /usr/local/airflow/dags/missing.sql, says the docstring."""

from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

# /usr/local/airflow/dags/missing.sql
FOLDER = "/usr/local/airflow/dags/sql/"
FILE = "/usr/local/airflow/dags/sql/a.sql"
MISSING = "/usr/local/airflow/dags/sql/b.sql"  # <- here
MANIFEST = "/usr/local/airflow/dags/dbt/target/manifest.json"
PATTERN = "/usr/local/airflow/dags/*.sql"
OUTSIDE = "/usr/local/airflow/dags/../plugins/x"
PLUGIN = "/usr/local/airflow/plugins/x.py"
TEMPLATED = "/usr/local/airflow/dags/{{ ds }}.sql"
TEXT = "see /usr/local/airflow/dags/missing.sql"


def write():
    with open("/usr/local/airflow/dags/out.txt", "w") as file:
        file.write("x")


with DAG("paths", schedule=None, template_searchpath=["/usr/local/airflow/dags/sql", "/usr/local/airflow/dags/sqls"]):  # <- here
    PythonOperator(task_id="a", python_callable=write)
    KubernetesPodOperator(task_id="b", in_cluster=False, config_file="/usr/local/airflow/dags/kube.yaml")
    BashOperator(task_id="c", bash_command="bash /usr/local/airflow/dags/run.sh ")  # <- here
    BashOperator(task_id="d", bash_command="/usr/local/airflow/dags/run.sh")
    BashOperator(task_id="e", bash_command="mkdir -p /usr/local/airflow/dags/new; date > /usr/local/airflow/dags/log.txt")
