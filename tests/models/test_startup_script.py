"""The startup script as bash reads it: which component comes to which command, and nothing ever fails on odd bytes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor.models.startup_script import COMPONENTS, StartupScript
from mwaa_doctor.unknown import Unknown

FEW = settings(max_examples=150)
needs_bash = pytest.mark.skipif(which("bash") is None, reason="there is no bash")

WORDS = ["if", "then", "else", "fi", "case", "in", "esac", "for", "do", "done", "while", "{", "}", "(", ")", "[[", "]]"]
WORDS += ["$(", "`", '"', "'", "<<EOF", "EOF", "\n", ";", "&&", "||", "|", "&", "!", "x=1", "export", "$X", "${X:-a}"]
WORDS += ["f()", "exit", "return", "set -e", "source a", "eval", "bash -c", "$((", "\\", "a[1]=2", "*", "#", "echo"]


def look_at(data: bytes) -> StartupScript:
    """Everything that is asked of a script."""
    script = StartupScript("startup.sh", data)
    for item in (*script.commands, *script.settings):
        assert item.components <= set(COMPONENTS)
        assert item.components
        assert 1 <= item.place.line <= len(script.lines)
        assert item.place.column >= 1
    for command in script.commands:
        assert isinstance(command.step.program, str)
        assert command.variables is not None
    assert script.component_tests is not None
    assert isinstance(script.doubt, str)
    assert script.exported is not None
    assert script.is_for_mwaa in (True, False)
    return script


@FEW
@given(st.binary(max_size=300))
def test_any_bytes_give_a_result(data: bytes) -> None:
    look_at(data)


@FEW
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_mixture_of_shell_words_gives_a_result(words: list[str]) -> None:
    look_at(" ".join(words).encode())


@pytest.mark.parametrize(
    "text",
    ["(" * 5000, "$(" * 3000, "if true; then\n" * 2000, "f() { f; f; f; }\nf\n", "f() { g; g; }\ng() { f; f; }\nf\n"],
)
def test_depth_and_recursion_end(text: str) -> None:
    look_at(text.encode())


def ways(text: str) -> dict[str, set[str]]:
    """For each word that ``mark`` is called with, the components that come to it."""
    script = look_at(text.encode())
    found: dict[str, set[str]] = {}
    for command in script.commands:
        if command.step.program == "mark":
            found.setdefault(command.step.arguments[0], set()).update(command.components)
    return found


# C stands for the variable that holds the component.
_WRITTEN = {
    "if and else": 'if [ "$C" = worker ]; then mark a; else mark b; fi',
    "not equal": 'if [[ "${C}" != "webserver" ]]\nthen\n  mark a\nfi\nmark b',
    "elif": 'if [[ $C == worker ]]; then mark a; elif [[ $C == "hybrid" ]]; then mark b; else mark c; fi',
    "or of tests": '[ "$C" = worker ] || [ "$C" = hybrid ] && mark a',
    "or in a test": 'if [ "$C" = worker -o "$C" = hybrid ]; then mark a; fi',
    "and in a test": 'if [ "$C" != worker -a "$C" != hybrid ]; then mark a; fi',
    "double brackets": "if [[ $C == worker || ( $C == sched* ) ]]; then mark a; fi",
    "negated": 'if ! [ "$C" = webserver ]; then mark a; fi',
    "test": 'test "$C" = worker && mark a\ntest "$C" != worker || mark b',
    "case": 'case "$C" in\n  worker|hybrid) mark a ;;\n  web*) mark b ;;\n  *) mark c ;;\nesac',
    "another name": 'c="${C:-none}"\nif [ "$c" = worker ]; then mark a; fi',
    "set by test": 'w=false\n[ "$C" = worker ] && w=true\nif [ "$w" = true ]; then mark a; fi',
    "early exit": 'if [ "$C" = webserver ]; then\n  exit 0\nfi\nmark a',
    "early return": '[ "$C" != worker ] && return 0\nmark a',
    "exit in a subshell": '( [ "$C" = worker ] && exit 0; mark a )\nmark b',
    "function": 'install() { mark "$C"; }\nif [ "$C" = worker ]; then install; fi',
    "function that returns": 'f() { [ "$C" = worker ] && return; mark a; }\nf\nmark b',
    "function that is not called": "f() { mark a; }\nmark b",
    "loop": 'for x in 1; do\n  if [ "$C" = worker ]; then mark a; fi\ndone\nmark b',
    "in quotes": "echo 'mark a'\ncat <<EOF\nmark b\nEOF\nmark c # mark d",
    "lower case": "c=${C,,}\n[[ $c =~ ^(worker|hybrid)$ ]] && mark a",
    "other shell": 'bash -c "mark a"\n[ "$C" = worker ] && eval "mark b"',
    "empty": '[ -z "$C" ] && mark a\n[ -n "$C" ] && mark b',
    "true and false": "if true; then mark a; fi\nif false; then mark b; fi\nwhile false; do :; done\ntrue || mark c",
}
SCRIPTS = {name: re.sub(r"\bC\b", "MWAA_AIRFLOW_COMPONENT", text) for name, text in _WRITTEN.items()}


@needs_bash
@pytest.mark.parametrize("name", SCRIPTS)
def test_real_bash_takes_the_same_ways(name: str, tmp_path: Path) -> None:
    """What is predicted for each component is what bash does with a command that notes its first word."""
    (tmp_path / "startup.sh").write_text(SCRIPTS[name] + "\n")
    noted: dict[str, set[str]] = {}
    for component in COMPONENTS:
        out = tmp_path / "out"
        out.write_text("")
        subprocess.run(
            ["bash", "-c", f'mark() {{ echo "$1" >> {out}; }}; export -f mark; source ./startup.sh; exit 0'],
            cwd=tmp_path,
            env={"MWAA_AIRFLOW_COMPONENT": component, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            check=True,
        )
        for word in out.read_text().split():
            noted.setdefault(word, set()).add(component)

    assert ways(SCRIPTS[name]) == noted


@needs_bash
@pytest.mark.parametrize(
    "text",
    [
        *SCRIPTS.values(),
        "exec > >(tee /tmp/log) 2>&1\n",
        "export A=(1 2 3) B='x' C=$'\\n'\n",
        "arr=(a b)\nfor i in ${arr[@]}; do echo ${i%%x*}; done\n",
        "cat > /tmp/f <<'EOF'\n{ if then\nEOF\n",
        "if [ 1 ]; then\n",
        "echo 'never closed\n",
        "case x in\n a) echo;;\n",
        "function f { echo; }; f &\nwait\n",
        "echo $(( 1 + 2 )) ${A:-$(date)} `ls`\n",
        "then\n",
        "fi\n",
        "echo )\n",
    ],
)
def test_only_what_bash_refuses_is_called_wrong(text: str) -> None:
    accepted = subprocess.run(["bash", "-n"], input=text.encode(), capture_output=True).returncode == 0
    try:
        fault = StartupScript("startup.sh", text.encode()).syntax_fault
    except Unknown:
        fault = None

    if accepted:
        assert fault is None
    else:
        assert fault is not None


def test_columns_are_characters() -> None:
    script = StartupScript("startup.sh", 'echo "äöü"; export STAGE=prod\n'.encode())

    assert [(item.place.line, item.place.column) for item in script.settings] == [(1, 20)]


def test_windows_line_ends_are_one_finding(tmp_path: Path, check) -> None:
    (tmp_path / "startup.sh").write_bytes(
        b'#!/bin/bash\r\nif [ "$MWAA_AIRFLOW_COMPONENT" = worker ]; then\r\n  sudo yum install -y x\r\nfi\r\n'
    )

    run = check(tmp_path, "--select", "startup", "--airflow-version", "2.10.3")

    assert run.findings == {("startup.sh", 1, "syntax-refused-by-bash")}
    assert run.document["findings"][0]["fix"]["description"].startswith("sed -i")


def test_a_script_that_starts_airflow_elsewhere_is_not_judged(tmp_path: Path, check) -> None:
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "load.py").write_text("from airflow import DAG\n\nDAG('load', schedule=None)\n")
    (tmp_path / "startup.sh").write_text("apt-get install -y make\nexport AIRFLOW_HOME=$PWD\ndocker compose up -d\n")

    run = check(tmp_path, "--select", "startup", "--airflow-version", "2.10.3")

    assert run.findings == set()


def test_a_configured_script_is_always_judged(tmp_path: Path, check) -> None:
    (tmp_path / "ops").mkdir()
    (tmp_path / "ops" / "boot.sh").write_text("apt-get install -y make\ndocker ps\n")
    (tmp_path / "mwaa-doctor.toml").write_text("airflow-version = '2.10.3'\nstartup-script = 'ops/boot.sh'\n")

    run = check(tmp_path, "--select", "startup")

    assert run.findings == {("ops/boot.sh", 1, "apt-not-available")}


def test_an_ignore_comment_counts(tmp_path: Path, check) -> None:
    (tmp_path / "startup.sh").write_text("apt-get update  # mwaa-doctor: ignore[apt-not-available] image of ours\n")

    run = check(tmp_path, "--select", "startup", "--airflow-version", "2.10.3")

    assert run.findings == set()


def test_secrets_of_the_script_are_not_shown(tmp_path: Path, check) -> None:
    (tmp_path / "startup.sh").write_text('export DB_PASSWORD="xK9-blue-Mango77"\necho "using $DB_PASSWORD"\n')

    run = check(tmp_path, "--airflow-version", "2.10.3")

    assert ("startup.sh", 2, "secret-printed-to-log") in run.findings
    assert ("startup.sh", 1, "literal-credential") in run.findings
    assert "Mango77" not in run.stdout


WRITTEN_BY_PEOPLE = {
    "dbt in a virtual environment": """#!/bin/sh
