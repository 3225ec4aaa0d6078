"""Every format on names and texts that try to break out of it, and on planted credentials."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mwaa_doctor.reports import load_renderer

from mwaa_doctor.outputs import FORMATS
from mwaa_doctor.result import Tally
from mwaa_doctor.rule import Place
from mwaa_doctor.terminal import View

from .conftest import HOSTILE_NAMES, RULE, checked, dag_file
from .results import finding, result
from .well_formed import assert_well_formed, commands


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_project(name: str, hostile: Path, mwaa_doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hostile)
    found = checked(hostile)

    stdout = mwaa_doctor("check", "--format", name, "--airflow-version", "2.10.3", "--jobs", "1", "--no-cache").stdout

    assert_well_formed(name, stdout, found)
    assert stdout == load_renderer(name)(found, View())
    reported = {row.place.path for row in found.findings if row.rule == RULE}
    assert {f"dags/{path}" for path in HOSTILE_NAMES} <= reported
    if name == "sarif":
        rows = json.loads(stdout)["runs"][0]["results"]
        places = [row["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for row in rows]
        assert all(re.fullmatch(r"[\w.~/%-]+", place) for place in places)
        assert {os.fsdecode(unquote_to_bytes(place)) for place in places} == {row.place.path for row in found.findings}
    if name == "github":
        files = {rows["file"] for _, rows, _ in commands(stdout) if "file" in rows}
        assert {"dags/with, comma.py", "dags/100%.py", "dags/co:lon::error file=x::.py", "dags/new\nline.py"} <= files
        assert not [line for line in stdout.splitlines() if line.startswith("::error") and "injected" in line[:10]]


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_crash(name: str, plain: Path, mwaa_doctor, crashing_rule) -> None:
    stdout = mwaa_doctor("check", plain, "--format", name, "--jobs", "1", "--no-cache").stdout

    found = checked(plain)
    assert found.crashes
    assert_well_formed(name, stdout, found)
    if name not in ("concise", "gitlab"):
        assert crashing_rule.name in stdout


texts = st.text(st.characters(codec=None), max_size=60) | st.text(
    "\n\r:,%<>&]\x1b\x9b`[]{}(\"'\\ a0\u202e\ud800", max_size=60
)


@settings(max_examples=40)
@given(
    message=texts, evidence=st.lists(texts, max_size=2), path=texts.filter(bool), line=texts, where=st.integers(0, 80)
)
def test_any_text_in_a_result(message: str, evidence: list[str], path: str, line: str, where: int) -> None:
    place = Place(path, where and 3, where, where and 4, where)
    row = finding(
        line,
        1,
        message=message or "x",
        evidence=tuple(evidence),
        place=place,
        excerpt=(line,),
        also=(place,),
        resource=message,
        fingerprint="0" * 32,
        rule=RULE,
    )
    tally = Tally(not_checked={message or "x": (2, [path])}, crashes=[f"{path}\n{message}\n{line}"])
    found = result(row, outcomes={RULE: tally}, notes=[message], knowledge_date="2030-01-31")
    found.target = {
        **dict.fromkeys(("airflow_version", "airflow_version_source", "python", "release", "environment_class")),
        "webserver_access_mode": None,
    }

    for name in FORMATS:
        for quiet in (False, True)[: 1 if name in ("html", "json") else 2]:
            text = load_renderer(name)(found, View(quiet=quiet, statistics=name == "text"))
            if not (name == "concise" and quiet):
                assert_well_formed(name, text, found)


@settings(max_examples=25)
@given(
    key=st.text(max_size=40).filter(lambda text: "\0" not in text),
    name=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=20),
)
def test_any_file(key: str, name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "dags").mkdir()
    (folder / "dags" / f"x{name}.py").write_text(dag_file(key))
    found = checked(folder, select=(RULE,))
    assert len(found.findings) == 1

    for format_name in FORMATS:
        assert_well_formed(format_name, load_renderer(format_name)(found, View()), found)


# -- credentials -------------------------------------------------------------------------------------------------------

PASSWORD = "Tr0ub4dor&3-horse"
KEY_ID = "AKIA" + "QWERTYUIOPASDFGH"
TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" * 2
URL_PASSWORD = "n0t-f0r-y0u"
URL = f"postgresql://u:{URL_PASSWORD}@host/d"
SECRETS = (PASSWORD, KEY_ID, TOKEN, URL_PASSWORD)


@pytest.fixture
def leaky(write) -> Path:
    return write(
        {
            "dags/a.py": "from airflow import DAG\nfrom airflow.models import Variable\n"
            f'X = Variable.get("{KEY_ID}", default_var=dict(password="{PASSWORD}", url="{URL}"))\n'
            f'Y = Variable.get("{URL}")\n'
            f'with DAG("{TOKEN}", default_args={{"password": "{PASSWORD}", "queue": "{KEY_ID}"}}) as dag:\n'
            f'    Z = Variable.get("{TOKEN}")  # {KEY_ID}\n'
            f'    A = Variable.get("a")  # mwaa-doctor: ignore[{RULE}] not {KEY_ID} nor {URL}\n',
            "dags/broken.py": f'from airflow import DAG\npassword = "{PASSWORD}"\ndef (: "{TOKEN}" {KEY_ID}\n',
            "startup.sh": f"#!/bin/sh\nexport DB_PASSWORD={PASSWORD}\nexport AWS_ACCESS_KEY_ID={KEY_ID}\n"
            f"pip install --index-url https://u:{URL_PASSWORD}@example.com/simple x\n",
            "requirements.txt": "--constraint https://example.com/constraints-2.10.3/constraints-3.11.txt\n"
            f"--extra-index-url https://user:{URL_PASSWORD}@example.com/simple\nx @ https://{TOKEN}@example.com/x.zip\n",
        }
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("options", [(), ("--statistics", "--quiet")])
def test_no_format_shows_a_credential(name: str, options: tuple[str, ...], leaky: Path, mwaa_doctor) -> None:
    ran = mwaa_doctor("check", leaky, "--format", name, "--jobs", "1", *options)

    assert ran.exit_code == 1
    for secret in SECRETS:
        assert secret not in ran.stdout
        assert secret not in ran.stderr


def test_renderers_are_light_to_import() -> None:
    heavy = {"rich", "jinja2", "yaml", "xml.etree.ElementTree", "libcst", "networkx", "importlib.metadata", "http"}
    script = (
        "import sys, mwaa_doctor.checking\nfrom mwaa_doctor.reports import load_renderer\nbefore = set(sys.modules)\n"
        f"for name in {FORMATS!r}: load_renderer(name)\nprint(*(set(sys.modules) - before), sep='\\n')"
    )

    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert not heavy & set(ran.stdout.split())
