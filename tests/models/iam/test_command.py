"""``policy can`` as people and programs use it."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor.cli import main
from mwaa_doctor.sources.policy_documents import DocumentError, read_document

ROLE = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Bucket",
      "Effect": "Allow",
      "Action": ["s3:GetObject*", "s3:List*"],
      "Resource": ["arn:aws:s3:::airflow-prod", "arn:aws:s3:::airflow-prod/*"]
    },
    {
      "Effect": "Allow",
      "Action": "logs:CreateLogGroup",
      "Resource": [
        "arn:aws:logs:us-east-1:111122223333:log-group:airflow-Prod-*"
      ]
    },
    {
      "Effect": "Allow",
      "Action": "kms:Decrypt",
      "Resource": "*",
      "Condition": {"StringEquals": {"kms:ViaService": "sqs.us-east-1.amazonaws.com"}}
    }
  ]
}
"""
GROUP = "arn:aws:logs:us-east-1:111122223333:log-group:airflow-prod-Task"


@pytest.fixture
def role(tmp_path: Path) -> str:
    path = tmp_path / "role.json"
    path.write_text(ROLE)
    return str(path)


def can(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["policy", "can", *arguments], input=given)


def batch(*lines: Any) -> list[dict[str, Any]]:
    text = b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    return [json.loads(line) for line in can("--batch", "-", given=text).stdout.splitlines()]


def test_says_yes_and_which_statement(role: str) -> None:
    run = can("s3:GetObject", "arn:aws:s3:::airflow-prod/dags/a.py", "--policy", role)

    assert run.exit_code == 0
    assert run.stdout == (
        "allowed: s3:GetObject on arn:aws:s3:::airflow-prod/dags/a.py\n"
        f"  Statement 1 (Bucket) of {role}, line 4 allows it\n"
    )


def test_says_no_and_which_statement_comes_near(role: str) -> None:
    run = can("logs:CreateLogGroup", GROUP, "--policy", role)

    assert run.exit_code == 1
    assert run.stdout.splitlines()[1:] == [
        f"  no statement allows logs:CreateLogGroup on {GROUP}",
        f"  the closest is Statement 2 of {role} (line 14), which names "
        "`arn:aws:logs:us-east-1:111122223333:log-group:airflow-Prod-*`",
    ]


def test_names_a_statement_whose_condition_fails(role: str) -> None:
    run = can("kms:Decrypt", "*", "--policy", role, "--context", "kms:ViaService=s3.us-east-1.amazonaws.com")

    assert "whose condition `StringEquals kms:ViaService sqs.us-east-1.amazonaws.com` is not met" in run.stdout


def test_names_an_action_that_is_spelt_almost_so(role: str) -> None:
    run = can("kms:Decrypts", "*", "--policy", role)

    assert "which names `kms:Decrypt`" in run.stdout


def test_doubts_an_action_that_no_service_has(role: str) -> None:
    run = can("s3:GetObjekt", "arn:aws:s3:::airflow-prod/x", "--policy", role)

    assert "note: `s3:GetObjekt` is no action of s3, did you mean `GetObject`?" in run.stdout


def test_says_what_it_depends_on(role: str) -> None:
    run = can("kms:Decrypt", "*", "--policy", role, "--format", "json")

    found = json.loads(run.stdout)
    assert run.exit_code == 1
    assert found["answer"] == "depends"
    assert found["statement"] == {
        "policy": "identity", "file": role, "line": 17, "sid": None, "index": 2, "effect": "Allow",
    }  # fmt: skip
    assert [(item["operator"], item["key"], item["values"]) for item in found["conditions"]] == [
        ("StringEquals", "kms:ViaService", ["sqs.us-east-1.amazonaws.com"])
    ]


def test_a_key_known_to_be_absent_decides(role: str) -> None:
    run = can("kms:Decrypt", "*", "--policy", role, "--absent", "kms:viaservice", "--format", "json")

    assert json.loads(run.stdout)["answer"] == "implicit-deny"


