"""A template is judged against the environment that it changes, where a snapshot, a state or the plan tells of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

TEMPLATE = """\
Resources:
  Environment:
    Type: AWS::MWAA::Environment
    Properties:
      Name: sales
      AirflowVersion: 2.10.3
      EnvironmentClass: mw1.small
      MaxWorkers: 5
      DagS3Path: dags
      NetworkConfiguration:
        SubnetIds: [subnet-1, subnet-2]
        SecurityGroupIds: [sg-1]
"""
RUNNING = {
    "Name": "sales",
    "Status": "AVAILABLE",
    "AirflowVersion": "2.10.3",
    "EnvironmentClass": "mw1.small",
    "MaxWorkers": 5,
    "DagS3Path": "dags",
    "NetworkConfiguration": {"SubnetIds": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]},
}
CHANGES = "final-property-changed,version-change-refused,version-change-interrupts-tasks,file-removal-without-effect"


def snapshot(region: str = "eu-west-1", **settings: Any) -> str:
    """A saved snapshot of the running environment."""
    record = {
        "kind": "mwaa:Environment",
        "key": "sales",
        "label": "arn:aws:airflow:eu-west-1:111122223333:environment/sales",
        "body": {**RUNNING, **settings},
    }
    item = {"source": "live", "name": "the account", "account": "111122223333", "region": region, "partition": "aws"}
    return json.dumps({"format": "mwaa-doctor-snapshot", "version": 1, "snapshots": [{**item, "resources": [record]}]})


@pytest.fixture
def beside(tmp_path: Path, check):
    """Check a template beside a snapshot."""

    def run(template: str, saved: str, *options: str, **files: str) -> Any:
        folder = tmp_path / "project"
        folder.mkdir(exist_ok=True)
        for name, text in {"template.yaml": template, **files}.items():
            (folder / name).write_text(text)
        (tmp_path / "running.json").write_text(saved)
        return check(folder, "--snapshot", tmp_path / "running.json", *options)

    return run


def told(run: Any) -> list[tuple[str, str]]:
    """Rules and messages, in order."""
    return sorted((row["rule"], row["message"]) for row in run.document["findings"])


def test_an_environment_as_its_template_says_gives_no_finding_on_changes(beside) -> None:
    run = beside(TEMPLATE, snapshot(), "--select", CHANGES)

    assert told(run) == []
    assert run.document["summary"]["outcomes"]["passed"] == len(CHANGES.split(","))


@pytest.mark.parametrize(
    ("planned", "settings", "rule", "words"),
    [
        ("subnet-2]->subnet-3]", {}, "final-property-changed", "the subnets"),
        ("  DagS3Path: dags->  KmsKey: 1234-a", {}, "final-property-changed", "the KMS key"),
        (
            "  DagS3Path: dags->  KmsKey: arn:aws:kms:eu-west-1:111122223333:key/1234-b",
            {"KmsKey": "1234-a"},
            "final-property-changed",
            "the KMS key",
        ),
        ("", {"KmsKey": "arn:aws:kms:eu-west-1:111122223333:key/1234-a"}, "final-property-changed", "the KMS key"),
        ("  DagS3Path: dags->  EndpointManagement: CUSTOMER", {}, "final-property-changed", "management"),
        ("2.10.3->3.0.6", {}, "version-change-refused", "does not move to 3.0.6"),
        ("2.10.3->2.11.2", {}, "version-change-interrupts-tasks", "from Airflow 2.10.3 to 2.11.2"),
        ("2.10.3->2.9.2", {}, "version-change-interrupts-tasks", "from Airflow 2.10.3 to 2.9.2"),
        ("2.10.3->3.3.1", {"AirflowVersion": "2.11.2"}, "version-change-interrupts-tasks", "to 3.3.1"),
        ("2.10.3->2.11.0", {"AirflowVersion": "3.2.1"}, "version-change-interrupts-tasks", "to 2.11.0"),
        ("", {"AirflowVersion": "3.2.1"}, "version-change-refused", "does not move to 2.10.3"),
        ("", {"PluginsS3Path": "plugins.zip"}, "file-removal-without-effect", "`plugins.zip`"),
        ("", {"RequirementsS3Path": "r.txt"}, "file-removal-without-effect", "`r.txt`"),
    ],
)
def test_a_change_is_told(planned: str, settings: dict[str, Any], rule: str, words: str, beside) -> None:
    before, _, after = planned.partition("->")

    run = beside(TEMPLATE.replace(before, after) if planned else TEMPLATE, snapshot(**settings), "--select", CHANGES)

    ((found, message),) = told(run)
    assert found == rule
    assert words in message


@pytest.mark.parametrize(
    ("planned", "settings"),
    [
        ("[subnet-1, subnet-2]->[subnet-2, subnet-1]", {}),
        (
            "  DagS3Path: dags->  KmsKey: 1234-a",
            {"KmsKey": "arn:aws:kms:eu-west-1:111122223333:key/1234-a"},
        ),
        ("  DagS3Path: dags->  EndpointManagement: SERVICE", {}),
        ("      AirflowVersion: 2.10.3\n->", {"AirflowVersion": "2.9.2"}),
        ("[sg-1]->[sg-2]", {}),
        ("mw1.small->mw1.large", {}),
    ],
)
def test_what_may_be_changed_is_left_alone(planned: str, settings: dict[str, Any], beside) -> None:
    before, _, after = planned.partition("->")

    assert told(beside(TEMPLATE.replace(before, after), snapshot(**settings), "--select", CHANGES)) == []


def test_what_the_deployment_decides_is_not_judged(beside) -> None:
    subnet = "  Own:\n    Type: AWS::EC2::Subnet\n    Properties: {VpcId: vpc-1, CidrBlock: 10.0.0.0/24}\n"
    key = "  DagS3Path: dags\n      KmsKey: !ImportValue key"
    template = TEMPLATE.replace("[subnet-1, subnet-2]", "[subnet-1, !Ref Own]").replace("  DagS3Path: dags", key)

    run = beside(template + subnet, snapshot(KmsKey="1234-a"), "--select", "final-property-changed")

    assert told(run) == []
    assert [row["rules"] for row in run.document["not_checked"]] == [["final-property-changed"]]


def test_a_fault_of_both_is_told_once_in_the_template(beside) -> None:
    run = beside(TEMPLATE.replace("MaxWorkers: 5", "MaxWorkers: 500"), snapshot(MaxWorkers=500))

    rows = [row for row in run.document["findings"] if row["rule"] == "count-outside-class"]
    ((place, also),) = [(row["path"], [other["path"] for other in row["also"]]) for row in rows]
    assert place == "template.yaml"
    assert also == ["arn:aws:airflow:eu-west-1:111122223333:environment/sales"]


def test_a_fault_of_the_running_environment_alone_stays_with_it(beside) -> None:
    run = beside(TEMPLATE, snapshot(MaxWorkers=500), "--select", "count-outside-class")

    (row,) = run.document["findings"]
    assert row["path"].endswith(":environment/sales")


def test_an_ignore_comment_in_the_template_counts_for_both(beside) -> None:
    ignored = "MaxWorkers: 500  # mwaa-doctor: ignore[count-outside-class] the quota was raised"

    run = beside(
        TEMPLATE.replace("MaxWorkers: 5", ignored), snapshot(MaxWorkers=500), "--select", "count-outside-class"
    )

    assert told(run) == []


def test_the_code_is_judged_at_the_version_of_the_template(beside) -> None:
    run = beside(TEMPLATE.replace("2.10.3", "2.11.2"), snapshot())

    assert run.document["target"]["airflow_version"] == "2.11.2"


def test_files_are_judged_at_the_version_of_the_template(beside) -> None:
    code = 'from airflow import DAG\n\nDAG("daily", schedule="@daily", sla_miss_callback=print)\n'
    files = {"daily.py": code, "mwaa-doctor.toml": 'dags = ["."]\n', "requirements.txt": "boto3==1.37.3\n"}
    rules = ("--select", "removed-feature,pin-conflicts-with-constraint")

    for version, expected in (("2.11.0", set()), ("3.0.6", {"removed-feature", "pin-conflicts-with-constraint"})):
        template = TEMPLATE.replace("2.10.3", version)
        run = beside(template, snapshot(AirflowVersion="2.11.0"), *rules, **files)
        assert {row["rule"] for row in run.document["findings"]} == expected


@pytest.mark.parametrize(("region", "other"), [("eu-central-1", {}), ("eu-west-1", {"other.yaml": TEMPLATE})])
def test_what_may_be_another_environment_is_not_compared(region: str, other: dict[str, str], beside) -> None:
    template = TEMPLATE.replace("subnet-2]", "subnet-3]")
    settings = '[[environments]]\ntemplate = "template.yaml"\nregion = "eu-west-1"\n'

    run = beside(template, snapshot(region), "--select", CHANGES, **{"mwaa-doctor.toml": settings}, **other)

    assert told(run) == []
    if other:
        assert "several templates declare `sales`" in json.dumps(run.document["not_checked"])


PLAN = {
    "format_version": "1.2",
    "resource_changes": [
        {
            "address": "aws_mwaa_environment.sales",
            "mode": "managed",
            "type": "aws_mwaa_environment",
            "name": "sales",
            "change": {
                "actions": ["update"],
                "before": {
                    "name": "sales",
                    "airflow_version": "2.10.3",
                    "plugins_s3_path": "plugins.zip",
                    "network_configuration": [{"subnet_ids": ["subnet-1", "subnet-2"], "security_group_ids": ["sg-1"]}],
                },
                "after": {
                    "name": "sales",
                    "airflow_version": "2.10.3",
                    "plugins_s3_path": "plugins.zip",
                    "network_configuration": [{"subnet_ids": ["subnet-1", "subnet-2"], "security_group_ids": ["sg-1"]}],
                },
                "after_unknown": {},
            },
        }
    ],
}


@pytest.mark.parametrize(
    ("after", "more", "rule"),
    [
        ({}, {}, None),
        ({"airflow_version": "3.0.6"}, {}, "version-change-refused"),
        ({"airflow_version": "2.11.2"}, {}, "version-change-interrupts-tasks"),
        ({"plugins_s3_path": None}, {}, "file-removal-without-effect"),
        (
            {"network_configuration": [{"subnet_ids": ["subnet-1", "subnet-3"], "security_group_ids": ["sg-1"]}]},
            {"actions": ["delete", "create"], "replace_paths": [["network_configuration", 0, "subnet_ids"]]},
            "final-property-changed",
        ),
        (
            {"network_configuration": [{"security_group_ids": ["sg-1"]}]},
            {
                "actions": ["delete", "create"],
                "replace_paths": [["network_configuration", 0, "subnet_ids"]],
                "after_unknown": {"network_configuration": [{"subnet_ids": True}]},
            },
            "final-property-changed",
        ),
        ({"name": "other"}, {"actions": ["delete", "create"], "replace_paths": [["name"]]}, "final-property-changed"),
    ],
)
def test_a_plan_tells_what_is_running(
    after: dict[str, Any], more: dict[str, Any], rule: str | None, tmp_path: Path, check
) -> None:
    plan = json.loads(json.dumps(PLAN))
    change = plan["resource_changes"][0]["change"]
    change["after"].update(after)
    change.update(more)
    (tmp_path / "plan.json").write_text(json.dumps(plan))

    run = check(tmp_path, "--select", CHANGES)

    assert [row["rule"] for row in run.document["findings"]] == ([rule] if rule else [])
    assert len(run.document["environments"]) == 1


def test_a_state_is_what_is_running(tmp_path: Path, check) -> None:
    values = PLAN["resource_changes"][0]["change"]["before"]  # type: ignore[index]
    row = {"address": "aws_mwaa_environment.sales", "mode": "managed", "type": "aws_mwaa_environment", "name": "sales"}
    state = {"format_version": "1.0", "values": {"root_module": {"resources": [{**row, "values": values}]}}}
    (tmp_path / "state.json").write_text(json.dumps(state))
    (tmp_path / "main.tf").write_text(
        'resource "aws_mwaa_environment" "sales" {\n  name            = "sales"\n  airflow_version = "3.0.6"\n'
        '  plugins_s3_path = "plugins.zip"\n}\n'
    )

    run = check(tmp_path, "--select", CHANGES)

    ((path, line, rule),) = run.findings
    assert (path, line, rule) == ("main.tf", 3, "version-change-refused")


ODD: list[Any] = [None, 7, True, "", "x", [], [None], [["a"]], {}, {"a": []}]


NAMES = ("AirflowVersion", "NetworkConfiguration", "KmsKey", "EndpointManagement", "PluginsS3Path", "Tags", "CreatedAt")


@pytest.mark.parametrize("value", ODD, ids=repr)
def test_any_answer_gives_a_result(value: Any, beside) -> None:
    run = beside(TEMPLATE.replace("[subnet-1, subnet-2]", "{a: [b]}"), snapshot(**dict.fromkeys(NAMES, value)))

    assert run.document["crashes"] == []


@pytest.mark.parametrize("value", [*ODD, [[]], [["name", 0, {}]], ["create", None]], ids=repr)
def test_any_change_in_a_plan_gives_a_result(value: Any, tmp_path: Path, check) -> None:
    sound = {**PLAN["resource_changes"][0]["change"], "actions": ["delete", "create"]}  # type: ignore[index]
    for number, name in enumerate(("actions", "before", "after_unknown", "replace_paths")):
        plan = json.loads(json.dumps(PLAN))
        plan["resource_changes"][0]["change"] = {**sound, "replace_paths": [["name"]], name: value}
        (tmp_path / f"plan{number}.json").write_text(json.dumps(plan))

    run = check(tmp_path)

    assert run.document["crashes"] == []
    assert len(run.document["environments"]) == 4
