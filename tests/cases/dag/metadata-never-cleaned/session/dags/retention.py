from airflow.models import DagRun
from airflow.utils.session import create_session
from airflow import DAG

with DAG("retention", schedule=None):
    pass


def run(before):
    with create_session() as session:
        session.query(DagRun).filter(DagRun.execution_date < before).delete()
