"""The project has more DAGs than the environment's class is made for.

Why
    Every DAG is parsed and scheduled, whether it is switched on or not. Above the capacity of the class the schedulers
    fall behind, and tasks start late.

Fix
    Take a larger class, remove DAGs that nobody needs, or parse them less often.

Bad
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          EnvironmentClass: mw1.micro  # <- here
    # dags/many.py
    from airflow import DAG

    dag_01 = DAG("d01", schedule=None)
    dag_02 = DAG("d02", schedule=None)
    dag_03 = DAG("d03", schedule=None)
    dag_04 = DAG("d04", schedule=None)
    dag_05 = DAG("d05", schedule=None)
    dag_06 = DAG("d06", schedule=None)
    dag_07 = DAG("d07", schedule=None)
    dag_08 = DAG("d08", schedule=None)
    dag_09 = DAG("d09", schedule=None)
    dag_10 = DAG("d10", schedule=None)
    dag_11 = DAG("d11", schedule=None)
    dag_12 = DAG("d12", schedule=None)
    dag_13 = DAG("d13", schedule=None)

Good
    # template.yaml
    Resources:
      Airflow:
        Type: AWS::MWAA::Environment
        Properties:
          Name: data-platform
          EnvironmentClass: mw1.micro
    # dags/few.py
    from airflow import DAG

    dag_01 = DAG("d01", schedule=None)
    dag_02 = DAG("d02", schedule=None)
"""

from collections.abc import Iterator

from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.environment import Environment
from mwaa_doctor.models.environment_size import EnvironmentSize
from mwaa_doctor.rule import Finding, rule

_MUCH = 0.5


@rule(
    severity="warning",
    covers=["dag-count-within-class", "environment-class-capacities"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/environment-class.html",
)
def check(environment: Environment, size: EnvironmentSize, folders: DagFolders) -> Iterator[Finding]:
    count, capacity = folders.dag_count, size.row.dag_capacity
    if count <= capacity * _MUCH:
        return
    above = count > capacity
    yield Finding(
        environment.at("EnvironmentClass"),
        f"the project has at least {count} DAGs, {'more than' if above else 'over half of'} the {capacity} "
        f"that {size.row.name} is made for",
        evidence=(size.why,) if size.why else (),
        severity=None if above else "info",
    )
