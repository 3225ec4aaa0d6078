from airflow import DAG
from airflow.decorators import task
from airflow.operators.bash import BashOperator

with DAG("flows", schedule=None):

    @task
    def extract(name: str):
        with open("/tmp/flows.csv", "w") as file:
            file.write(name)
        with open(f"/tmp/{name}.csv", "w") as file:
            file.write(name)

    @task
    def load():
        import pandas as pd

        frame = pd.read_csv("/tmp/flows.csv")  # <- here
        return len(frame)

    @task
    def other(name: str):
        open(f"/tmp/{name}.csv").close()
        open("/tmp/never_written.csv").close()

    extract("x") >> load() >> other("x")
    BashOperator(task_id="a", bash_command="date > /tmp/{{ ds }}.txt")
    BashOperator(task_id="b", bash_command="aws s3 cp /tmp/{{ ds }}.txt s3://landing/")  # <- here
    BashOperator(task_id="c", bash_command="date > /tmp/flows.csv; wc -l < /tmp/flows.csv")
    BashOperator(task_id="d", bash_command="echo 'cat /tmp/flows.csv'")

with DAG("another", schedule=None):
    BashOperator(task_id="e", bash_command="cat /tmp/flows.csv")
