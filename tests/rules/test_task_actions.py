"""What operators need of AWS, against the role that has to give it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mwaa_doctor.facts import aws_actions, operator_calls

TEMPLATE = """\
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
            Statement: %s
  Environment:
    Type: AWS::MWAA::Environment
    Properties: {Name: prod, AirflowVersion: 2.10.3, ExecutionRoleArn: !GetAtt Role.Arn}
"""
DAG = """\
from airflow import DAG
from airflow.providers.amazon.aws.operators.athena import AthenaOperator
from airflow.providers.amazon.aws.operators.sqs import SqsPublishOperator

with DAG("report", schedule="@daily"%s):
    AthenaOperator(task_id="a", query="SELECT 1", database="d", output_location="s3://b/o"%s)
    AthenaOperator(task_id="b", query="SELECT 1", database="d", output_location="s3://b/o"%s)
    SqsPublishOperator(task_id="c", sqs_queue="q", message_content="m"%s)
"""
START = "athena:StartQueryExecution"


def statement(effect: str, action: str, resource: str = "*") -> dict[str, str]:
    return {"Effect": effect, "Action": action, "Resource": resource}


def denied(check, folder: Path, statements: list[dict[str, str]], dag: str) -> list[str]:
    (folder / "dags").mkdir()
    (folder / "template.yaml").write_text(TEMPLATE % json.dumps(statements))
    (folder / "dags" / "report.py").write_text(dag)
    rows = check(folder, "--select", "task-may-not-call-aws").document["findings"]
    return [f"{row['message']} {row['evidence']}" for row in rows]


@pytest.mark.parametrize(
    ("statements", "is_denied"),
    [
        ([statement("Allow", "athena:Get*")], True),
        ([statement("Allow", "athena:*")], False),
        ([statement("Allow", "*")], False),
        ([statement("Allow", "athena:*", "arn:aws:athena:us-east-1:111122223333:workgroup/x")], False),
        ([statement("Allow", "*"), statement("Deny", "athena:Start*")], True),
        ([statement("Allow", "*"), statement("Deny", START, "arn:aws:athena:*:*:workgroup/y")], False),
    ],
)
def test_a_role_that_allows_denies_or_half_allows(check, tmp_path: Path, statements, is_denied: bool) -> None:
    found = denied(check, tmp_path, statements, DAG % ("", "", "", ""))

    assert len(found) == is_denied
    for text in found:
        assert START in text
        assert "2 places in the code need" in text
        assert "dags/report.py:6" in text
        assert "dags/report.py:7" in text


@pytest.mark.parametrize("given", ['aws_conn_id="warehouse"', "aws_conn_id=CONNECTION", "**OTHERS"])
def test_tasks_with_credentials_of_their_own_are_not_judged(check, tmp_path: Path, given: str) -> None:
    dag = DAG % ("", f", {given}", f", {given}", f", {given}")

    assert (
        denied(check, tmp_path, [statement("Allow", "s3:*")], f"from settings import CONNECTION, OTHERS\n{dag}") == []
    )


def test_the_connection_of_default_args_counts(check, tmp_path: Path) -> None:
    dag = DAG % (', default_args={"aws_conn_id": "warehouse"}', "", "", "")

    assert denied(check, tmp_path, [statement("Allow", "s3:*")], dag) == []


ACTION = re.compile(r"[a-z-]+:[A-Z]\w+")
ROLE = "arn:aws:iam::111122223333:role/run"
HEAD = """\
import boto3
from airflow import DAG
from airflow.decorators import task
from airflow.operators.python import PythonOperator
from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook
from airflow.providers.amazon.aws.hooks.glue import GlueJobHook
from airflow.providers.amazon.aws.operators.ecs import EcsRunTaskOperator
from airflow.providers.amazon.aws.operators.emr import EmrAddStepsOperator, EmrServerlessStartJobOperator
from airflow.providers.amazon.aws.operators.glue import GlueJobOperator
from airflow.providers.amazon.aws.sensors.emr import EmrJobFlowSensor

"""
CODE = """
from settings import LATER

def token():
    boto3.client("mwaa").create_cli_token(Name="other")

def start():
    client = boto3.client("glue")
    client.start_crawler(Name="c")
    boto3.client("sts").get_caller_identity()
    token()

def hooked():
    AwsBaseHook(client_type="batch").get_conn().list_jobs(jobQueue="q")

def by_hook():
    hook = GlueJobHook(job_name="sales")
    hook.initialize_job({})

def by_other_hook():
    GlueJobHook(job_name="sales", aws_conn_id="other").initialize_job({})
    GlueJobHook(**LATER).initialize_job({})

def guarded():
    client = boto3.client("glue")
    if LATER:
        client.start_crawler(Name="c")
    try:
        client.get_crawler(Name="c")
    except Exception:
        pass

