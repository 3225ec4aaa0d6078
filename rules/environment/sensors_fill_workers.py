"""The sensors of one DAG can hold every place on the workers.

Why
    In poke mode a sensor keeps its place for as long as it waits. If as many wait at once as the workers of the
    environment have places, nothing else runs, be it the task that makes what they wait for.

Fix
    Give the sensors `mode="reschedule"` or `deferrable=True`, or a pool that is smaller than the environment.

Bad
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowVersion: 2.10.3
          EnvironmentClass: mw1.micro
    # dags/load.py
    from airflow import DAG
    from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

    with DAG("load", schedule="@daily"):  # <- here
        S3KeySensor(task_id="orders", bucket_key="s3://sales/orders.csv")
        S3KeySensor(task_id="returns", bucket_key="s3://sales/returns.csv")
        S3KeySensor(task_id="stock", bucket_key="s3://sales/stock.csv")

Good
    # template.yaml
    Resources:
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowVersion: 2.10.3
          EnvironmentClass: mw1.micro
    # dags/load.py
    from airflow import DAG
    from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

    with DAG("load", schedule="@daily"):
        S3KeySensor(task_id="orders", bucket_key="s3://sales/orders.csv", mode="reschedule")
        S3KeySensor(task_id="returns", bucket_key="s3://sales/returns.csv", mode="reschedule")
        S3KeySensor(task_id="stock", bucket_key="s3://sales/stock.csv", mode="reschedule")
    # dags/chain.py
    from airflow import DAG
    from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

    with DAG("chain", schedule="@daily"):
        first = S3KeySensor(task_id="orders", bucket_key="s3://sales/orders.csv")
        second = S3KeySensor(task_id="returns", bucket_key="s3://sales/returns.csv")
        third = S3KeySensor(task_id="stock", bucket_key="s3://sales/stock.csv", pool="waiting")
        first >> second >> third
"""

from collections.abc import Iterator

from mwaa_doctor.models.airflow_options import AirflowOptions
from mwaa_doctor.models.dag_file import DagFile
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.dags import Dag, Task
from mwaa_doctor.models.worker_slots import WorkerSlots
from mwaa_doctor.rule import Finding, Unknown, rule

LIMITS = ("max_active_tasks", "concurrency")


@rule(
    severity="warning",
    confidence="medium",
    source="https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/sensors.html",
)
def check(slots: WorkerSlots, options: AirflowOptions, folders: DagFolders) -> Iterator[Finding]:
    option = options.find("core.max_active_tasks_per_dag") if options.options else None
    limit = option.number() if option is not None else None
    if limit is not None and limit < slots.total:
        return
    if options.options and options.truth("operators.default_deferrable"):
        return
    for file in folders.files:
        if not isinstance(file, DagFile) or b"ensor" not in file.source:
            continue
        waiting: dict[Dag, list[Task]] = {}
        followers = {edge.after for edge in file.graph.edges}
        for task in file.tasks:
            if task.dag is not None and task not in followers and _keeps_its_place(task):
                waiting.setdefault(task.dag, []).append(task)
        for dag, tasks in waiting.items():
            if len(tasks) >= slots.total and not _is_limited(dag, slots.total):
                yield Finding(
                    dag,
                    f"{len(tasks)} sensors of `{dag.known_id or 'the DAG'}` can wait at once: the workers of "
                    f"{slots.environment.record.label} run {slots.total} tasks",
                    evidence=(f"waiting: {', '.join(sorted(task.known_id or '?' for task in tasks)[:8])}",),
                    resource=slots.resource,
                )


def _keeps_its_place(task: Task) -> bool:
    if not task.is_sensor or task.branches or task.class_name.endswith("Async"):
        return False
    try:
        given = [task.effective(name) for name in ("mode", "deferrable", "pool")]
    except Unknown:
        return False
    return given[0] is None or given[0].value == "poke" if not any(given[1:]) else False


def _is_limited(dag: Dag, slots: int) -> bool:
    try:
        given = [dag.argument(name) for name in LIMITS]
    except Unknown:
        return True
    return any(one is not None and not (isinstance(one.value, int) and one.value >= slots) for one in given)
