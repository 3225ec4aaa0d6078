"""Paths for Hadoop and Hive (airflow dag tasks); CLASSPATH may be unset."""
import os

from airflow.plugins_manager import AirflowPlugin

os.environ["HADOOP_HOME"] = "/usr/local/airflow/plugins/hadoop-3.3.0"
os.environ["CLASSPATH"] = os.getenv("CLASSPATH_OF_HIVE_SAMPLE") + ":/usr/local/airflow/plugins/apache-hive-3.1.2-bin/lib"


class EnvVarPlugin(AirflowPlugin):
    name = "hive_plugin"
