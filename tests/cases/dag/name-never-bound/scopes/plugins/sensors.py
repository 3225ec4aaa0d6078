from airflow.plugins_manager import AirflowPlugin


class Sensors(AirflowPlugin):
    name = "sensors"
    operators = [MySensor]  # <- here
