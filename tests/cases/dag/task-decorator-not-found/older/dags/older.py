from airflow import DAG
from airflow.decorators import task

try:

    @task.bash
    def caught():
        return "date"

except AttributeError:
    caught = None


@task.theirs
def from_elsewhere():
    pass


@task.pyspark  # <- here
def spark():
    pass


DAG("older", schedule=None)
