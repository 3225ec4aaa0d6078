"""``--fix`` on context keys, schedules, queues and ignore comments."""

from __future__ import annotations

from pathlib import Path

import pytest

BASH = "from airflow.providers.standard.operators.bash import BashOperator\n"
OLD_BASH = "from airflow.operators.bash import BashOperator\n"


@pytest.fixture
def fixed(tmp_path: Path, mwaa_doctor):
    """The text of a file after ``check --fix``, which a second run leaves alone."""

    def fix(text: str, version: str, *options: str, name: str = "dags/a.py") -> str:
        (tmp_path / "dags").mkdir(exist_ok=True)
        (tmp_path / "dags" / "b.py").write_text("from airflow import DAG\n\nDAG('b', schedule=None)\n")
        file = tmp_path / name
        file.write_bytes(text.encode())
        chosen = (tmp_path, "--airflow-version", version, *options)
        mwaa_doctor("check", "--fix", *chosen)
        assert mwaa_doctor("check", "--diff", *chosen).stdout == ""
        return file.read_bytes().decode()

    return fix


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "after", "safe"),
    [
        ("{{ execution_date }}", "{{ logical_date }}", True),
        ("{{execution_date}} {{ execution_date }}", "{{logical_date}} {{ logical_date }}", True),
        ("{{ next_ds }}", "{{ data_interval_end | ds }}", False),
        ("{{ execution_date.year }}", "{{ execution_date.year }}", True),
        ("{{ execution_date }} {{ execution_date.year }}", "{{ execution_date }} {{ execution_date.year }}", True),
        ("{{ yesterday_ds_nodash }}", "{{ yesterday_ds_nodash }}", False),
    ],
)
def test_a_context_key_of_a_template(fixed, end: str, before: str, after: str, safe: bool) -> None:
    def dag(text: str) -> str:
        lines = f'from airflow.sdk import DAG\n{BASH}\nwith DAG("a", schedule=None):\n'
        return f'{lines}    BashOperator(task_id="t", bash_command="echo {text}")\n'.replace("\n", end)

    if not safe:
        assert fixed(dag(before), "3.0.6") == dag(before)
    assert fixed(dag(before), "3.0.6", *(() if safe else ("--unsafe-fixes",))) == dag(after)


def test_a_context_key_of_a_callable(fixed) -> None:
    text = (
        "from airflow.sdk import DAG, task\n\n\n@task\ndef load(**context):\n"
        '    execution_date = context["execution_date"]  # execution_date\n    print(execution_date)\n\n\n'
        'with DAG("a", schedule=None):\n    load()\n'
    )

    assert fixed(text, "3.0.6") == text.replace('context["execution_date"]', 'context["logical_date"]')


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('DAG("a", schedule="@daily", schedule_interval="@daily")', 'DAG("a", schedule="@daily")'),
        ('DAG("a", schedule_interval="@daily", schedule="@daily")', 'DAG("a", schedule="@daily")'),
        ('DAG("a", schedule="@daily", schedule_interval="@hourly")',) * 2,
    ],
)
def test_the_same_schedule_is_given_once(fixed, before: str, after: str) -> None:
    options = ("--select", "schedule-given-twice")

    assert (
        fixed(f"from airflow import DAG\n\n{before}\n", "2.10.3", *options) == f"from airflow import DAG\n\n{after}\n"
    )


def test_a_queue_of_a_task_goes_and_one_of_the_defaults_stays(fixed) -> None:
    text = (
        f'from airflow import DAG\n{OLD_BASH}\nwith DAG("a", schedule=None):\n'
        '    BashOperator(task_id="t", bash_command="x", queue="high")\n'
    )
    defaults = f"from airflow import DAG\n{OLD_BASH}\nwith DAG(\"a\", schedule=None, default_args={{'queue': 'q'}}):\n"
    defaults += '    BashOperator(task_id="t", bash_command="x")\n'

    assert fixed(text, "2.10.3") == text.replace(', queue="high"', "")
    assert fixed(defaults, "2.10.3") == defaults


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A = 1  # mwaa-doctor: ignore[task-queue-set] isn't needed\n", "A = 1\n"),
        ("# mwaa-doctor: ignore[task-queue-set]\r\nA = 1\r\n", "A = 1\r\n"),
        ("A = 1  # mwaa-doctor: ignore[task-queue-set] x  # noqa: E1\n",) * 2,
        ("A = 1  # noqa: E1  # mwaa-doctor: ignore[task-queue-set] x\n",) * 2,
        ("A = 1  # mwaa-doctor: ignore[task-queue-set, task-id-twice] x\n",) * 2,
        ("A = '# mwaa-doctor: ignore[task-queue-set]'\n",) * 2,
    ],
)
def test_a_comment_that_hides_nothing_goes(fixed, before: str, after: str) -> None:
    end = "\r\n" if "\r\n" in before else "\n"
    head = f'from airflow import DAG{end}{end}DAG("a", schedule=None){end}'

    assert fixed(head + before, "2.10.3") == head + after


def test_a_comment_that_is_needed_stays(fixed) -> None:
    text = (
        f'from airflow import DAG\n{OLD_BASH}\nwith DAG("a", schedule=None):\n'
        '    BashOperator(task_id="t", bash_command="x", queue="q")  # mwaa-doctor: ignore[task-queue-set] local\n'
    )

    assert fixed(text, "2.10.3") == text