def test_repeating_a_key_gives_it_several_values(tmp_path: Path) -> None:
    path = tmp_path / "tags.json"
    condition = {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": condition}
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": statement}))
    asked = ("s3:PutObject", "*", "--policy", str(path), "--context", "aws:TagKeys=a", "--context")

    assert can(*asked, "aws:TagKeys=b").exit_code == 0
    assert can(*asked, "aws:TagKeys=c").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["s3:Get*", "*"], "`s3:Get*` is no action such as `s3:GetObject`: ask for one action, not for a pattern"),
        (["GetObject", "*"], "`GetObject` is no action such as `s3:GetObject`"),
        (["s3:GetObject", "bucket"], "`bucket` is neither an ARN nor `*`"),
        (["s3:GetObject"], "name an action and a resource"),
        (["s3:GetObject", "*", "--principal", "bob"], "`bob` is neither an ARN nor an account nor a service"),
        (["s3:GetObject", "*", "--policy", "nothing.json"], "nothing.json cannot be read: No such file or directory"),
        (["s3:GetObject", "*", "--context", "aws:username"], "a context key is given as KEY=VALUE, not `aws:username`"),
        (["s3:GetObject", "*", "--batch", "-"], "give nothing else with --batch"),
    ],
)
def test_tells_what_it_cannot_answer(arguments: list[str], message: str) -> None:
    run = can(*arguments)

    assert run.exit_code == 2
    assert message in run.stderr
    assert run.stdout == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"Version": "2012-10-17",\n "Statement": [}', "p.json:2:16 is not JSON: expecting value"),
        ('{"Statement": [{"Effect": "allow", "Action": "*", "Resource": "*"}]}', "p.json:1:17: `Effect` is `Allow` or"),
        (
            '{"Statement": [{"Effect": "Allow",\n"Actions": "*", "Resource": "*"}]}',
            "p.json:2:1: `Actions` is no element of",
        ),
        ('{"Statement": {"Effect": "Allow", "Action": 5, "Resource": "*"}}', "a member of `Action` is a number"),
        ('{"Statement": {"Effect": "Allow", "Action": "*"}}', "a statement has neither `Resource` nor `NotResource`"),
        ('{"Statement": []}', "`Statement` is empty"),
        ("[]", "a policy is a JSON object, not a list"),
        ("{}", "has no `Statement`"),
        ("[" * 100_000, "is nested too deeply"),
        ('{"Version": NaN}', "NaN is no JSON value"),
        (
            '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringLikes": {}}}}',
            "p.json:1:81: `StringLikes` is no condition operator",
        ),
    ],
)
def test_says_where_a_document_is_wrong(
    text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p.json").write_text(text)

    run = can("s3:GetObject", "*", "--policy", "p.json")

    assert run.exit_code == 2
    assert message in run.stderr


@pytest.mark.parametrize(
    "document",
    [
        {"PolicyName": "p", "RoleName": "r", "PolicyDocument": json.loads(ROLE)},
        {"PolicyVersion": {"Document": json.loads(ROLE), "VersionId": "v1"}},
        {"Policy": ROLE},
    ],
    ids=["get-role-policy", "get-policy-version", "get-bucket-policy"],
)
def test_takes_the_answers_of_the_aws_cli(document: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(document))

    assert can("s3:GetObject", "arn:aws:s3:::airflow-prod/x", "--policy", str(path)).exit_code == 0


def test_takes_yaml(tmp_path: Path) -> None:
    path = tmp_path / "role.yaml"
    path.write_text(
        "Version: 2012-10-17\nStatement:\n  - Effect: Allow\n    Action: s3:GetObject\n"
        "    Resource: 'arn:aws:s3:::bucket/${aws:username}'\n"
    )

    run = can("s3:GetObject", "arn:aws:s3:::bucket/bob", "--policy", str(path), "--context", "aws:username=bob")

    assert run.exit_code == 0
    assert "line 3" in run.stdout


def test_hostile_names_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    statement = {"Sid": "\x1b[2J", "Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": statement}))

    run = can("s3:GetObject", "*", "--policy", str(path))

    assert "\x1b" not in run.stdout


# -- batches ----------------------------------------------------------------------------------------------------------


