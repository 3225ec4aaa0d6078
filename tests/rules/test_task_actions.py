"""What operators need of AWS, against the role that has to give it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mwaa_doctor.facts import operator_calls
from mwaa_doctor.facts.reading import read_json

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
        ([statement("Allow", START, "arn:aws:athena:us-east-1:111122223333:workgroup/x")], False),
        ([statement("Allow", "*"), statement("Deny", "athena:Start*")], True),
        ([statement("Allow", "*"), statement("Deny", START, "arn:aws:athena:*:*:workgroup/y")], False),
    ],
)
def test_a_role_that_allows_denies_or_half_allows(check, tmp_path: Path, statements, is_denied: bool) -> None:
    found = denied(check, tmp_path, statements, DAG % ("", "", "", ""))

    assert len(found) == is_denied
    for text in found:
        assert START in text
        assert "2 tasks need" in text
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


@pytest.mark.parametrize(
    ("operator", "action"),
    [
        ("AppflowRunOperator", "appflow:StartFlow"),
        ("AthenaOperator", START),
        ("BatchOperator", "batch:SubmitJob"),
        ("BedrockInvokeModelOperator", "bedrock:InvokeModel"),
        ("CloudFormationCreateStackOperator", "cloudformation:CreateStack"),
        ("DmsStartTaskOperator", "dms:StartReplicationTask"),
        ("EcsCreateClusterOperator", "ecs:CreateCluster"),
        ("EcsRegisterTaskDefinitionOperator", "ecs:RegisterTaskDefinition"),
        ("EmrAddStepsOperator", "elasticmapreduce:AddJobFlowSteps"),
        ("EmrContainerOperator", "emr-containers:StartJobRun"),
        ("EmrCreateJobFlowOperator", "elasticmapreduce:RunJobFlow"),
        ("EventBridgePutEventsOperator", "events:PutEvents"),
        ("GlueDataBrewStartJobOperator", "databrew:StartJobRun"),
        ("LambdaInvokeFunctionOperator", "lambda:InvokeFunction"),
        ("NeptuneStartDbClusterOperator", "rds:DescribeDBClusters"),
        ("QuickSightCreateIngestionOperator", "quicksight:CreateIngestion"),
        ("RdsCreateDbInstanceOperator", "rds:CreateDBInstance"),
        ("SnsPublishOperator", "sns:Publish"),
        ("SqsPublishOperator", "sqs:SendMessage"),
        ("StepFunctionGetExecutionOutputOperator", "states:DescribeExecution"),
    ],
)
def test_actions_are_named_as_the_service_authorization_reference_does(operator: str, action: str) -> None:
    assert action in operator_calls.needed_actions(operator, "9.8.0")


def test_every_action_has_a_service_and_a_name_and_versions_are_positions() -> None:
    document = read_json("operator_calls.json")

    for row in document["operators"].values():
        assert all(set(positions) <= set(row["present"]) for positions in row.values())
        assert max(row["present"]) < len(document["versions"])
        assert all(name.count(":") == 1 for name in row if name != "present")
    assert "AthenaOperator" in operator_calls.operators()
    assert operator_calls.needed_actions("NoSuchOperator", "9.8.0") == ()
