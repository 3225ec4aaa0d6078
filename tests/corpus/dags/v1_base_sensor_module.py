from datetime import datetime

from airflow import DAG
from airflow.sensors.base_sensor_operator import BaseSensorOperator
from airflow.utils.decorators import apply_defaults


class EvenMinuteSensor(BaseSensorOperator):
    @apply_defaults
    def __init__(self, modulo=2, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.modulo = modulo

    def poke(self, context):
        return datetime.now().minute % self.modulo == 0


with DAG("v1_even_minute", start_date=datetime(2020, 2, 2), schedule_interval=None) as dag:
    EvenMinuteSensor(task_id="even", poke_interval=30, timeout=300)
