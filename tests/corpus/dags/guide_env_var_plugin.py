"""A plugin that sets paths (airflow, dag workers included)."""
from airflow.plugins_manager import AirflowPlugin
import os

os.environ["PATH"] = os.getenv("PATH", "") + ":/usr/local/airflow/.local/lib/python3.11/site-packages"
os.environ["JAVA_HOME"] = "/usr/lib/jvm/jre-17"


class EnvVarPlugin(AirflowPlugin):
    name = "env_var_plugin"
