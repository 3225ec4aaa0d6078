"""Code of the project calls AWS, and the execution role may not.

Why
    Operators, sensors and clients of boto3 call AWS as the execution role, triggers while a task is deferred as well.
    MWAA cannot see what DAGs use and never changes the role. Without the action in its policies every run of the task
    fails with AccessDenied, and one sees it only once the task has started.

Fix
    Add the statement to a policy of the role, narrowed to the resources that the tasks use.

Bad
    # template.yaml
    Resources:
      Role:  # <- here
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {Service: [airflow.amazonaws.com, airflow-env.amazonaws.com]}
                Action: sts:AssumeRole
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - {Effect: Allow, Action: "athena:Get*", Resource: "*"}
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowVersion: 2.10.3
          ExecutionRoleArn: !GetAtt Role.Arn
    # dags/report.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.athena import AthenaOperator

    with DAG("report", schedule="@daily"):
        AthenaOperator(task_id="query", query="SELECT 1", database="sales", output_location="s3://sales/out")
    ---
    # template.yaml
    Resources:
      Role:  # <- here
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {Service: [airflow.amazonaws.com, airflow-env.amazonaws.com]}
                Action: sts:AssumeRole
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - {Effect: Allow, Action: "glue:GetJob*", Resource: "*"}
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowVersion: 2.10.3
          ExecutionRoleArn: !GetAtt Role.Arn
    # dags/report.py
    import boto3
    from airflow import DAG
    from airflow.decorators import task

    with DAG("report", schedule="@daily"):

        @task
        def start():
            return boto3.client("glue").start_job_run(JobName="sales")["JobRunId"]

        start()

Good
    # template.yaml
    Resources:
      Role:
        Type: AWS::IAM::Role
        Properties:
          AssumeRolePolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Principal: {Service: [airflow.amazonaws.com, airflow-env.amazonaws.com]}
                Action: sts:AssumeRole
          Policies:
            - PolicyName: main
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - {Effect: Allow, Action: ["athena:Get*", "athena:StartQueryExecution"], Resource: "*"}
      Environment:
        Type: AWS::MWAA::Environment
        Properties:
          Name: prod
          AirflowVersion: 2.10.3
          ExecutionRoleArn: !GetAtt Role.Arn
    # dags/report.py
    from airflow import DAG
    from airflow.providers.amazon.aws.operators.athena import AthenaOperator

    with DAG("report", schedule="@daily"):
        AthenaOperator(task_id="query", query="SELECT 1", database="sales", output_location="s3://sales/out")
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from mwaa_doctor.models.aws_tasks import Use, uses_of_aws
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.rule import Finding, rule

_MOST = 20


@dataclass
class _Refused:
    """What one statement is missing for, or denies."""

    reason: str
    uses: list[Use] = field(default_factory=list)
    resources: dict[str, None] = field(default_factory=dict)

    @property
    def actions(self) -> list[str]:
        return sorted({use.action for use in self.uses})

    @property
    def cure(self) -> str:
        names = ", ".join(f"`{action}`" for action in self.actions)
        if self.reason.endswith("denies it"):
            return f"take {names} out of the statement that denies it"
        if "boundary" in self.reason:
            return f"let the permissions boundary allow {names} too"
        known = "" not in self.resources
        actions = self.actions[0] if len(self.actions) == 1 else self.actions
        wanted = list(self.resources) if known else ["*"]
        statement = {"Effect": "Allow", "Action": actions, "Resource": wanted[0] if len(wanted) == 1 else wanted}
        return f"add {json.dumps(statement)}" + ("" if known else ", narrowed to what the tasks use")


@rule(
    severity="error",
    covers=[
        "caller-create-cli-token",
        "role-ecs",
        "role-ecs-list-services",
        "role-eks",
        "role-emr",
        "role-services-of-dags",
    ],
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html",
    confidence="medium",
)
def check(role: ExecutionRole, folders: DagFolders) -> Iterator[Finding]:
    for refused in _refused(role, folders):
        names = ", ".join(f"`{action}`" for action in refused.actions)
        places = len({(use.place.path, use.place.line) for use in refused.uses})
        need = "one place in the code needs" if places == 1 else f"{places} places in the code need"
        yield Finding(
            role,
            f"the execution role may not do {names}, which {need}",
            evidence=(*_lines(refused.uses), refused.reason),
            fix=refused.cure,
        )


def _refused(role: ExecutionRole, folders: DagFolders) -> list[_Refused]:
    """The refused calls, those together that one statement is missing for or denies."""
    found: dict[tuple[str, str], _Refused] = {}
    known: dict[tuple[str, str, str], str | None] = {}
    for use in uses_of_aws(role.environment, folders):
        resource = role.completed(use.resource, use.region) if use.resource else None
        asked = (use.action, use.resource, use.region)
        if asked not in known:
            known[asked] = role.denial(use.action, resource, elsewhere=use.may_be_granted_elsewhere)
        reason = known[asked]
        if reason is not None:
            service = "" if reason.endswith("denies it") else use.action.partition(":")[0]
            refused = found.setdefault((service, reason), _Refused(reason))
            refused.uses.append(use)
            refused.resources[role.shown(resource) if resource is not None else ""] = None
    return list(found.values())


def _lines(uses: list[Use]) -> Iterator[str]:
    places: dict[str, list[str]] = {}
    for use in uses:
        places.setdefault(f"{use.place.path}:{use.place.line} {use.what}", []).append(use.action)
    for line, actions in islice(places.items(), _MOST):
        yield f"{line} {', '.join(dict.fromkeys(actions))}"
    if len(places) > _MOST:
        yield f"and {len(places) - _MOST} more"
