"""A new environment would make up for every missed run of DAGs with an old start date.

Why
    Airflow 2 starts a run for each interval since the start date unless `catchup` is off, and MWAA leaves the default
    of `scheduler.catchup_by_default` as it is. The first hour of a new environment then goes to runs of years past.

Fix
    `scheduler.catchup_by_default: "False"` among the options, or `catchup=False` on the DAG.

Bad
    # template.yaml
    Resources:
      Environment:  # <- here
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          AirflowVersion: 2.10.3
    # dags/daily.py
    from datetime import datetime

    from airflow import DAG

    dag = DAG("daily", schedule="@daily", start_date=datetime(2024, 1, 1))

Good
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: sales
          AirflowVersion: 2.10.3
    # dags/daily.py
    from datetime import datetime

    from airflow import DAG

    daily = DAG("daily", schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False)
    by_hand = DAG("by_hand", schedule=None, start_date=datetime(2024, 1, 1))
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import PROPERTY, AirflowOptions
from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.dags import Dag
from mwaa_doctor.models.missed_runs import MOST, missed_runs, start_of
from mwaa_doctor.models.today import Today
from mwaa_doctor.rule import Finding, rule

_OPTION = "scheduler.catchup_by_default"
_MANY = 30
_MOST_SHOWN = 5


@rule(
    severity="info",
    confidence="medium",
    covers=["catchup-default"],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-env-variables.html",
)
def check(options: AirflowOptions, folders: DagFolders, today: Today) -> Iterator[Finding]:
    environment = options.environment
    if not environment.snapshot.is_planned or environment.running is not None or options.truth(_OPTION) is not True:
        return  # what runs already has caught up
    found: list[str] = []
    for file in folders.files:
        for dag in file.dags if isinstance(file, DagFile) else ():
            count = _missed(dag, today)
            if count > _MANY:
                shown = f"more than {MOST:,}" if count >= MOST else f"{count:,}"
                found.append(f"{dag.place.path}:{dag.place.line} has missed {shown} runs since its start date")
    if found:
        option = options.find(_OPTION)
        rest = [f"and {len(found) - _MOST_SHOWN} more"] if len(found) > _MOST_SHOWN else []
        dags = "1 DAG" if len(found) == 1 else f"{len(found)} DAGs"
        yield Finding(
            option.spot if option is not None else environment.at(PROPERTY),
            f"a new environment makes up for all missed runs of {dags}, because `{_OPTION}` is on",
            evidence=(*found[:_MOST_SHOWN], *rest),
        )


def _missed(dag: Dag, today: Today) -> int:
    settled = "catchup" in dag.arguments or "end_date" in dag.arguments or not dag.complete
    if settled or dag.is_uncalled or dag.is_discarded:
        return 0
    schedule, start = dag.schedule, start_of(dag)
    if schedule is None or start is None:
        return 0
    return missed_runs(schedule.constant(), start, today.date)
