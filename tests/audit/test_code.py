"""Audits with the code that is deployed: what lies in the bucket is judged for the environment that runs it."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

BUCKET = "dags-of-sales"
GOOD_DAG = """
from airflow import DAG
from airflow.operators.empty import EmptyOperator
from hooks import SalesHook

with DAG("sales", schedule="@daily", catchup=False) as dag:
    EmptyOperator(task_id="a")
"""
BAD_DAG = """
from airflow.models import Variable

REGION = Variable.get("region")
from airflow import DAG
from airflow.operators.empty import EmptyOperator

with DAG("numbers", schedule="@daily", catchup=False) as dag:
    EmptyOperator(task_id="a")
"""


@pytest.fixture
def scratch(tmp_path, monkeypatch) -> Path:
    """A folder for temporary files of its own, so that one sees what is left there."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def put(account, environment):
    """Make the environment and put files into its bucket; the last version of each is the newest."""
    environment()
    s3 = account.client("s3")
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})

    def upload(key: str, body: bytes | str) -> str:
        return str(s3.put_object(Bucket=BUCKET, Key=key, Body=body)["VersionId"])

    return upload


def archive(**members: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, text in members.items():
            file.writestr(name.replace("__", ".").replace("_", "/"), text)
    return data.getvalue()


def found(done: Any) -> dict[str, dict[str, Any]]:
    document = json.loads(done.stdout)
    assert document["crashes"] == [], document["crashes"]
    return {item["rule"]: item for item in document["findings"]}


def test_the_code_in_the_bucket_is_judged_where_it_lies(put, run, scratch) -> None:
    put("dags/numbers.py", BAD_DAG)

    text = run("audit", "sales", "--with-code")
    done = run("audit", "sales", "--with-code", "--format", "json")

    finding = found(done)["variable-read-at-parse-time"]
    assert finding["path"] == "s3://dags-of-sales/dags/numbers.py"
    assert finding["line"] == 4
    assert "s3://dags-of-sales/dags/numbers.py:4:10" in text.stdout
    assert 'REGION = Variable.get("region")' in text.stdout
    assert json.loads(done.stdout)["summary"]["files"] == 1
    assert str(scratch) not in text.stdout + done.stdout
    assert list(scratch.iterdir()) == []


def test_without_the_option_no_object_is_read(account, put, run) -> None:
    put("dags/numbers.py", BAD_DAG)

    done = run("audit", "sales", "--format", "json")

    assert "variable-read-at-parse-time" not in found(done)
    assert not [action for action in account.asked if "GetObject" in action or "numbers.py" in action]


def test_the_versions_that_the_environment_names_are_judged(account, put, run) -> None:
    put("dags/sales.py", GOOD_DAG)
    environment = account.environments["sales"]
    environment["RequirementsS3ObjectVersion"] = put("requirements.txt", "pandas=>1\n")
    put("requirements.txt", "# nothing\n")
    environment["RequirementsS3Path"] = "requirements.txt"
    environment["PluginsS3ObjectVersion"] = put("plugins.zip", archive(hooks__py="class SalesHook: pass\n"))
    put("plugins.zip", b"no archive")
    environment["PluginsS3Path"] = "plugins.zip"

    seen = found(run("audit", "sales", "--with-code", "--format", "json"))

    assert seen["line-refused-by-pip"]["path"] == "s3://dags-of-sales/requirements.txt"
    assert "archive-not-readable" not in seen

    del environment["PluginsS3ObjectVersion"], environment["RequirementsS3ObjectVersion"]
    seen = found(run("audit", "sales", "--with-code", "--format", "json"))
    assert "line-refused-by-pip" not in seen
    assert seen["archive-not-readable"]["path"] == "s3://dags-of-sales/plugins.zip"


def test_files_that_the_environment_does_not_use_do_not_count(put, run) -> None:
    put("dags/sales.py", GOOD_DAG.replace("from hooks import SalesHook", ""))
    put("dags/requirements.txt", "pandas=>1\n")
    put("plugins.zip", b"no archive")

    done = run("audit", "sales", "--with-code", "--format", "json")

    assert not {"line-refused-by-pip", "archive-not-readable"} & set(found(done))
    assert json.loads(done.stdout)["problems"] == []


def test_names_that_lead_elsewhere_are_left_out(put, run, scratch) -> None:
    put("dags/numbers.py", BAD_DAG)
    for key in ("dags/../../escaped.py", "dags//twice.py", "dags/back\\slash.py", "dags/" + "n" * 300 + ".py"):
        put(key, BAD_DAG)
    put("dags/numbers.py/below.py", BAD_DAG)

    done = run("audit", "sales", "--with-code", "--format", "json")

    document = json.loads(done.stdout)
    assert done.exit_code == 3
    assert {item["path"] for item in document["findings"] if item["rule"] == "variable-read-at-parse-time"} <= {
        "s3://dags-of-sales/dags/numbers.py",
        "s3://dags-of-sales/dags/numbers.py/below.py",
    }
    assert len(document["problems"]) == 5
    assert not list(scratch.rglob("escaped.py"))
    assert list(scratch.iterdir()) == []


def test_what_is_not_read_keeps_its_name(account, put, run) -> None:
    opens = "with open('/usr/local/airflow/dags/prices.parquet') as file:\n    file.read()\n"
    put("dags/numbers.py", BAD_DAG + opens)
    put("dags/prices.parquet", b"PAR1" * 100)
    put("dags/generated.py", b"#" * (5 * 1024 * 1024 + 1))

    done = run("audit", "sales", "--with-code", "--format", "json")

    document = json.loads(done.stdout)
    assert "dags-path-missing" not in found(done)
    assert not [action for action in account.asked if "prices.parquet" in action]
    assert [item["path"] for item in document["problems"]] == ["s3://dags-of-sales/dags/generated.py"]


def test_code_that_may_not_be_read_is_said(account, put, run, scratch) -> None:
    for number in range(30):
        put(f"dags/numbers_{number}.py", BAD_DAG)
    account.denied = lambda action: ".py" in action

    done = run("audit", "sales", "--with-code", "--format", "json")

    document = json.loads(done.stdout)
    assert done.exit_code == 3
    assert [item["message"] for item in document["problems"]] == ["its code was not read: s3:GetObject denied"]
    assert "bucket-without-versions" not in found(done)
    assert len([action for action in account.asked if ".py" in action]) < 30
    assert any("s3:GetObject" in note for note in document["notes"])
    assert list(scratch.iterdir()) == []


def test_several_environments_each_with_its_own_code(account, environment, run) -> None:
    s3 = account.client("s3")
    for name, version in (("dev", "3.0.6"), ("prod", "2.10.3")):
        environment(name, AirflowVersion=version)
        s3.put_object(
            Bucket=f"dags-of-{name}",
            Key="dags/old.py",
            Body="from airflow import DAG\nfrom airflow.operators.bash_operator import BashOperator\n"
            "with DAG('old', schedule=None):\n    BashOperator(task_id='a', bash_command='true')\n",
        )

    assert "Checked 2 files and 2 environments:" in run("audit", "--all", "--with-code").stdout
    done = run("audit", "--all", "--with-code", "--format", "json")

    document = json.loads(done.stdout)
    assert [item["name"] for item in document["environments"]] == ["dev", "prod"]
    assert document["summary"]["files"] == 2
    broken = {item["path"] for item in document["findings"] if item["rule"] == "module-not-found"}
    assert broken == {"s3://dags-of-dev/dags/old.py"}
    assert document["target"]["airflow_version"] is None
    assert document["target"]["environment_class"] == "mw1.small"
    errors = sum(item["severity"] == "error" for item in document["findings"])
    assert sum(item["findings"]["error"] for item in document["environments"]) == errors
    fingerprints = [item["fingerprint"] for item in document["findings"]]
    assert len(fingerprints) == len(set(fingerprints))


def test_answers_that_break_off_are_asked_again(account, put, run) -> None:
    put("dags/numbers.py", BAD_DAG)
    first: list[str] = []

    def once(action: str) -> str:
        if ".py" in action and not first:
            first.append(action)
            return "cut"
        return ""

    account.spoil = once

    done = run("audit", "sales", "--with-code", "--format", "json")

    assert first
    assert json.loads(done.stdout)["problems"] == []
    assert "variable-read-at-parse-time" in found(done)


def test_addresses_of_buckets_in_sarif(put, run) -> None:
    put("dags/numbers.py", BAD_DAG)

    log = json.loads(run("audit", "sales", "--with-code", "--format", "sarif").stdout)

    artifacts = [row["locations"][0]["physicalLocation"]["artifactLocation"] for row in log["runs"][0]["results"]]
    assert {"uri": "s3://dags-of-sales/dags/numbers.py"} in artifacts


@pytest.mark.parametrize("arguments", [("--project", "."), ("--from", "saved.json")])
def test_code_comes_from_one_place(run, arguments) -> None:
    done = run("audit", *(("sales",) if arguments[0] == "--project" else ()), "--with-code", *arguments)

    assert done.exit_code == 2
    assert "--with-code" in done.stderr


def test_the_policy_for_code(run) -> None:
    plain = json.loads(run("permissions").stdout)
    more = json.loads(run("permissions", "--with-code").stdout)

    assert plain["Statement"] == more["Statement"][:1]
    assert more["Statement"][1]["Action"] == ["s3:GetObject", "s3:GetObjectVersion"]
