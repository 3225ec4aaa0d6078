from datetime import datetime

from airflow.models import DAG
from airflow.operators.dummy_operator import DummyOperator

dag = DAG("v1_dummy_chain", start_date=datetime(2019, 5, 1), schedule_interval="0 4 * * *", catchup=False)

start = DummyOperator(task_id="start", dag=dag)
middle = [DummyOperator(task_id="middle_%d" % i, dag=dag) for i in range(3)]
end = DummyOperator(task_id="end", trigger_rule="all_done", dag=dag)

start.set_downstream(middle)
end.set_upstream(middle)
