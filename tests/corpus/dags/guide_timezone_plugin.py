"""The plugin that goes with it (airflow dag log times)."""
import os
import time

from airflow.plugins_manager import AirflowPlugin

os.environ["TZ"] = "America/Los_Angeles"
time.tzset()


class EnvVarPlugin(AirflowPlugin):
    name = "timezone_plugin"
