"""A task calls AWS, and the execution role may not.

Why
    Operators call AWS as the execution role. Without the action in its policies every run of the task fails with
    AccessDenied, and one sees it only once the task has started.

Fix
    Allow the action on the resources that the tasks use.

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

from collections.abc import Iterator

from mwaa_doctor.models.aws_tasks import NeededAction, needed_actions
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.rule import Finding, rule

_MOST = 20


@rule(
    severity="error",
    source="https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-create-role.html",
    confidence="medium",
)
def check(role: ExecutionRole, folders: DagFolders) -> Iterator[Finding]:
    for needed in needed_actions(role.environment, folders):
        reason = role.denial_everywhere(needed.action, elsewhere=needed.may_be_granted_elsewhere)
        if reason is not None:
            yield Finding(
                role,
                f"the execution role may not do `{needed.action}`, which {_tasks(needed)}",
                evidence=(*_lines(needed), reason),
                fix=_cure(needed.action, denied=reason.endswith("denies it")),
            )


def _cure(action: str, *, denied: bool) -> str:
    if denied:
        return f"take `{action}` out of the statement that denies it"
    return f'add {{"Effect": "Allow", "Action": "{action}", "Resource": "*"}}, narrowed to what the tasks use'


def _tasks(needed: NeededAction) -> str:
    count = len(needed.tasks)
    return f"`{needed.tasks[0].name}` needs" if count == 1 else f"{count} tasks need"


def _lines(needed: NeededAction) -> Iterator[str]:
    for task in needed.tasks[:_MOST]:
        yield f"{task.place.path}:{task.place.line} {task.operator} `{task.name}` calls {needed.action}"
    if len(needed.tasks) > _MOST:
        yield f"and {len(needed.tasks) - _MOST} more tasks"
