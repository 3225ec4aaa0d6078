import os
import shutil
from pathlib import Path

from airflow import DAG
from airflow.decorators import task
from airflow.operators.bash import BashOperator

HERE = Path(__file__).parent
OUT = os.path.join(os.environ["AIRFLOW_HOME"], "dags", "out.txt")
SCRATCH = Path("/tmp") / "out.txt"


def at_import():
    open(OUT, "w").close()


at_import()

with DAG("paths", schedule=None):

    @task
    def write(name):
        (HERE / "x.json").write_text("{}")  # <- here
        (HERE.parent / "x.json").open("w").close()  # <- here
        with open(OUT, mode="a") as file:  # <- here
            file.write("x")
        shutil.copy("/usr/local/airflow/dags/a", "/usr/local/airflow/plugins/a")  # <- here
        shutil.copy("/usr/local/airflow/dags/a", "/tmp/a")
        SCRATCH.write_text("{}")
        open(name, "w").close()
        open(OUT).close()
        Path("/usr/local/airflow/dagstore/x").touch()

    write("x")
    BashOperator(task_id="a", bash_command="aws s3 cp s3://b/k /usr/local/airflow/dags/k")  # <- here
    BashOperator(task_id="b", bash_command="aws s3 cp /usr/local/airflow/dags/k s3://b/k")
    BashOperator(task_id="c", bash_command="dbt run --project-dir /usr/local/airflow/dags/dbt")  # <- here
    BashOperator(task_id="d", bash_command="dbt --version && cd /usr/local/airflow/dags/dbt && cp -R . /tmp/dbt")
    BashOperator(
        task_id="e",
        bash_command="dbt run --project-dir /usr/local/airflow/dags/dbt --target-path /tmp/t --log-path /tmp/l",
    )
