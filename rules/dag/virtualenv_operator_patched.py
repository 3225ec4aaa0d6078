"""A plugin still patches how virtual environments are made.

Why
    The patch was needed by Airflow 2.0.2, where `virtualenv` was not on the path. Since 2.2.2 Airflow calls it
    through its own Python; the patch now only replaces a private function of Airflow, and Airflow 3 has no such
    module.

Fix
    Delete the plugin.

Bad
    # plugins/virtual_python_plugin.py
    import airflow.utils.python_virtualenv
    from airflow.plugins_manager import AirflowPlugin


    def command(tmp_dir, python_bin, system_site_packages):
        return ["python3", "/usr/local/airflow/.local/lib/python3.7/site-packages/virtualenv", tmp_dir]


    airflow.utils.python_virtualenv._generate_virtualenv_cmd = command  # <- here


    class VirtualPythonPlugin(AirflowPlugin):
        name = "virtual_python_plugin"
    # dags/x.py
    from airflow import DAG

Good
    # plugins/virtual_python_plugin.py
    import airflow.utils.python_virtualenv
    from airflow.plugins_manager import AirflowPlugin

    PREPARE = airflow.utils.python_virtualenv.prepare_virtualenv


    class VirtualPythonPlugin(AirflowPlugin):
        name = "virtual_python_plugin"
    # dags/x.py
    from airflow import DAG
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_PATCHED = "_generate_virtualenv_cmd"


@rule(
    severity="warning",
    covers=["virtualenv-operator-patch"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/airflow-versions.html",
)
def check(file: PythonFile, target: Target) -> Iterator[Finding]:
    if not any("python_virtualenv" in f"{item.module}.{item.name}" for item in file.index.imports):
        return
    for node in ast.walk(file.tree):
        targets = node.targets if isinstance(node, ast.Assign) else ()
        for patched in targets:
            if isinstance(patched, ast.Attribute) and patched.attr == _PATCHED and target.airflow >= (2, 2, 2):
                yield Finding(
                    file.place_of(patched), f"`{_PATCHED}` is replaced, which Airflow {target.airflow} does not need"
                )
