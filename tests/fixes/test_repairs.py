"""What ``--fix`` makes of a file: exactly the lines that it should, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

HEAD = "from airflow import DAG\n"


@pytest.fixture
def fixed(tmp_path: Path, mwaa_doctor):
    """The text of a DAG file after ``check --fix``, for Airflow 3.0.6 unless options say otherwise."""

    def fix(text: str, *options: str, name: str = "dags/a.py", **others: str) -> str:
        for path, content in {name: text, **{key.replace("__", "/"): value for key, value in others.items()}}.items():
            target = tmp_path / (path if "." in path else f"{path}.py")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, newline="")
        chosen = options if "--airflow-version" in options else ("--airflow-version", "3.0.6", *options)
        mwaa_doctor("check", "--fix", tmp_path, *chosen)
        return (tmp_path / name).read_bytes().decode()

    return fix


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('DAG("a", schedule_interval="@daily")', 'DAG("a", schedule="@daily")'),
        ('DAG("a", schedule_interval = None )', 'DAG("a", schedule = None )'),
        ('DAG("ä ✓", schedule_interval=None)', 'DAG("ä ✓", schedule=None)'),
        ('DAG("a",\n    schedule_interval=None,  # by hand\n)', 'DAG("a",\n    schedule=None,  # by hand\n)'),
        ('DAG("a", concurrency=2, fail_stop=True)', 'DAG("a", max_active_tasks=2, fail_fast=True)'),
        ('DAG("a", schedule=None, default_view="graph")', 'DAG("a", schedule=None)'),
        ('DAG("a", default_view="graph", schedule=None)', 'DAG("a", schedule=None)'),
        ('DAG("a", default_view="graph",)', 'DAG("a",)'),
        ('DAG(default_view="graph", dag_id="a")', 'DAG(dag_id="a")'),
        ('DAG("a", default_view="graph", orientation="LR", schedule=None)', 'DAG("a", schedule=None)'),
        ('DAG(\n    "a",\n    default_view="tree",\n    schedule=None,\n)', 'DAG(\n    "a",\n    schedule=None,\n)'),
    ],
)
def test_arguments_are_renamed_or_dropped(fixed, before: str, after: str) -> None:
    assert fixed(f"{HEAD}\n{before}\n") == f"{HEAD}\n{after}\n"


OLD, NEW = "airflow.operators.bash_operator", "airflow.providers.standard.operators.bash"
OLD_PYTHON, NEW_PYTHON = "airflow.operators.python_operator", "airflow.providers.standard.operators.python"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"from {OLD} import BashOperator  # the shell", f"from {NEW} import BashOperator  # the shell"),
        (f"from {OLD} import BashOperator as B", f"from {NEW} import BashOperator as B"),
        (f"from {OLD} import BashOperator; X = 1", f"from {NEW} import BashOperator; X = 1"),
        (f"if True:\n\tfrom {OLD} import BashOperator", f"if True:\n\tfrom {NEW} import BashOperator"),
        (
            f"from {OLD_PYTHON} import (\n    BranchPythonOperator,  # a choice\n    PythonOperator,\n)",
            f"from {NEW_PYTHON} import (\n    BranchPythonOperator,  # a choice\n    PythonOperator,\n)",
        ),
        (
            "from airflow.operators.dummy_operator import DummyOperator\nX = DummyOperator",
            "from airflow.providers.standard.operators.empty import EmptyOperator\nX = EmptyOperator",
        ),
        (
            "from airflow.operators.dummy_operator import DummyOperator as D\nX = D",
            "from airflow.providers.standard.operators.empty import EmptyOperator as D\nX = D",
        ),
    ],
)
def test_imports_are_moved(fixed, before: str, after: str) -> None:
    rest = '\nDAG("a", schedule=None)\n'

    assert fixed(f"{HEAD}{before}{rest}") == f"{HEAD}{after}{rest}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import AthenaSensor, AWSAthenaHook", "import AthenaSensor"),
        ("import AWSAthenaHook, AthenaSensor", "import AthenaSensor"),
        ("import (AthenaSensor, AWSAthenaHook)", "import (AthenaSensor)"),
        ("import (\n    AWSAthenaHook,  # old\n    AthenaSensor,\n)", "import (\n    AthenaSensor,\n)"),
        ("import (\n    AthenaSensor,\n    AWSAthenaHook\n)", "import (\n    AthenaSensor,\n)"),
    ],
)
def test_one_name_leaves_an_import_with_its_comment(fixed, before: str, after: str) -> None:
    module = "airflow.providers.amazon.aws.sensors.athena"
    comment = "  # old" if "# old" in before else ""
    use, used = "\nX = AWSAthenaHook, AthenaSensor\n", "\nX = AthenaHook, AthenaSensor\n"

    found = fixed(f'{HEAD}from {module} {before}{use}DAG("a")\n')

    moved = f"from airflow.providers.amazon.aws.hooks.athena import AthenaHook{comment}\n"
    assert found == f'{HEAD}{moved}from {module} {after}{used}DAG("a")\n'


def test_values_change_within_their_quotes(fixed) -> None:
    text = (
        HEAD + "from airflow.providers.standard.operators.empty import EmptyOperator\n\n"
        "with DAG('a', schedule=None):\n"
        "    EmptyOperator(task_id='a', trigger_rule='dummy')\n"
        '    EmptyOperator(task_id="b", trigger_rule="none_failed_or_skipped")\n'
    )

    assert fixed(text) == text.replace("dummy", "always").replace("failed_or_skipped", "failed_min_one_success")


@pytest.mark.parametrize(
    "line",
    [
        'DAG("a", schedule_interval=None, schedule=None)',
        'KEYS = {"a": 1}\nDAG("a", **KEYS)',
        '# DAG("b", schedule_interval=None)\nX = "schedule_interval=None"',
        "from airflow.operators.dummy_operator import DummyOperator\nX = 'DummyOperator', DummyOperator",
        "from airflow.operators.dummy_operator import DummyOperator\nEmptyOperator = DummyOperator",
        "import airflow.operators.bash_operator",
    ],
)
def test_what_is_not_mechanical_is_left(fixed, line: str) -> None:
    assert fixed(f"{HEAD}{line}\n") == f"{HEAD}{line}\n"


def test_a_repair_that_brings_another_fault_to_light_repairs_that_as_well(fixed) -> None:
    text = HEAD + f'from {OLD} import BashOperator\nDAG("a")\nBashOperator(task_id="a", xcom_push=True)\n'

    assert fixed(text) == text.replace(OLD, NEW).replace("xcom_push", "do_xcom_push")


def test_nothing_of_airflow_3_is_done_to_an_airflow_2_project(fixed) -> None:
    text = f'{HEAD}from {OLD} import BashOperator\nDAG("a", schedule_interval=None)\n'

    assert fixed(text, "--airflow-version", "2.10.3") == text


def test_an_unsafe_repair_is_made_on_request_only(fixed) -> None:
    text = (
        HEAD + "from airflow.providers.standard.operators.empty import EmptyOperator\n\n"
        'with DAG("a", schedule=None):\n    EmptyOperator(task_id="a", weight_rule="upstreem")\n'
    )

    assert fixed(text) == text
    assert fixed(text, "--unsafe-fixes") == text.replace("upstreem", "upstream")


def test_a_name_that_another_module_imports_is_not_renamed(tmp_path: Path, mwaa_doctor) -> None:
    folder = tmp_path / "dags"
    folder.mkdir()
    steps = "from airflow.operators.dummy_operator import DummyOperator\n"
    (folder / "steps.py").write_text(steps)
    (folder / "a.py").write_text(HEAD + 'from steps import DummyOperator\nDAG("a", schedule_interval=None)\n')

    run = mwaa_doctor("check", "--fix", tmp_path, "--airflow-version", "3.0.6")

    assert (folder / "steps.py").read_text() == steps
    assert "schedule=None" in (folder / "a.py").read_text()
    assert "not repaired:" in run.stderr
    assert "`name-not-found` would report something new in dags/a.py" in run.stderr


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_stay(fixed, end: str) -> None:
    before = f'{HEAD}from {OLD_PYTHON} import PythonOperator\nX = """\n"""\nDAG("a", schedule_interval=None)'

    found = fixed(before.replace("\n", end))

    after = before.replace(OLD_PYTHON, NEW_PYTHON).replace("schedule_interval", "schedule")
    assert found == after.replace("\n", end)


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-8-sig", ""), ("latin-1", "# -*- coding: latin-1 -*-\n"), ("utf-8", "")]
)
def test_the_encoding_stays(tmp_path: Path, mwaa_doctor, encoding: str, declared: str) -> None:
    file = tmp_path / "dags" / "a.py"
    file.parent.mkdir()
    text = f'{declared}{HEAD}DAG("ä", schedule_interval=None)  # für alle\n'
    file.write_bytes(text.encode(encoding))

    mwaa_doctor("check", "--fix", tmp_path, "--airflow-version", "3.0.6")

    assert file.read_bytes() == text.replace("schedule_interval", "schedule").encode(encoding)
