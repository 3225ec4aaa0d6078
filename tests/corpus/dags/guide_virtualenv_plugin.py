"""The patch for 2.0.2 that goes with it (airflow dag)."""
import airflow.utils.python_virtualenv
from airflow.plugins_manager import AirflowPlugin


def _generate_virtualenv_cmd(tmp_dir, python_bin, system_site_packages):
    return ["python3", "-m", "virtualenv", tmp_dir]


airflow.utils.python_virtualenv._generate_virtualenv_cmd = _generate_virtualenv_cmd


class VirtualPythonPlugin(AirflowPlugin):
    name = "virtual_python_plugin"
