import os

from airflow.configuration import conf
from airflow.models import DagRun, Variable
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, task
from airflow.settings import Session as Database, engine
from airflow.utils.session import NEW_SESSION, provide_session
from sqlalchemy.orm import Session

URL = conf.get("database", "sql_alchemy_conn")  # <- here
FERNET = conf.get("core", "fernet_key")


@provide_session  # <- here
def count(session=NEW_SESSION):
    return session.query(DagRun).count()


with DAG("three", schedule=None):

    @task
    def look():
        with engine.connect() as connection:  # <- here
            connection.execute("select 1")
        runs = DagRun.find(dag_id="x")  # <- here
        url = os.environ["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]  # <- here
        return Database(), runs, url, Session(), Variable.get("x")  # <- here

    look()
    BashOperator(task_id="clean", bash_command="airflow db clean --yes")  # <- here
    BashOperator(task_id="check", bash_command="airflow db check; echo airflow db reset; airflow dags list")

if __name__ == "__main__":
    Database()
