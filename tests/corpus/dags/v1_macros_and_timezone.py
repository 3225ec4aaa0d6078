import pendulum
from airflow import DAG, macros
from airflow.operators.bash_operator import BashOperator
from airflow.utils import timezone

dag = DAG(
    "v1_macros",
    start_date=timezone.datetime(2020, 3, 1),
    schedule_interval="5 0 * * *",
    user_defined_macros={"yesterday": lambda ds: macros.ds_add(ds, -1)},
    default_args={"end_date": timezone.datetime(2030, 1, 1, tzinfo=pendulum.timezone("UTC"))},
)
BashOperator(task_id="a", bash_command="echo {{ yesterday(ds) }} {{ next_ds }} {{ prev_ds }}", dag=dag)
