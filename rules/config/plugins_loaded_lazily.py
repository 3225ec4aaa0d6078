"""A plugin changes the process when it is loaded, but plugins are loaded only when something asks for them.

Why
    From Airflow 2 on plugins are loaded lazily. Code at the top of a plugin that sets variables, the time zone or parts
    of Airflow then runs late or never, and differently on scheduler, worker and web server.

Fix
    Set the option `core.lazy_load_plugins` to `"False"`.

Bad
    # airflow-version: 2.10.3
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          PluginsS3Path: plugins.zip  # <- here
          PluginsS3ObjectVersion: fJ3kx0q7Jk
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # plugins/oracle_home.py
    import os

    from airflow.plugins_manager import AirflowPlugin

    os.environ["LD_LIBRARY_PATH"] = "/usr/local/airflow/plugins/instantclient"


    class OracleHome(AirflowPlugin):
        name = "oracle_home"

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          PluginsS3Path: plugins.zip
          PluginsS3ObjectVersion: fJ3kx0q7Jk
          AirflowConfigurationOptions:
            core.lazy_load_plugins: "False"
    # dags/load.py
    from airflow import DAG

    DAG("load", schedule=None)
    # plugins/oracle_home.py
    import os

    from airflow.plugins_manager import AirflowPlugin

    os.environ["LD_LIBRARY_PATH"] = "/usr/local/airflow/plugins/instantclient"


    class OracleHome(AirflowPlugin):
        name = "oracle_home"
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule
from mwaa_doctor.target import Target

_OPTION, _PROPERTY = "core.lazy_load_plugins", "PluginsS3Path"
_PLUGIN = "airflow:AirflowPlugin"


@rule(
    severity="warning",
    covers=["lazy-load-plugins-false"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-dag-import-plugins.html",
)
def check(
    environment: Environment, options: AirflowOptions, target: Target, project: Project, folders: DagFolders
) -> Iterator[Finding]:
    if environment.record.body.get(_PROPERTY) is None or target.airflow < (2,):
        return
    option = options.named(_OPTION)
    if option is not None and option.truth() is False:
        return
    for source in project.sources:
        file = folders.folders[0].open(source.path) if source.role == "plugin" and source.kind == "python" else None
        line = _changes(file) if file is not None else 0
        if line:
            yield Finding(
                option or environment.at(_PROPERTY),
                f"plugins are loaded lazily, but `{source.path}` changes the process when it is loaded",
                evidence=(f"{source.path}:{line} runs with its import",),
                fix=f'Write `{_OPTION}: "False"`',
            )
            return


def _changes(file: PythonFile) -> int:
    """The line of a plugin that changes the process at its top level, or 0."""
    if not any(file.resolve(base) == _PLUGIN for node in file.tree.body for base in getattr(node, "bases", ())):
        return 0
    for node in file.tree.body:
        if isinstance(node, ast.Assign) and any(_is_environment(target) for target in node.targets):
            return node.lineno
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            name = ast.unparse(node.value.func)
            if name in ("time.tzset", "os.putenv", "os.environ.update", "os.environ.setdefault"):
                return node.lineno
    return 0


def _is_environment(target: ast.expr) -> bool:
    return isinstance(target, ast.Subscript) and ast.unparse(target.value) == "os.environ"
