"""Start-up stays light: what the command line imports is on a list, heavy libraries wait until they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = {
    "boto3", "botocore", "networkx", "libcst", "jinja2", "rich", "pip", "piptools", "yaml", "croniter", "dateutil",
    "numpy", "asyncio", "unittest", "xml", "concurrent", "multiprocessing", "sqlite3", "http", "ssl",
    "tree_sitter", "tree_sitter_bash", "subprocess",
}  # fmt: skip
OWN = {"mwaa_doctor", "mwaa_doctor.cli"}


def modules_after(code: str, *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('\\n'.join(sys.modules))", *arguments],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines())


def test_command_line_imports_only_click_and_itself() -> None:
    before = modules_after("")
    third_party = {
        name.partition(".")[0]
        for name in modules_after("import mwaa_doctor.cli") - before
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("_")
    }

    assert third_party == {"click", "mwaa_doctor"}


def test_command_line_imports_nothing_of_the_engine() -> None:
    loaded = {name for name in modules_after("import mwaa_doctor.cli") if name.startswith("mwaa_doctor")}

    assert loaded == OWN


def test_checking_one_file_imports_nothing_heavy(tmp_path: Path) -> None:
    dag = tmp_path / "dags" / "sales.py"
    dag.parent.mkdir()
    dag.write_text(
        "from airflow import DAG\nfrom airflow.operators.empty import EmptyOperator\n\n"
        "with DAG('sales', schedule='@daily'):\n    EmptyOperator(task_id='a') >> EmptyOperator(task_id='b')\n"
    )
    code = (
        "import contextlib, io\nfrom mwaa_doctor.cli import main\n"
        "with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), contextlib.suppress(SystemExit):\n"
        f"    main(['check', {str(dag)!r}, '--airflow-version', '2.10.3'])"
    )
    before = modules_after("")

    loaded = {name.partition(".")[0] for name in modules_after(code) - before}

    assert loaded & HEAVY == set()


def test_checking_code_imports_no_rules_on_infrastructure(tmp_path: Path) -> None:
    dag = tmp_path / "dags" / "sales.py"
    dag.parent.mkdir()
    dag.write_text("from airflow import DAG\nimport pandas\n\nDAG('sales sales')\n")
    code = (
        "import contextlib, io\nfrom mwaa_doctor.cli import main\n"
        "with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), contextlib.suppress(SystemExit):\n"
        f"    main(['check', {str(dag)!r}, '--airflow-version', '2.10.3'])"
    )

    loaded = modules_after(code)

    assert "mwaa_doctor.rules.dag.invalid_dag_id" in loaded
    assert {
        name for name in loaded if name.startswith(("mwaa_doctor.rules.config.", "mwaa_doctor.models.iam"))
    } == set()


def test_families_that_need_infrastructure_judge_nothing_else() -> None:
    from mwaa_doctor.registry import load_rules, load_rules_on_code

    light = load_rules_on_code()
    left_out = [rule for rule in load_rules().rules if rule.name in light.left_out]

    assert {rule.name for rule in load_rules().rules} == {*light.names, *light.left_out}
    assert all(rule.stage == "environment" or "Template" in rule.subject.__name__ for rule in left_out)