# dbt lives apart from Airflow
export DBT_HOME="${AIRFLOW_HOME}/dbt_env"
if [ "${MWAA_AIRFLOW_COMPONENT}" != "webserver" ]; then
  export PIP_USER=false
  python3 -m venv "${DBT_HOME}"
  "${DBT_HOME}/bin/pip" install --quiet "dbt-snowflake>=1.10,<2"
  export PIP_USER=true
fi
""",
    "only on workers": """#!/bin/bash
if [[ "${MWAA_AIRFLOW_COMPONENT}" != "worker" && "${MWAA_AIRFLOW_COMPONENT}" != "hybrid" ]]; then
    exit 0
fi
python3 -m venv /tmp/tools
source /tmp/tools/bin/activate
pip install "sqlfluff==3.0.7"
deactivate
""",
    "banner and driver": """#!/bin/sh
echo "=== startup on $MWAA_AIRFLOW_COMPONENT at $(date) with $(python --version 2>&1)"
if [[ "${MWAA_AIRFLOW_COMPONENT}" != "webserver" ]]
then
    curl -sSL https://packages.example.com/prod.repo | sudo tee /etc/yum.repos.d/prod.repo > /dev/null
    sudo ACCEPT_EULA=Y yum install -y msodbcsql18 || { echo "no driver"; }
