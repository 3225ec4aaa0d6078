"""What counts as a credential, and that none is ever shown."""

from __future__ import annotations

import ast
import html
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mwaa_doctor import reports
from mwaa_doctor.commands.check import FORMATS
from mwaa_doctor.models.python_file import PythonFile
from mwaa_doctor.models.redaction import REDACTED, redact
from mwaa_doctor.models.secrets import find_script_secrets, find_secrets, is_credential, shaped_secrets, written_secrets
from mwaa_doctor.models.shell_script import ShellScript
from mwaa_doctor.registry import load_rules

AWS_KEY = "AKIA" + "QZ7NVW3TLH5XK2RD"
AWS_SECRET = "q9Wd/3LrVt8/Zk2PmXyB5sNcE7hJaU1gTf0oRiQv"
SECRET_TEXTS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x17F, exclude_characters="\x7f"), min_size=12, max_size=40
)


def file_of(source: str) -> PythonFile:
    return PythonFile("dags/x.py", source.encode(), ast.parse(source))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("password", "S3gel&Anker-4711"),
        ("password", "hunter2"),
        ("dbPassword", "correcthorse"),
        ("DB_PASSWORD", "summer-2024"),
        ("db-password", "Kran-Hafen7!Boje"),
        ("aws_secret_access_key", AWS_SECRET),
        ("token", "9f8a7b6c5d4e3f2a1b0c"),
        ("api_key", "k3y9Xv0qPz77abQ"),
        ("client_secret", "Q~8xT.rA91_zz"),
        ("pwd", "p%40ssw0rd!"),
    ],
)
def test_credentials(name: str, value: str) -> None:
    assert is_credential(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("password", ""),
        ("password", "changeme"),
        ("password", "<your password>"),
        ("password", "your-password"),
        ("password", "my_password"),
        ("password", "{{ conn.crm.password }}"),
        ("password", "${DB_PASSWORD}"),
        ("password", "$DB_PASSWORD"),
        ("password", "$(aws ssm get-parameter)"),
        ("password", "DB_PASSWORD"),
        ("password", "%(password)s"),
        ("password", "{password}"),
        ("password", "arn:aws:secretsmanager:eu-central-1:210987654321:secret:crm-Ab12Cd"),
        ("password", "prod/crm/password-2"),
        ("password", "db-password-prod"),
        ("password", "/meridian/prod/crm/password"),
        ("password", "Enter the password"),
        ("password", "string"),
        ("password", "API Key"),
        ("password", "Token"),
        ("password", "***"),
        ("secret", "airflow-secrets-2024"),
        ("secret", "SqlCredentialsV2"),
        ("token", "not-a-secret-text"),
        ("next_token", "9f8a7b6c5d4e3f2a1b0c"),
        ("pad_token", "9f8a7b6c5d4e3f2a1b0c"),
        ("primary_key", "customer_id_2"),
        ("aws_secret_access_key", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("password_length", "S3gel&Anker-4711"),
        ("tokenizer", "9f8a7b6c5d4e3f2a1b0c"),
        ("passwords", "S3gel&Anker-4711"),
    ],
)
def test_no_credentials(name: str, value: str) -> None:
    assert not is_credential(name, value)


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("f(password='S3gel&Anker')", ["credential"]),
        ("f(password=os.environ['PASSWORD'])", []),
        ("f(password=os.environ.get('PASSWORD'))", []),
        ("import os\nx = os.getenv('DB_PASSWORD', 'S3gel&Anker')", ["credential"]),
        ("password = given or 'S3gel&Anker'", ["credential"]),
        ("def f(user, password='S3gel&Anker', *, token=None): ...", ["credential"]),
        ("x = {'password': 'S3gel&Anker'}", ["credential"]),
        ("x['password'] = 'S3gel&Anker'", ["credential"]),
        ("self.password: str = 'S3gel&Anker'", ["credential"]),
        ("x = b'secret'\npassword = b'S3gel&Anker'", ["credential"]),
        (f"x = '{AWS_KEY}'", ["AWS access key id"]),
        ("x = 'AKIAIOSFODNN7EXAMPLE'", []),
        (f"x = 'A{AWS_KEY}'", []),
        ("x = 'postgresql://loader:S3gel@db/crm'", ["password in a URL"]),
        ("x = 'redis://:S3gel%40x@db/0'", ["password in a URL"]),
        ("x = f'postgresql://loader:S3gel@{host}/crm'", ["password in a URL"]),
        ("x = f'postgresql://loader:{password}@{host}/crm'", []),
        ("x = 'postgresql://loader:password@db/crm'", []),
        ("x = 'postgresql://airflow:airflow@db/crm'", []),
        ("x = 'https://host:8080/@scope/x'", []),
        ('"""password = \'S3gel&Anker\'"""', []),
        ("# password = 'S3gel&Anker'\nx = 1", []),
        ("x = '''-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAx8\n-----END'''", ["private key"]),
        ("x = '-----BEGIN RSA PRIVATE KEY-----'", []),
        ("""x = '{"conn_type": "mysql", "extra": {"password": "S3gel&Anker"}}'""", ["credential"]),
        ("""x = '{"password": "{{ conn.x.password }}"}'""", []),
        ("""x = '{"password": S3gel&Anker}'""", []),
    ],
)
def test_secrets_of_a_python_file(source: str, kinds: list[str]) -> None:
    assert [secret.kind for secret in find_secrets(file_of(source))] == kinds


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# export DB_PASSWORD=S3gel&Anker\nexport DB_PASSWORD='S3gel&Anker'", [2]),
        ("DB_PASSWORD=S3gel-Anker9! psql", [1]),
        ("export DB_PASSWORD=$(aws ssm get-parameter)\nexport DB_PASSWORD=$1", []),
        ('tool --password S3gel,Anker\ntool --password="$PASSWORD"', [1]),
        (f"export AWS_ACCESS_KEY_ID={AWS_KEY}\nexport AWS_SECRET_ACCESS_KEY={AWS_SECRET}", [1, 2]),
        ("echo 'password=$X'", []),
    ],
)
def test_secrets_of_a_script(text: str, lines: list[int]) -> None:
    assert [secret.place.line for secret in find_script_secrets(ShellScript("x.sh", text))] == lines