def other_account(given=None):
    boto3.client("glue", endpoint_url="http://localhost").start_crawler(Name="c")
    boto3.Session(profile_name="x").client("glue").start_crawler(Name="c")
    given.start_crawler(Name="c")
    AwsBaseHook(aws_conn_id="other", client_type="batch").get_conn().list_jobs(jobQueue="q")

with DAG("report", schedule="@daily"):
    """


@pytest.mark.parametrize(
    ("written", "needed"),
    [
        ("EmrAddStepsOperator(task_id='a', job_flow_id='j')", {"elasticmapreduce:AddJobFlowSteps"}),
        (
            "EmrAddStepsOperator(task_id='a', job_flow_id='j', wait_for_completion=True)",
            {"elasticmapreduce:AddJobFlowSteps", "elasticmapreduce:DescribeStep"},
        ),
        (
            "EmrAddStepsOperator(task_id='a', job_flow_id='j', wait_for_completion=LATER)",
            {"elasticmapreduce:AddJobFlowSteps"},
        ),
        ("EcsRunTaskOperator(task_id='a', task_definition='t', wait_for_completion=False)", {"ecs:RunTask"}),
        ("EcsRunTaskOperator(task_id='a', task_definition='t')", {"ecs:RunTask", "ecs:DescribeTasks"}),
        ("EcsRunTaskOperator(task_id='a', task_definition='t', deferrable=True)", {"ecs:RunTask", "ecs:DescribeTasks"}),
        ("EmrJobFlowSensor(task_id='a', job_flow_id='j')", {"elasticmapreduce:DescribeCluster"}),
        (
            f"EmrServerlessStartJobOperator(task_id='a', application_id='x', execution_role_arn='{ROLE}')",
            {"emr-serverless:GetApplication", "emr-serverless:StartJobRun", "emr-serverless:GetJobRun", "iam:PassRole"},
        ),
        ("PythonOperator(task_id='a', python_callable=start)", {"glue:StartCrawler", "airflow:CreateCliToken"}),
        ("PythonOperator(task_id='a', python_callable=hooked)", {"batch:ListJobs"}),
        ("PythonOperator(task_id='a', python_callable=by_hook)", {"glue:StartJobRun"}),
        ("PythonOperator(task_id='a', python_callable=by_other_hook)", set()),
        ("PythonOperator(task_id='a', python_callable=guarded)", set()),
        ("PythonOperator(task_id='a', python_callable=other_account)", set()),
    ],
)
def test_what_a_task_needs_depends_on_how_it_runs(check, tmp_path: Path, written: str, needed: set[str]) -> None:
    (tmp_path / "dags").mkdir()
    (tmp_path / "template.yaml").write_text(TEMPLATE % json.dumps([statement("Allow", "s3:*")]))
    (tmp_path / "dags" / "report.py").write_text(f"{HEAD}{CODE}{written}\n")

    rows = check(tmp_path, "--select", "task-may-not-call-aws").document["findings"]

    assert {name for row in rows for line in row["evidence"][:-1] for name in ACTION.findall(line)} == needed


def test_a_statement_for_another_job_is_not_enough_and_the_cure_names_the_job(check, tmp_path: Path) -> None:
    dag = HEAD + (
        "with DAG('report', schedule='@daily'):\n"
        "    GlueJobOperator(task_id='a', job_name='sales')\n"
        "    GlueJobOperator(task_id='b', job_name='orders')\n"
        "    GlueJobOperator(task_id='c', job_name='{{ params.job }}')\n"
    )
    (tmp_path / "dags").mkdir()
    allowed = [statement("Allow", "glue:StartJobRun", "arn:aws:glue:*:*:job/sales"), statement("Allow", "glue:Get*")]
    (tmp_path / "template.yaml").write_text(TEMPLATE % json.dumps(allowed))
    (tmp_path / "dags" / "report.py").write_text(dag)

    (row,) = check(tmp_path, "--select", "task-may-not-call-aws").document["findings"]

    assert "report.b" in row["evidence"][0]
    assert len(row["evidence"]) == 2
    assert json.loads(row["fix"]["description"].removeprefix("add ")) == {
        "Effect": "Allow",
        "Action": "glue:StartJobRun",
        "Resource": "arn:aws:glue:${AWS::Region}:${AWS::AccountId}:job/orders",
    }


def test_forty_tasks_and_one_missing_statement_are_one_finding(check, tmp_path: Path) -> None:
    tasks = "".join(f"    EcsRunTaskOperator(task_id='t{number}', task_definition='t')\n" for number in range(40))
    found = denied(check, tmp_path, [statement("Allow", "s3:*")], f"{HEAD}with DAG('report', schedule=None):\n{tasks}")

    assert len(found) == 1
    assert "40 places" in found[0]
    assert "and 20 more" in found[0]


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        ("aws glue start-job-run --job-name sales", {"glue:StartJobRun"}),
        ("set -e; aws eks update-kubeconfig --name x && kubectl get pods", {"eks:DescribeCluster"}),
        ("ID=$(aws athena start-query-execution --query-string x)", {START}),
        ("aws sts get-caller-identity", set()),
        ("aws glue start-job-run help", set()),
        ("echo aws glue start-job-run", set()),
        ("aws glue start-job-run --job-name sales || true", set()),
        ("if true; then aws glue start-job-run --job-name sales; fi", set()),
        ("aws glue start-job-run --job-name sales --profile other", set()),
        ("export AWS_PROFILE=x; aws glue start-job-run --job-name sales", set()),
        ("aws glue", set()),
    ],
)
def test_the_aws_cli_in_shell_tasks(check, tmp_path: Path, command: str, needed: set[str]) -> None:
    dag = (
        "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\n"
        f"with DAG('report', schedule=None):\n    BashOperator(task_id='a', bash_command={command!r})\n"
    )
    found = " ".join(denied(check, tmp_path, [statement("Allow", "s3:*")], dag))

    assert set(ACTION.findall(found.partition(" [")[0])) == needed


@pytest.mark.parametrize(
    ("script", "needed"),
    [
        ("TOKEN=$(aws codeartifact get-authorization-token --domain d)", {"sts:GetServiceBearerToken"}),
        ("aws codeartifact login --tool pip --domain d --repository r", {"sts:GetServiceBearerToken"}),
        ('if [ "$X" = y ]; then aws codeartifact login --tool pip; fi', set()),
        ("aws codeartifact login --tool pip --domain d || echo no", set()),
        ("aws ecs list-clusters --profile other", set()),
        ("N=$(aws ecs list-clusters || true)", set()),
        ("if N=$(aws ecs list-clusters); then echo; fi", set()),
        ("export N=$(aws ecs list-clusters)", {"ecs:ListClusters"}),
        ("aws ecs list-clusters", {"ecs:ListClusters"}),
        ("aws s3 cp s3://b/k .", set()),
    ],
)
def test_the_aws_cli_in_the_startup_script(check, tmp_path: Path, script: str, needed: set[str]) -> None:
    (tmp_path / "template.yaml").write_text(TEMPLATE % json.dumps([statement("Allow", "s3:*")]))
    (tmp_path / "startup.sh").write_text(f"#!/bin/bash\n{script}\n")

    rows = check(tmp_path, "--select", "startup-script-may-not-call-aws").document["findings"]

    assert {name for row in rows for name in ACTION.findall(row["message"])} == needed


def test_a_replaced_default_connection_leaves_tasks_unjudged_but_for_those_without_one(check, tmp_path: Path) -> None:
    (tmp_path / "startup.sh").write_text("export AIRFLOW_CONN_AWS_DEFAULT=aws://\n")
    tasks = (
        "    EcsRunTaskOperator(task_id='a', task_definition='t')\n"
        "    EcsRunTaskOperator(task_id='b', task_definition='t', aws_conn_id=None)\n"
    )
    (found,) = denied(
        check, tmp_path, [statement("Allow", "s3:*")], f"{HEAD}with DAG('report', schedule=None):\n{tasks}"
    )

    assert "report.b" in found
    assert "report.a" not in found


def every_operator() -> tuple[str, set[str]]:
    """A DAG with each operator of 2.10.3 that calls AWS, and the actions that only the role can allow."""
    known = {name: operator_calls.needed_actions(name, "9.0.0", defers=False) for name in operator_calls.operators()}
    names = sorted(name for name, actions in known.items() if actions)
    tasks = "".join(f"    {name}(task_id='t{number}')\n" for number, name in enumerate(names))
    module = "airflow.providers.amazon.aws.operators.all"
    needed = {name for operator in names for name in known[operator] if not aws_actions.may_be_granted_elsewhere(name)}
    return (
        f"from airflow import DAG\nfrom {module} import {', '.join(names)}\nwith DAG('all', schedule=None):\n{tasks}",
        needed,
    )


@pytest.mark.parametrize("allowed", ["nothing", "half", "everything"])
def test_operators_of_every_service_against_roles_that_deny_allow_and_half_allow(
    check, tmp_path: Path, allowed: str
) -> None:
    dag, needed = every_operator()
    granted = {"nothing": [], "half": sorted(needed)[::2], "everything": sorted(needed)}[allowed]
    found = denied(check, tmp_path, [{"Effect": "Allow", "Action": ["s3:Get*", *granted], "Resource": "*"}], dag)

    refused = {action for text in found for action in ACTION.findall(text.partition(", which")[0])}
    assert len({action.partition(":")[0] for action in needed}) >= 20
    assert refused == needed - set(granted)


def test_a_call_at_parse_time_counts(check, tmp_path: Path) -> None:
    dag = f"{HEAD}boto3.client('ecs').list_services(cluster='c')\nwith DAG('report', schedule=None):\n    pass\n"
    (found,) = denied(check, tmp_path, [statement("Allow", "s3:*")], dag)

    assert "every parse of `dags/report.py` calls ecs:ListServices" in found