fi
export ODBCSYSINI=/usr/local/airflow/odbc
""",
    "private index": """#!/bin/bash
REGION=eu-west-1
TOKEN=$(aws codeartifact get-authorization-token --domain acme --query authorizationToken --output text)
export PIP_INDEX_URL="https://aws:${TOKEN}@acme-111111111111.d.codeartifact.${REGION}.amazonaws.com/pypi/python/simple/"
echo "index is set"
""",
    "certificates": """#!/bin/bash
aws s3 cp "s3://${CERTS_BUCKET}/ca.pem" /usr/local/airflow/certs/ca.pem
sudo cp /usr/local/airflow/certs/ca.pem /etc/pki/ca-trust/source/anchors/
sudo update-ca-trust extract
export REQUESTS_CA_BUNDLE=/etc/pki/tls/certs/ca-bundle.crt
export NODE_EXTRA_CA_CERTS=$REQUESTS_CA_BUNDLE
""",
    "java": """#!/bin/sh
case "$MWAA_AIRFLOW_COMPONENT" in
  webserver) echo "nothing to do" ;;
  *) sudo dnf install -y java-17-amazon-corretto-headless
     export JAVA_HOME=/usr/lib/jvm/java-17-amazon-corretto
     export PATH=$PATH:$JAVA_HOME/bin ;;
esac
""",
}


@pytest.mark.parametrize("name", WRITTEN_BY_PEOPLE)
@pytest.mark.parametrize("access", ["PUBLIC_ONLY", "PRIVATE_ONLY"])
def test_nothing_false_is_said_of_scripts_that_work(name: str, access: str, tmp_path: Path, check) -> None:
    (tmp_path / "startup.sh").write_text(WRITTEN_BY_PEOPLE[name])
    (tmp_path / "mwaa-doctor.toml").write_text(
        f"airflow-version = '2.10.3'\nenvironment-class = 'mw1.small'\nwebserver-access-mode = '{access}'\n"
    )

    run = check(tmp_path, "--select", "startup")

    assert run.findings == set()
    assert run.document["crashes"] == []
