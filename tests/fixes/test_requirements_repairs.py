"""``--fix`` on requirements.txt and on what only shows in the project as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

URL = "https://raw.githubusercontent.com/apache/airflow/constraints-{}/constraints-{}.txt"
GOOD = URL.format("2.10.3", "3.11")
DAG = "from airflow import DAG\n\nDAG('a', schedule=None)\n"


@pytest.fixture
def fixed(tmp_path: Path, mwaa_doctor):
    """The text of requirements.txt after ``check --fix``."""

    def fix(text: str, *options: str, dag: str = DAG) -> str:
        (tmp_path / "dags").mkdir(exist_ok=True)
        (tmp_path / "dags" / "a.py").write_text(dag)
        file = tmp_path / "requirements.txt"
        file.write_bytes(text.encode())
        mwaa_doctor("check", "--fix", tmp_path, *options)
        return file.read_bytes().decode()

    return fix


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"-c {URL.format('2.10.3', '3.8')}  # tested\nboto3\n", f"-c {GOOD}  # tested\nboto3\n"),
        (f'--constraint "{URL.format("2.10.3", "3.8")}"\r\nboto3', f'--constraint "{GOOD}"\r\nboto3'),
        (
            "-c https://github.com/apache/airflow/blob/constraints-2.10.3/constraints-3.11.txt\nboto3\n",
            f"-c {GOOD}\nboto3\n",
        ),
    ],
)
def test_the_address_of_the_constraints(fixed, before: str, after: str) -> None:
    assert fixed(before, "--airflow-version", "2.10.3") == after


@pytest.mark.parametrize("text", ["boto3\n", "# ours\r\nboto3\r\n", "boto3"])
def test_the_constraint_line_is_put_on_top(fixed, text: str) -> None:
    end = "\r\n" if "\r\n" in text else "\n"

    assert fixed(text, "--airflow-version", "2.10.3") == f'--constraint "{GOOD}"{end}{text}'


def test_a_version_in_doubt_is_changed_on_request_only(fixed, tmp_path: Path) -> None:
    (tmp_path / "mwaa-doctor.toml").write_text('airflow-version = "2.10.3"\n')
    before = f"-c {URL.format('2.8.1', '3.11')}\nboto3\n"

    assert fixed(before) == before
    assert fixed(before, "--unsafe-fixes") == f"-c {GOOD}\nboto3\n"


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_provider_is_added_once_as_the_constraints_pin_it(fixed, end: str) -> None:
    dag = (
        "from airflow import DAG\nfrom airflow.providers.mongo.hooks.mongo import MongoHook\n"
        "from airflow.providers.mongo.sensors.mongo import MongoSensor\n\nDAG('a', schedule=None)\n"
    )
    before = f"-c {GOOD}\nboto3{end}"

    after = fixed(before, dag=dag)

    added = after.removeprefix(f"-c {GOOD}\nboto3\n")
    assert added.startswith("apache-airflow-providers-mongo==")
    assert added.count("\n") == (1 if end else 0)


def test_days_ago_is_replaced_on_request(fixed, tmp_path: Path) -> None:
    dag = (
        "from airflow import DAG\nfrom airflow.utils.dates import days_ago  # a week\n\n"
        "DAG('a', schedule=None, start_date=days_ago(7))\n"
    )

    fixed("", "--airflow-version", "3.0.6", dag=dag)
    kept = (tmp_path / "dags" / "a.py").read_text()
    fixed("", "--airflow-version", "3.0.6", "--unsafe-fixes", dag=dag)

    assert kept == dag
    assert (tmp_path / "dags" / "a.py").read_text() == (
        "from airflow import DAG\nimport pendulum  # a week\n\n"
        "DAG('a', schedule=None, start_date=pendulum.today(\"UTC\").add(days=-7))\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"# ours\nboto3\n-c {GOOD}  # tested\nrequests\n", f"# ours\n-c {GOOD}  # tested\nboto3\nrequests\n"),
        (f"boto3\r\nrequests\r\n-c {GOOD}\r\n", f"-c {GOOD}\r\nboto3\r\nrequests\r\n"),
        (f"boto3\n-c {GOOD}", f"-c {GOOD}\nboto3\n"),
        (f"boto3 \\\n-c {GOOD}\n", f"boto3 \\\n-c {GOOD}\n"),
    ],
)
def test_the_constraint_is_moved_up(fixed, before: str, after: str) -> None:
    assert fixed(before, "--airflow-version", "2.10.3") == after


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_constraint_that_mwaa_does_not_see_is_written_with_a_blank(fixed, end: str) -> None:
    before = f"--constraint={GOOD}{end}boto3{end}"

    assert fixed(before, "--airflow-version", "2.10.3") == before
    assert fixed(before, "--airflow-version", "2.10.3", "--unsafe-fixes") == before.replace("=h", " h")


def test_the_pin_of_the_constraints_is_taken_on_request(fixed) -> None:
    before = f"-c {GOOD}\r\npandas == 1.0.0  # old\r\n"

    assert fixed(before, "--airflow-version", "2.10.3") == before
    after = fixed(before, "--airflow-version", "2.10.3", "--unsafe-fixes")
    assert after == before.replace("== 1.0.0", "==2.1.4")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("awsrangler==3.9.1  # tables\n", "awswrangler==3.9.1  # tables\n"),
        ("awsrangler[redshift]\r\n", "awswrangler[redshift]\r\n"),
        ("awsrangler\nawswrangler\n", "awswrangler\nawswrangler\n"),
        ("awsrangler==3.9.1\nawswrangler==3.9.0\n", "awsrangler==3.9.1\nawswrangler==3.9.0\n"),
        ("psycpg2-binary\n", "psycopg2-binary\n"),
    ],
)
def test_a_misprint_is_corrected_unless_that_makes_a_fault(fixed, before: str, after: str) -> None:
    top = f"-c {GOOD}\n".replace("\n", "\r\n" if "\r\n" in before else "\n")

    assert fixed(top + before, "--airflow-version", "2.10.3") == top + after


def test_a_line_with_a_password_is_not_moved(tmp_path: Path, fixed, mwaa_doctor) -> None:
    before = "boto3\n-c https://me:hunter2hunter2@pypi.example.com/constraints.txt\n"

    assert fixed(before, "--airflow-version", "2.10.3") == before
    assert "hunter2hunter2" not in mwaa_doctor("check", tmp_path, "--format", "json").stdout
