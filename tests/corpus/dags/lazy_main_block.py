from datetime import datetime

from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("lazy_main", start_date=datetime(2022, 1, 1), schedule=None) as dag:
    EmptyOperator(task_id="a")

if __name__ == "__main__":
    import moto_server_of_ours

    moto_server_of_ours.start()
    dag.test()
