"""A connection that is kept in a secret is reported if, and only if, the real Airflow does not read what was meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor.models.stored_text import describe
from mwaa_doctor.unknown import Unknown

CASES = json.loads((Path(__file__).parent / "connections" / "cases.json").read_text())
RULES = "connection-unreadable,connection-extras-lost,stored-value-quoted"
BACKEND = "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend"
FIELDS = ("conn_type", "host", "login", "password", "schema", "port")


def is_sound(case: dict) -> bool:
    """Whether Airflow reads what was meant."""
    read, meant = case["airflow"], case["meant"]
    if isinstance(read, str):
        return False
    return all(read[name] == meant.get(name) for name in FIELDS) and read["extra"] == meant.get("extra", {})


def template(text: str) -> str:
    """An environment and the secret of a connection; JSON is YAML as well."""
    environment = {"Name": "prod", "AirflowConfigurationOptions": {"secrets.backend": BACKEND}}
    secret = {"Name": "airflow/connections/warehouse", "SecretString": text}
    resources = {
        "Environment": {"Type": "AWS::MWAA::Environment", "Properties": environment},
        "Warehouse": {"Type": "AWS::SecretsManager::Secret", "Properties": secret},
    }
    return json.dumps({"Resources": resources}, indent=1)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_verdict_is_that_of_airflow(case: dict, tmp_path: Path, check) -> None:
    (tmp_path / "template.json").write_text(template(case["text"]))

    run = check(tmp_path, "--airflow-version", "2.10.3", "--select", RULES)

    assert run.document["summary"]["outcomes"]["crashed"] == 0
    assert (run.document["findings"] == []) == (is_sound(case) or "difference" in case), case["airflow"]


def test_nothing_of_a_value_is_shown(tmp_path: Path, mwaa_doctor) -> None:
    for number, case in enumerate(case for case in CASES if "loader" in case["text"] and not is_sound(case)):
        text = case["text"].replace("loader", "kq7zloader").replace("ab@", "vw3xab@").replace('"ab"', '"vw3xab"')
        (tmp_path / f"template{number}.json").write_text(template(text))

    for form in ("text", "json", "html"):
        shown = mwaa_doctor("check", tmp_path, "--airflow-version", "2.10.3", "--select", RULES, "--format", form)
        assert "kq7z" not in shown.stdout + shown.stderr
        assert "vw3x" not in shown.stdout + shown.stderr


@settings(max_examples=200)
@given(st.one_of(st.text(max_size=120), st.text(alphabet=":/?#[]@&=%{}\"' ab1", max_size=60)))
def test_any_text_is_described_without_a_word_of_it(text: str) -> None:
    for value in (text, f"postgres://loader:{text}kq7zvw3x@db/sales", f'{{"password": "kq7zvw3x{text}"'):
        said = describe(value)

        assert isinstance(said, (dict, Unknown))
        assert "kq7zvw3x" not in repr(said)


def test_there_are_sound_and_faulty_cases() -> None:
    sound = [case for case in CASES if is_sound(case)]

    assert len(sound) > 20
    assert len(CASES) - len(sound) > 20
