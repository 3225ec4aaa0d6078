"""Triggerers are switched off, but tasks are deferred.

Why
    A deferred task waits for a triggerer to wake it. Without one it waits until it times out.

Fix
    Delete the option `mwaa.triggerer_enabled`.

Bad
    # airflow-version: 2.10.3
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            mwaa.triggerer_enabled: "False"  # <- here
    # dags/wait.py
    from airflow import DAG
    from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

    with DAG("wait", schedule=None):
        S3KeySensor(task_id="arrived", bucket_key="s3://example/in", deferrable=True)

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          AirflowVersion: 2.10.3
          AirflowConfigurationOptions:
            mwaa.triggerer_enabled: "False"
    # dags/wait.py
    from airflow import DAG
    from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

    with DAG("wait", schedule=None):
        S3KeySensor(task_id="arrived", bucket_key="s3://example/in", deferrable=False)
"""

import ast
from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.rule import Finding, rule

_OPTION, _DEFAULT = "mwaa.triggerer_enabled", "operators.default_deferrable"


@rule(
    severity="error",
    covers=["triggerer-enabled-for-deferrable"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(options: AirflowOptions, folders: DagFolders) -> Iterator[Finding]:
    option = options.named(_OPTION)
    if option is None or option.truth() is not False:
        return
    default = options.named(_DEFAULT)
    if default is not None and default.truth():
        yield Finding(option, f"`{_OPTION}` is `{option.text}`, but `{_DEFAULT}` makes operators defer their tasks")
        return
    for file in folders.files:
        line = _deferred(file)
        if line:
            yield Finding(
                option,
                f"`{_OPTION}` is `{option.text}`, but tasks are deferred",
                evidence=(f"{file.path}:{line} defers a task",),
            )
            return


def _deferred(file: PythonFile) -> int:
    """The line of the first call that defers a task, or 0."""
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.Call):
            continue
        if ast.unparse(node.func) == "self.defer":
            return node.lineno
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg == "deferrable" and isinstance(value, ast.Constant) and value.value is True:
                return node.lineno
    return 0
