"""An EMR cluster ends before its steps are added.

Why
    With `KeepJobFlowAliveWhenNoSteps` false a cluster shuts down as soon as it has no steps, often before the next
    task adds one. That task fails with "A job flow that is shutting down, terminated, or finished may not be
    modified".

Fix
    Set it to true and end the cluster with `EmrTerminateJobFlowOperator`, or give the steps in
    `job_flow_overrides`.

Bad
    # dags/events.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.emr import EmrAddStepsOperator, EmrCreateJobFlowOperator

    CLUSTER = {"Name": "events", "Instances": {"KeepJobFlowAliveWhenNoSteps": False}}  # <- here

    with DAG("events", schedule=None):
        create = EmrCreateJobFlowOperator(task_id="create", job_flow_overrides=CLUSTER)
        create >> EmrAddStepsOperator(task_id="add", job_flow_id=create.output, steps=[])

Good
    # dags/events.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.emr import EmrAddStepsOperator, EmrCreateJobFlowOperator

    CLUSTER = {"Name": "{{ ds }}", "Instances": {"KeepJobFlowAliveWhenNoSteps": True}}
    ALONE = {"Name": "events", "Instances": {"KeepJobFlowAliveWhenNoSteps": False}, "Steps": [{"Name": "x"}]}

    with DAG("events", schedule=None):
        create = EmrCreateJobFlowOperator(task_id="create", job_flow_overrides=CLUSTER)
        create >> EmrAddStepsOperator(task_id="add", job_flow_id=create.output, steps=[])

    with DAG("alone", schedule=None):
        EmrCreateJobFlowOperator(task_id="create", job_flow_overrides=ALONE)
"""

from collections.abc import Iterator

from mwaa_doctor.models.arguments import dict_arguments
from mwaa_doctor.models.dags import Dag
from mwaa_doctor.rule import Finding, Unknown, rule

_KEEP = "KeepJobFlowAliveWhenNoSteps"


@rule(
    severity="error",
    confidence="medium",
    source="https://docs.aws.amazon.com/emr/latest/APIReference/API_JobFlowInstancesConfig.html",
)
def check(dag: Dag) -> Iterator[Finding]:
    clusters = [task for task in dag.tasks if task.is_a("airflow:EmrCreateJobFlowOperator")]
    if len(clusters) != 1 or not any(task.is_a("airflow:EmrAddStepsOperator") for task in dag.tasks):
        return
    overrides = clusters[0].argument("job_flow_overrides")
    settings = dict_arguments(overrides) if overrides is not None else {}
    instances = settings.get("Instances")
    try:
        keep = dict_arguments(instances).get(_KEEP) if instances is not None else None
    except Unknown:
        keep = None
    if keep is not None and keep.value is False:
        message = f"`{_KEEP}` is false, and the steps are added by a later task"
        yield Finding(keep, message, resource=clusters[0].resource)
