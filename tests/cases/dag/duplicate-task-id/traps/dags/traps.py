import os

from airflow import DAG
from airflow.decorators import dag, task, task_group
from airflow.operators.bash import BashOperator
from airflow.operators.empty import EmptyOperator
from airflow.utils.task_group import TaskGroup

NAME = "shared"
TABLES = ["a", "b"]

with DAG("branches", schedule=None):
    if os.environ.get("FAST"):
        end = EmptyOperator(task_id="end")
    else:
        end = BashOperator(task_id="end", bash_command="sleep 1")
    try:
        from acme import ThingOperator

        work = ThingOperator(task_id="work")
    except ImportError:
        work = EmptyOperator(task_id="work")
    EmptyOperator(task_id=NAME)
    EmptyOperator(task_id="shared")  # <- here
    for table in TABLES:
        with TaskGroup(table):
            EmptyOperator(task_id="load")
    for table in TABLES:
        EmptyOperator(task_id="same")  # <- here
    for table in TABLES:
        if table == "a":
            EmptyOperator(task_id="only_a")
    for table in os.listdir("."):
        EmptyOperator(task_id="unsure")
    for table in ["one"]:
        EmptyOperator(task_id="once")
    with TaskGroup("plain", prefix_group_id=False):
        EmptyOperator(task_id="inside")
    with TaskGroup("nested"):
        with TaskGroup("without", prefix_group_id=False):
            EmptyOperator(task_id="deep")
        EmptyOperator(task_id="deep")
    with TaskGroup("group"):
        EmptyOperator(task_id="inside")
        EmptyOperator(task_id="twice")
        EmptyOperator(task_id="twice")  # <- here
    EmptyOperator(task_id="inside")  # <- here
    EmptyOperator.partial(task_id="mapped").expand_kwargs([{}])
    EmptyOperator(task_id="mapped")  # <- here


for name in TABLES:
    with DAG(f"loop_{name}", schedule=None):
        EmptyOperator(task_id="load")
        [EmptyOperator(task_id="copy") for _ in range(2)]


@dag(schedule=None)
def flow():
    @task
    def step():
        return 1

    @task_group
    def group():
        EmptyOperator(task_id="in_group")

    step()
    step()
    EmptyOperator(task_id="step")  # <- here
    group()
    group()
    EmptyOperator(task_id="a")

    @task
    def later():
        EmptyOperator(task_id="a").execute({})

    later()
    EmptyOperator(task_id="a")  # <- here


flow()

first = DAG("first", schedule=None)
second = DAG("second", schedule=None)
EmptyOperator(task_id="x", dag=first)
EmptyOperator(task_id="x", dag=second)
EmptyOperator(task_id="x", dag=first)  # <- here