def test_a_bad_line_does_not_end_a_batch() -> None:
    allow = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}
    good = {"action": "s3:GetObject", "resource": "*", "policies": [allow]}
    bad: list[Any] = [
        b"nonsense\n", b"\xff\xfe\n", b"[]\n", b"null\n", b'{"action": "s3:GetObject"}\n', {**good, "action": 5},
        {**good, "policies": ["missing.json"]}, {**good, "policies": [[]]}, {**good, "policies": [{}]},
        {**good, "context": []}, {**good, "context": {"k": {}}}, {**good, "principal": "bob"}, {**good, "polices": []},
        {**good, "policies": ["\0"]}, {**good, "context_complete": "yes"}, b"[" * 100_000 + b"\n",
    ]  # fmt: skip

    answers = batch(*(line for item in bad for line in (item, good)))

    assert [answer.get("answer") for answer in answers[1::2]] == ["allowed"] * len(bad)
    assert all(set(answer) == {"error", "line"} for answer in answers[0::2])
    assert [answer["line"] for answer in answers[0::2]] == list(range(1, 2 * len(bad), 2))


def test_a_batch_with_a_bad_line_is_incomplete() -> None:
    assert can("--batch", "-", given="nonsense\n").exit_code == 3
    assert can("--batch", "-", given="\n\n").exit_code == 0


def test_documents_are_found_beside_the_batch(tmp_path: Path) -> None:
    (tmp_path / "role.json").write_text(ROLE)
    question = {"id": 7, "action": "s3:GetObject", "resource": "arn:aws:s3:::airflow-prod/x", "policies": ["role.json"]}
    (tmp_path / "questions.jsonl").write_text(f"{json.dumps(question)}\n")

    run = can("--batch", str(tmp_path / "questions.jsonl"))

    found = json.loads(run.stdout)
    assert (found["id"], found["answer"], found["statement"]["line"]) == (7, "allowed", 4)


def test_documents_may_be_texts_or_alone() -> None:
    question = {"action": "s3:GetObject", "resource": "arn:aws:s3:::airflow-prod/x"}

    answers = batch({**question, "policies": ROLE}, {**question, "policies": json.loads(ROLE)})

    assert [answer["answer"] for answer in answers] == ["allowed", "allowed"]


def read_and_written(text: str, times: int = 1) -> float:
    """How long the machine takes to read and write the lines as JSON, in seconds of its processor: the yardstick."""
    start = time.process_time()
    for _ in range(times):
        for line in text.splitlines():
            json.dumps(json.loads(line), sort_keys=True)
    return (time.process_time() - start) / times


def test_an_answer_takes_little_more_than_to_read_the_question() -> None:
    """A thousand answers a second are some 40 times as slow as to read and write the questions."""
    document = json.loads(ROLE)
    lines = [
        {"action": "logs:CreateLogGroup", "resource": GROUP.replace("Task", str(number)), "policies": [document] * 3}
        for number in range(2000)
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    start = time.process_time()

    run = can("--batch", "-", given=text)

    spent = time.process_time() - start
    assert run.exit_code == 0
    assert len(run.stdout.splitlines()) == len(lines)
    assert spent < 40 * read_and_written(text, 5)


def test_large_policies_are_read_in_reasonable_time(tmp_path: Path) -> None:
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/" + "*a" * 200 + "b"}
    path = tmp_path / "large.json"
    path.write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement] * 4000}))
    assert path.stat().st_size > 1_900_000
    start = time.process_time()

    run = can("s3:GetObject", "arn:aws:s3:::bucket/" + "a" * 300, "--policy", str(path))

    spent = time.process_time() - start
    assert run.stdout.startswith("implicit-deny")
    assert spent < 1000 * read_and_written(path.read_text(), 5)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**12) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["Version", "Statement", "Effect", "Action", "NotAction", "Resource", "Condition", "Principal", "Sid",
             "AWS", "StringEquals", "Null", "x"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=200)
@given(json_values)
def test_any_document_gets_an_answer_or_an_error(document: Any) -> None:
    question = {"action": "s3:GetObject", "resource": "*", "policies": [document], "resource_policy": document}

    (answer,) = batch(question)

    assert ("answer" in answer) != ("error" in answer)


@settings(max_examples=200)
@given(st.binary(max_size=60) | st.text(alphabet='{}[]":,\\ \n1aAtrue', max_size=40).map(str.encode))
def test_any_bytes_are_a_policy_or_a_clear_error(data: bytes) -> None:
    for name in ("p.json", "p.yaml"):
        with contextlib.suppress(DocumentError):
            read_document(data, name, "identity")
