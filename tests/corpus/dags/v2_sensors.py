from datetime import datetime, timedelta

from airflow import DAG
from airflow.sensors.bash import BashSensor
from airflow.sensors.date_time import DateTimeSensor, DateTimeSensorAsync
from airflow.sensors.external_task import ExternalTaskSensor
from airflow.sensors.filesystem import FileSensor
from airflow.sensors.python import PythonSensor
from airflow.sensors.time_delta import TimeDeltaSensor
from airflow.sensors.time_sensor import TimeSensor
from airflow.sensors.weekday import DayOfWeekSensor

with DAG("v2_sensors", start_date=datetime(2022, 1, 1), schedule="@daily", catchup=False, default_args={"mode": "reschedule"}) as dag:
    FileSensor(task_id="file", filepath="/tmp/x", timeout=60)
    PythonSensor(task_id="python", python_callable=lambda: True, timeout=60)
    BashSensor(task_id="bash", bash_command="true")
    TimeDeltaSensor(task_id="delta", delta=timedelta(minutes=1))
    DateTimeSensor(task_id="moment", target_time="{{ data_interval_end }}")
    DayOfWeekSensor(task_id="day", week_day="MONDAY")
    ExternalTaskSensor(task_id="other", external_dag_id="v2_empty", external_task_ids=["a", "b"])
