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

from mwaa_doctor.models.aws_refusals import refused_calls
from mwaa_doctor.models.aws_tasks import uses_of_aws
from mwaa_doctor.models.dag_folder import DagFolders
from mwaa_doctor.models.execution_role import ExecutionRole
from mwaa_doctor.project import Project
from mwaa_doctor.rule import Finding, rule


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
def check(role: ExecutionRole, folders: DagFolders, project: Project) -> Iterator[Finding]:
    uses = uses_of_aws(role.environment, folders, project.startup_exports)
    for refused in refused_calls(role, uses):
        need = "one place in the code needs" if refused.places == 1 else f"{refused.places} places in the code need"
        yield Finding(
            role,
            f"the execution role may not do {refused.names}, which {need}",
            evidence=(*refused.lines, refused.reason),
            fix=refused.cure,
        )
