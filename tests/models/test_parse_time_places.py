"""Where a costly call is reported when functions stand between it and the import."""

from __future__ import annotations

from pathlib import Path

HEAD = "import requests\nimport boto3\nfrom airflow import DAG\nfrom airflow.decorators import dag\n\n\n"


def write(folder: Path, body: str) -> Path:
    path = folder / "dags" / "one.py"
    path.parent.mkdir()
    path.write_text(HEAD + body)
    return folder


def line_of(text: str, part: str) -> int:
    return (HEAD + text).splitlines().index(part) + 1


def test_a_helper_is_reported_where_the_import_calls_it(tmp_path: Path, check) -> None:
    body = "def load():\n    return requests.get('https://a')\n\n\ndef both():\n    return load()\n\n\nX = both()\n"

    (finding,) = check(write(tmp_path, body), "--select", "http-request-at-parse-time").document["findings"]

    assert finding["line"] == line_of(body, "X = both()")
    assert finding["evidence"] == [
        "`dags/one.py` line 15 calls `both()` at import",
        "`dags/one.py` line 12 calls `load()` at import",
        "`dags/one.py` line 8 calls `requests.get()`",
    ]


def test_code_that_builds_dags_is_reported_itself(tmp_path: Path, check) -> None:
    body = (
        "def build(name):\n    requests.get('https://a')\n    return DAG(name)\n\n\n"
        "def main():\n    return build('a')\n\n\n"
        "@dag()\ndef flow():\n    requests.post('https://a')\n\n\nx = main()\nflow()\n"
    )

    run = check(write(tmp_path, body), "--select", "http-request-at-parse-time")

    expected = {line_of(body, "    requests.get('https://a')"), line_of(body, "    requests.post('https://a')")}
    assert {line for _, line, _ in run.findings} == expected


def test_a_client_and_its_call_are_one_cause(tmp_path: Path, check) -> None:
    body = "session = boto3.Session()\nclient = session.client('s3')\nNAMES = client.list_buckets()\n"

    run = check(write(tmp_path, body), "--select", "client-built-at-parse-time", "--select", "aws-call-at-parse-time")

    assert run.findings == {("dags/one.py", 9, "aws-call-at-parse-time")}