def test_a_secret_that_was_cut_short_is_taken_out() -> None:
    assert redact("login(password='S3gel&An...", ["S3gel&Anker-4711"]) == f"login(password='{REDACTED}..."


def test_every_line_of_a_private_key_is_hidden(mwaa_doctor, tmp_path: Path) -> None:
    line = "MIIEowIBAAKCAQEAx8"
    text = f"KEY = '''-----BEGIN RSA PRIVATE KEY-----\n{line}\n{line[::-1]}\n-----END RSA PRIVATE KEY-----'''\n"
    (tmp_path / "dags").mkdir()
    (tmp_path / "dags" / "x.py").write_text(text)

    run = mwaa_doctor("check", "--format", "json", "--jobs", "1", tmp_path, "--select", "literal-credential")

    assert json.loads(run.stdout)["findings"]
    assert line not in run.stdout
    assert line[::-1] not in run.stdout


def available_formats() -> list[str]:
    found = []
    for name in FORMATS:
        try:
            reports.load_renderer(name)
        except ModuleNotFoundError:
            continue
        found.append(name)
    return found


SPELLINGS = {
    "dags/x.py": "from airflow.operators.bash import BashOperator\nf(password={secret!r}, queue={secret!r})\n"
    "BashOperator(task_id='x', queue='q', env={{'password': {secret!r}}})\n",
    "dags/broken.py": "f(password={secret!r})\nf(password={secret!r}) = 1\n",
    "dags/x.sh": "export DB_PASSWORD={shell}\n",
}


@pytest.mark.parametrize("output_format", available_formats())
@given(secret=SECRET_TEXTS)
@settings(max_examples=15)
def test_no_report_shows_a_planted_secret(mwaa_doctor, output_format: str, secret: str) -> None:
    assume(is_credential("password", secret))
    assume(not any(secret in rule.doc for rule in load_rules().rules))  # reports print these pages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "dags").mkdir()
        shell = "'" + secret.replace("'", "'\\''") + "'"
        for path, text in SPELLINGS.items():
            (folder / path).write_text(text.format(secret=secret, shell=shell), encoding="utf-8")

        run = mwaa_doctor("check", "--format", output_format, "--jobs", "1", "--no-cache", folder)

    assert "literal-credential" in run.stdout
    for shown in {secret, repr(secret)[1:-1], json.dumps(secret)[1:-1], html.escape(secret)}:
        assert shown not in run.stdout
        assert shown not in run.stderr


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    list(shaped_secrets(text))
    written_secrets(text)
    redact(text, [text[:5]])
    is_credential("password", text)
    is_credential(text, "S3gel&Anker-4711")
