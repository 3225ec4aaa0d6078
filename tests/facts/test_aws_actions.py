"""Operators and clients of boto3 need the actions that the service authorization reference names."""

from __future__ import annotations

import pytest

from mwaa_doctor.facts import aws_actions, operator_calls
from mwaa_doctor.facts.permissions import service_actions, service_prefixes
from mwaa_doctor.facts.reading import read_json, read_toml


@pytest.mark.parametrize(
    "action", ["lambda:InvokeFunction", "s3:PutObject", "sns:Publish", "kms:Decrypt", "ses:SendEmail"]
)
def test_what_a_policy_of_the_resource_may_allow_is_judged_by_denials_alone(action: str) -> None:
    assert aws_actions.may_be_granted_elsewhere(action)


@pytest.mark.parametrize(
    ("operator", "action"),
    [
        ("AppflowRunOperator", "appflow:StartFlow"),
        ("AthenaOperator", "athena:StartQueryExecution"),
        ("BatchOperator", "batch:SubmitJob"),
        ("BatchSensor", "batch:DescribeJobs"),
        ("BedrockInvokeModelOperator", "bedrock:InvokeModel"),
        ("CloudFormationCreateStackOperator", "cloudformation:CreateStack"),
        ("DataSyncOperator", "datasync:DescribeTaskExecution"),
        ("DmsStartTaskOperator", "dms:StartReplicationTask"),
        ("EcsRegisterTaskDefinitionOperator", "ecs:RegisterTaskDefinition"),
        ("EcsRunTaskOperator", "ecs:RunTask"),
        ("EksPodOperator", "eks:DescribeCluster"),
        ("EmrAddStepsOperator", "elasticmapreduce:AddJobFlowSteps"),
        ("EmrContainerOperator", "emr-containers:StartJobRun"),
        ("EmrCreateJobFlowOperator", "elasticmapreduce:RunJobFlow"),
        ("EmrServerlessStartJobOperator", "emr-serverless:GetApplication"),
        ("EventBridgePutEventsOperator", "events:PutEvents"),
        ("GlueCrawlerOperator", "glue:GetCrawler"),
        ("GlueDataBrewStartJobOperator", "databrew:StartJobRun"),
        ("GlueJobOperator", "glue:StartJobRun"),
        ("LambdaInvokeFunctionOperator", "lambda:InvokeFunction"),
        ("LocalFilesystemToS3Operator", "s3:PutObject"),
        ("NeptuneStartDbClusterOperator", "rds:DescribeDBClusters"),
        ("QuickSightCreateIngestionOperator", "quicksight:CreateIngestion"),
        ("RdsCreateDbInstanceOperator", "rds:CreateDBInstance"),
        ("RedshiftDataOperator", "redshift-data:DescribeStatement"),
        ("S3CopyObjectOperator", "s3:PutObject"),
        ("SageMakerTrainingOperator", "sagemaker:CreateTrainingJob"),
        ("SnsPublishOperator", "sns:Publish"),
        ("SqsPublishOperator", "sqs:SendMessage"),
        ("StepFunctionGetExecutionOutputOperator", "states:DescribeExecution"),
    ],
)
def test_actions_are_named_as_the_service_authorization_reference_does(operator: str, action: str) -> None:
    waiting = operator_calls.needed_actions(operator, "9.8.0", defers=False, waits=True)
    deferred = operator_calls.needed_actions(operator, "9.8.0", defers=True)

    assert action in {*waiting, *deferred}


@pytest.mark.parametrize("airflow", ["2.7.2", "2.8.1", "2.9.2", "2.10.1", "2.10.3", "2.11.2", "3.0.6", "3.2.1"])
@pytest.mark.parametrize(
    ("operator", "action"),
    [
        ("EmrCreateJobFlowOperator", "elasticmapreduce:RunJobFlow"),
        ("EmrStepSensor", "elasticmapreduce:DescribeStep"),
        ("GlueJobSensor", "glue:GetJobRun"),
        ("SageMakerEndpointSensor", "sagemaker:DescribeEndpoint"),
    ],
)
def test_what_an_operator_is_there_for_is_known_in_every_version(operator: str, action: str, airflow: str) -> None:
    assert action in operator_calls.needed_actions(operator, operator_calls.provider_version(airflow))


@pytest.mark.parametrize(
    ("client", "method", "action"),
    [
        ("athena", "start_query_execution", "athena:StartQueryExecution"),
        ("emr", "run_job_flow", "elasticmapreduce:RunJobFlow"),
        ("glue", "start_job_run", "glue:StartJobRun"),
        ("lambda", "invoke", "lambda:InvokeFunction"),
        ("mwaa", "create_cli_token", "airflow:CreateCliToken"),
        ("rds", "describe_db_instances", "rds:DescribeDBInstances"),
        ("s3", "head_object", "s3:GetObject"),
        ("s3", "list_buckets", "s3:ListAllMyBuckets"),
        ("s3", "list_objects_v2", "s3:ListBucket"),
        ("s3", "upload_file", "s3:PutObject"),
        ("sqs", "send_message_batch", "sqs:SendMessage"),
        ("stepfunctions", "start_execution", "states:StartExecution"),
        ("sts", "get_caller_identity", None),
        ("glue", "no_such_method", None),
        ("nosuchservice", "run", None),
    ],
)
def test_calls_of_clients_become_actions(client: str, method: str, action: str | None) -> None:
    assert aws_actions.action_of_call(client, method) == action


def test_every_action_is_one_of_the_reference_and_versions_are_positions() -> None:
    document = read_json("operator_calls.json")
    table = read_toml("aws_actions.toml")

    actions = {*table["identity_actions"], *table["actions"].values(), *table["methods"].values(), *table["also"]}
    actions |= {name for names in (*table["commands"].values(), *table["also"].values()) for name in names}
    for row in (*document["operators"].values(), *document["hooks"].values()):
        assert all(set(positions) <= set(row["present"]) for positions in row.values())
        assert max(row["present"]) < len(document["versions"])
        assert {key.rpartition(" ")[0] for key in row if ":" in key} <= {"", "wait", "defer"}
        actions |= {key.rpartition(" ")[2] for key in row if ":" in key}
    for action in actions:
        prefix, _, name = action.partition(":")
        service = service_actions(prefix)
        assert service is not None, action
        assert service.names.get(name.lower()) == name, action
    assert set(table["identity_services"]) <= service_prefixes()
    assert "AthenaOperator" in document["operators"]
    assert operator_calls.needed_actions("NoSuchOperator", "9.8.0") == ()


def test_services_that_are_said_to_have_no_policies_of_resources_cannot_be_given_one() -> None:
    for prefix in read_toml("aws_actions.toml")["identity_services"]:
        service = service_actions(prefix)

        assert service is not None
        assert [name for name in service.names.values() if name.endswith("ResourcePolicy")] == [], prefix
