"""Options, version by version: what the wheels say, and what a rule may ask of it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from mwaa_doctor import facts
from mwaa_doctor.facts.refresh.images import MissingWheelError
from mwaa_doctor.facts.refresh.options import build_options
from mwaa_doctor.facts.refresh.wheels import WheelCache

CONFIG = """
core:
  options:
    parallelism: {type: string, default: "32"}
    new_name: {type: boolean, default: "True"}
    long: {type: string, default: "%s"}
""" % ("x" * 100)
READER = """
class AirflowConfigParser:
    deprecated_options: dict = {("core", "new_name"): ("scheduler", "old_name", "2.2.0")}
    deprecated_sections = {"logging": ("core", "2.0.0")}
    _available_logging_levels = ["INFO", "DEBUG"]
    enums_options = {
        ("core", "new_name"): ["a", "b"],
        ("core", "computed"): sorted(Weights.all()),
        ("logging", "level"): [*_available_logging_levels, ""],
    }
"""
PROVIDER = """
def get_provider_info():
    return {"config": {"celery": {"options": {"slots": {"type": "integer", "default": "8"}}}}}
"""


def put(folder: Path, name: str, files: dict[str, str]) -> None:
    with zipfile.ZipFile(folder / f"{name}-py3-none-any.whl", "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)


def test_options_are_read_from_wheels_without_running_them(tmp_path: Path) -> None:
    known = facts.release("2.10.3")
    assert known is not None
    provider = facts.installed("2.10.3")["apache-airflow-providers-celery"]
    put(
        tmp_path,
        "apache_airflow-2.10.3",
        {"airflow/config_templates/config.yml": CONFIG, "airflow/configuration.py": READER},
    )
    path = "airflow/providers/celery/get_provider_info.py"
    put(tmp_path, f"apache_airflow_providers_celery-{provider}", {path: PROVIDER})

    document = json.loads(build_options([known], WheelCache(tmp_path), "2026-01-01"))

    celery = "apache-airflow-providers-celery"
    assert document["options"]["celery.slots"] == [[0, 0, "integer", "8", celery, True]]
    assert document["options"]["core.parallelism"] == [[0, 0, "string", "32", None, True]]
    assert document["options"]["core.long"] == [[0, 0, "string", None, None, True]]
    assert document["renamed"] == {"scheduler.old_name": [[0, 0, "core.new_name", "2.2.0"]]}
    assert document["choices"] == {
        "core.new_name": [[0, 0, ["a", "b"]]],
        "logging.level": [[0, 0, ["INFO", "DEBUG", ""]]],
    }


def test_a_missing_wheel_is_told(tmp_path: Path) -> None:
    known = facts.release("3.2.1")
    assert known is not None
    with pytest.raises(MissingWheelError, match=r"apache-airflow-core 3\.2\.1 is not in the cache"):
        build_options([known], WheelCache(tmp_path), "2026-01-01")


@pytest.mark.parametrize("version", [item.version for item in facts.releases() if item.major > 1])
def test_every_version_has_its_options(version: str) -> None:
    reference = facts.airflow_options(version)
    assert reference is not None
    assert {"core.parallelism", "celery.worker_autoscale", "secrets.backend"} <= reference.options.keys()
    assert reference.options["core.parallelism"].kind == "integer"
    assert not reference.former.keys() & reference.options.keys()
    assert all(new.option in reference.options for new in reference.former.values() if new.option.startswith("core."))


@pytest.mark.parametrize("version", ["1.10.12", "9.9.9"])
def test_nothing_is_known_of_others(version: str) -> None:
    assert facts.airflow_options(version) is None


@pytest.mark.parametrize(
    ("version", "name", "spellings"),
    [
        ("2.10.3", "dag_processor.parsing_processes", ("scheduler.parsing_processes", "scheduler.max_threads")),
        ("3.2.1", "scheduler.parsing_processes", ("dag_processor.parsing_processes",)),
        ("2.10.3", "core.dag_concurrency", ("core.max_active_tasks_per_dag", "core.dag_concurrency")),
        ("2.0.2", "metrics.metrics_allow_list", ("metrics.statsd_allow_list", "scheduler.statsd_allow_list")),
        ("3.2.1", "webserver.default_ui_timezone", ()),
    ],
)
def test_the_same_option_under_the_names_of_a_version(version: str, name: str, spellings: tuple[str, ...]) -> None:
    reference = facts.airflow_options(version)
    assert reference is not None
    assert reference.spellings(name) == spellings


@pytest.mark.parametrize(
    ("name", "lacks"),
    [
        ("core.parallelism", False),
        ("core.dag_concurrency", False),
        ("smtp.smtp_password_secret", False),
        ("celery_broker_transport_options.anything", False),
        ("core.parallelisms", True),
        ("warehouse.schema", True),
    ],
)
def test_what_a_version_reads(name: str, lacks: bool) -> None:
    reference = facts.airflow_options("2.10.3")
    assert reference is not None
    assert reference.lacks(name) is lacks


def test_every_row_about_values_names_an_option() -> None:
    named = {row.option for row in (*facts.option_limits("2.10.3"), *facts.option_limits("3.2.1"))}
    named |= {row.option for row in facts.option_advice()}

    assert all(facts.option_versions(name) for name in named)
