"""Wheels in plugins.zip as the only source of an installation: the closure of what they depend on."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

RULE = "wheel-missing-without-index"
HEAD = "--find-links /usr/local/airflow/plugins\n--no-index\n"


def wheel(file: str, *needs: str) -> tuple[str, bytes]:
    name, version = file.split("-")[:2]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        lines = "".join(f"Requires-Dist: {need}\n" for need in needs)
        made.writestr(f"{name}-{version}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\n{lines}")
    return file, buffer.getvalue()


@pytest.fixture
def judge(tmp_path: Path, check):
    def run(requirements: str, *wheels: tuple[str, bytes]) -> list[str]:
        (tmp_path / "requirements.txt").write_text(HEAD + requirements)
        with zipfile.ZipFile(tmp_path / "plugins.zip", "w") as made:
            for name, data in wheels:
                made.writestr(name, data)
        done = check(tmp_path, "--airflow-version", "2.10.3", "--select", RULE)
        assert done.document["crashes"] == []
        return [row["message"] for row in done.document["findings"]] + [
            f"not checked: {row['reason']}" for row in done.document["not_checked"]
        ]

    return run


def test_complete_set_is_silent(judge) -> None:
    assert judge("tool==1.0\n", wheel("tool-1.0-py3-none-any.whl", "part>=2"), wheel("part-2.1-py3-none-any.whl")) == []


def test_dependency_that_is_missing_names_who_needs_it(judge) -> None:
    (message,) = judge("tool==1.0\n", wheel("tool-1.0-py3-none-any.whl", "part>=2"))

    assert message == "`part>=2`, which `tool` needs, is not among the wheels of plugins.zip"


def test_what_the_image_holds_needs_no_wheel(judge) -> None:
    assert judge("tool\n", wheel("tool-1.0-py3-none-any.whl", "boto3>=1.20", "apache-airflow>=2.8")) == []


def test_markers_and_extras_are_judged_for_the_image(judge) -> None:
    needs = ("pywin32; sys_platform == 'win32'", "old; python_version < '3.9'", "extra-part; extra == 'more'")

    assert judge("tool\n", wheel("tool-1.0-py3-none-any.whl", *needs)) == []
    (message,) = judge("tool[more]\n", wheel("tool-1.0-py3-none-any.whl", *needs))
    assert "`extra-part`" in message


def test_wheel_for_another_python_does_not_count(judge) -> None:
    (message,) = judge("tool\n", wheel("tool-1.0-cp312-cp312-manylinux2014_x86_64.whl"))

    assert message == "`tool` is not among the wheels of plugins.zip"


def test_wheel_that_the_constraints_rule_out_does_not_count(judge) -> None:
    (message,) = judge("pandas\n", wheel("pandas-2.2.3-cp311-cp311-manylinux2014_x86_64.whl"))

    assert message == "`pandas` is not among the wheels of plugins.zip"


def test_wheel_in_a_folder_is_not_found(judge) -> None:
    name, data = wheel("tool-1.0-py3-none-any.whl")

    assert judge("tool\n", (f"wheels/{name}", data), ("a.py", b""))


def test_circular_dependencies_end(judge) -> None:
    assert judge("a1\n", wheel("a1-1.0-py3-none-any.whl", "b1"), wheel("b1-1.0-py3-none-any.whl", "a1")) == []


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_damaged_wheel_is_not_checked(judge, data: bytes) -> None:
    (reason,) = judge("tool\n", ("tool-1.0-py3-none-any.whl", data))

    assert reason.startswith("not checked: what `tool-1.0-py3-none-any.whl` depends on")


def test_source_distribution_is_not_judged(judge) -> None:
    (reason,) = judge("tool\n", ("tool-1.0.tar.gz", b""))

    assert reason == "not checked: whether `tool-1.0.tar.gz` can be built without an index"
