"""Audits end to end: the real command, boto3's real protocol, an account on loopback."""

from __future__ import annotations

import json


def test_a_broken_environment_is_told(environment, run) -> None:
    environment(AirflowConfigurationOptions={"core.parallelism": "many", "smtp.smtp_password": "hunter2-and-more"})

    done = run("audit", "sales", "--format", "json")

    found = {item["rule"]: item for item in json.loads(done.stdout)["findings"]}
    assert done.exit_code == 1, done.stderr
    assert "option-value-refused" in found
    assert "secret-in-option" in found
    assert "hunter2" not in done.stdout + done.stderr


def test_a_saved_snapshot_gives_the_same_report(environment, run) -> None:
    environment(AirflowConfigurationOptions={"smtp.smtp_password": "hunter2-and-more"})

    saved = run("snapshot", "sales", "-o", "one.json")
    again = run("snapshot", "sales", "-o", "two.json")

    assert saved.exit_code == again.exit_code == 0, saved.stderr
    assert "smtp.smtp_password is hidden" in saved.stderr
    assert run("audit", "--from", "one.json").stdout == run("audit", "sales").stdout
    assert run("diff", "one.json", "two.json").stdout == "Nothing changed.\n"


def test_a_change_is_shown(account, environment, run) -> None:
    environment()
    run("snapshot", "sales", "-o", "before.json")
    account.environments["sales"]["EnvironmentClass"] = "mw1.large"
    run("snapshot", "sales", "-o", "after.json")

    done = run("diff", "before.json", "after.json")

    assert done.exit_code == 1
    assert "EnvironmentClass: mw1.small -> mw1.large" in done.stdout


def test_what_is_denied_is_not_checked_and_the_run_goes_on(account, environment, run) -> None:
    environment()
    account.denied = lambda action: action.startswith(("ec2:", "iam:"))

    done = run("audit", "sales", "--format", "json")

    result = json.loads(done.stdout)
    assert "bucket-without-versions" in {item["rule"] for item in result["findings"]}
    assert any("ec2:DescribeSubnets" in note and "iam:GetRole" in note for note in result["notes"])


def test_permissions_are_the_calls(run) -> None:
    policy = json.loads(run("permissions").stdout)

    actions = policy["Statement"][0]["Action"]
    assert "airflow:GetEnvironment" in actions
    reading = ("Get", "List", "Describe", "Simulate", "Validate", "Lookup", "Filter")
    assert all(name.partition(":")[2].startswith(reading) for name in actions)


def test_an_environment_that_is_not_there(run) -> None:
    done = run("audit", "nowhere")

    assert done.exit_code == 2
    assert "there is no environment `nowhere` in eu-west-1" in done.stderr


def test_a_template_of_the_project_is_judged_as_a_change_of_what_runs(environment, run, tmp_path) -> None:
    running = environment()
    subnets = ", ".join(running["NetworkConfiguration"]["SubnetIds"])
    project = tmp_path / "project"
    project.mkdir()
    template = (
        "Resources:\n  Environment:\n    Type: AWS::MWAA::Environment\n    Properties:\n      Name: NAME\n"
        f"      AirflowVersion: 3.0.6\n      NetworkConfiguration: {{SubnetIds: [{subnets}]}}\n"
    )
    (project / "template.yaml").write_text(template.replace("NAME", "sales"))
    (project / "other.yaml").write_text(template.replace("NAME", "other"))

    result = json.loads(run("audit", "sales", "--project", "project", "--format", "json").stdout)

    rows = {item["rule"]: item for item in result["findings"]}
    assert (rows["version-change-refused"]["path"], rows["version-change-refused"]["line"]) == ("template.yaml", 6)
    assert "final-property-changed" not in rows
    assert [(row["name"], row["source"]) for row in result["environments"]] == [
        ("sales", "cloudformation"),
        ("sales", "live"),
    ]
    assert result["target"]["airflow_version"] == "2.10.3"


def test_an_uploaded_file_that_is_not_used_is_told(account, environment, run) -> None:
    environment()
    s3 = account.client("s3")
    s3.put_bucket_versioning(Bucket="dags-of-sales", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="dags-of-sales", Key="requirements.txt", Body=b"")
    s3.put_object(Bucket="dags-of-sales", Key="plugins.zip.old", Body=b"")

    result = json.loads(run("audit", "sales", "--format", "json", "--select", "uploaded-file-not-used").stdout)

    assert [row["message"] for row in result["findings"]] == [
        "`requirements.txt` lies in the bucket `dags-of-sales`, and `RequirementsS3Path` is not set"
    ]
