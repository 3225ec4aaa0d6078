"""``check --resolve`` asks package indexes, and only it: made here of wheels in a folder or served on loopback."""

from __future__ import annotations

import io
import sys
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mwaa_doctor import facts

RULE = "dependencies-do-not-fit"
PYTHON = "{}.{}".format(*sys.version_info)
SAME = [release.version for release in facts.releases() if release.python == PYTHON][-1:]
OTHER = ["3.0.6" if PYTHON != "3.12" else "2.10.3"]
LOCAL = "--no-index\n--find-links /usr/local/airflow/plugins\n"


def wheel(name: str, version: str, *needs: str) -> tuple[str, bytes]:
    """A wheel of one empty module, with real metadata."""
    folder = f"{name.replace('-', '_')}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    metadata += "".join(f"Requires-Dist: {need}\n" for need in needs)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(f"{name.replace('-', '_')}.py", "")
        made.writestr(f"{folder}/METADATA", metadata)
        made.writestr(f"{folder}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr(f"{folder}/RECORD", "")
    return f"{name.replace('-', '_')}-{version}-py3-none-any.whl", buffer.getvalue()


WHEELS = (
    wheel("report-tools", "1.0", "table-maker<2"),
    wheel("report-tools", "2.0", "table-maker>=2"),
    wheel("table-maker", "1.5"),
    wheel("table-maker", "2.5"),
    wheel("panda-reports", "1.0", "pandas>=90"),
)


@pytest.fixture
def project(tmp_path: Path):
    """A project with the wheels in its plugins folder and a requirements file of the given text."""

    def make(text: str) -> Path:
        for name, data in WHEELS:
            target = tmp_path / "plugins" / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(data)
        (tmp_path / "requirements.txt").write_text(text)
        return tmp_path

    return make


@pytest.fixture
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str]]]:
    """A simple index on loopback: its address, and the paths that were asked for."""
    folder = tmp_path_factory.mktemp("index")
    for name, data in WHEELS:
        package = folder / "simple" / name.split("-")[0].replace("_", "-")
        package.mkdir(parents=True, exist_ok=True)
        (package / name).write_bytes(data)
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

        def log_message(self, *_: object) -> None:
            """Nothing to the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/simple/", asked
        server.shutdown()


def messages(run) -> list[str]:
    return [row["message"] for row in run.document["findings"] if row["rule"] == RULE]


def reasons(run) -> list[str]:
    return [row["reason"] for row in run.document["not_checked"]]


@pytest.mark.parametrize("version", SAME)
def test_versions_that_fit_are_silent(project, check, version: str) -> None:
    folder = project(LOCAL + "report-tools==1.0\ntable-maker==1.5\n")

    run = check(folder, "--resolve", "--select", RULE, "--airflow-version", version)

    assert messages(run) == []
    assert reasons(run) == []
    assert run.exit_code == 0


@pytest.mark.parametrize("version", SAME + OTHER)
def test_conflict_says_who_wants_what(project, check, version: str) -> None:
    folder = project(LOCAL + "report-tools==2.0\ntable-maker==1.5\n")

    run = check(folder, "--resolve", "--select", RULE, "--airflow-version", version)

    (message,) = messages(run)
    assert message.replace(" 2.0", "") == "`report-tools` wants `table-maker>=2`, but the file wants `table-maker==1.5`"
    assert run.findings == {("requirements.txt", 3, RULE)}


@pytest.mark.parametrize("version", SAME)
def test_conflict_with_the_constraints_names_them(project, check, version: str) -> None:
    folder = project(LOCAL + "panda-reports==1.0\n")
    pin = (facts.constraints(version) or {})["pandas"]

    run = check(folder, "--resolve", "--select", RULE, "--airflow-version", version)

    (message,) = messages(run)
    assert message.startswith("`panda-reports 1.0` wants `pandas>=90`")
    assert f"the constraints of Airflow {version} pin `pandas=={pin}`" in message


@pytest.mark.parametrize("version", SAME + OTHER)
def test_version_that_no_index_has(project, check, version: str) -> None:
    folder = project(LOCAL + "table-maker==9.9\n")

    run = check(folder, "--resolve", "--select", RULE, "--airflow-version", version)

    assert messages(run) == ["no package index has `table-maker==9.9`"]


@pytest.mark.parametrize("version", SAME)
def test_what_the_image_holds_is_not_asked_for(project, check, version: str) -> None:
    folder = project("--no-index\nboto3\n")

    run = check(folder, "--resolve", "--select", RULE, "--airflow-version", version)

    assert messages(run) == []
    assert run.document["summary"]["outcomes"]["passed"] == 1


@pytest.mark.parametrize("version", SAME)
def test_other_conflicts_show_beside_one_that_is_known(project, check, version: str) -> None:
    folder = project(LOCAL + "table-maker==2.5\nreport-tools==1.0\nSQLAlchemy==9.9\n")

    run = check(folder, "--resolve", "--select", "requirements", "--airflow-version", version)

    assert ("requirements.txt", 5, "pin-conflicts-with-constraint") in run.findings or (
        "requirements.txt", 5, "pin-conflicts-with-forced-version",
    ) in run.findings  # fmt: skip


@pytest.mark.parametrize("version", SAME)
def test_index_of_the_file_is_asked_with_the_option_alone(project, check, index, version: str, monkeypatch) -> None:
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    address, asked = index
    folder = project(f"--index-url {address}\nreport-tools==2.0\ntable-maker==1.5\n")

    check(folder, "--select", RULE, "--airflow-version", version)
    before = list(asked)
    run = check(folder, "--resolve", "--select", RULE, "--airflow-version", version)

    assert before == []
    assert asked
    assert len(messages(run)) == 1


@pytest.mark.parametrize("version", SAME)
def test_index_out_of_reach_is_not_checked(project, check, version: str, monkeypatch) -> None:
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    folder = project("--index-url http://user:hunter2hunter2@127.0.0.1:9/simple/\nreport-tools==2.0\n")

    run = check(folder, "--resolve", "--select", RULE, "--airflow-version", version)

    assert messages(run) == []
    assert reasons(run) == ["the packages are not resolved: a package index cannot be reached or refuses the login"]
    assert "hunter2" not in run.stdout


def test_without_a_version_it_is_not_checked(project, check) -> None:
    run = check(project("table-maker==1.5\n"), "--resolve", "--select", RULE)

    assert messages(run) == []
    assert "the Airflow version is not known" in reasons(run)[0]


@pytest.mark.network
@pytest.mark.parametrize("version", SAME + OTHER)
def test_real_conflict_on_pypi(project, check, version: str) -> None:
    run = check(project("dbt-core==1.9.4\n"), "--resolve", "--select", RULE, "--airflow-version", version)

    assert len(messages(run)) == 1
    assert "dbt-core" in messages(run)[0]
