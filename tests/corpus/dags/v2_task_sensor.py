from datetime import datetime

from airflow.decorators import dag, task
from airflow.sensors.base import PokeReturnValue


@dag(schedule="@hourly", start_date=datetime(2022, 10, 1), catchup=False)
def v2_task_sensor():
    @task.sensor(poke_interval=60, timeout=600, mode="reschedule")
    def ready() -> PokeReturnValue:
        return PokeReturnValue(is_done=True, xcom_value="x")

    @task.branch
    def left_or_right(value) -> str:
        return "left"

    @task
    def left():
        return 0

    left_or_right(ready()) >> left()


v2_task_sensor()
