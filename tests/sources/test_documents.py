"""YAML and JSON with lines: what is read, where it stands, and that no bytes end in anything but a clear error."""

from __future__ import annotations

import contextlib
import json
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor.sources.document import Document, DocumentError, read_document

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=30,
)


def read(text: str, path: str = "template.yaml") -> Document:
    return read_document(text.encode(), path)


@settings(max_examples=150)
@given(st.dictionaries(st.text(max_size=10), VALUES, max_size=4))
def test_json_is_read_as_everybody_reads_it(value: object) -> None:
    for indent in (None, 2):
        assert read(json.dumps(value, indent=indent), "x.json").value == value


@settings(max_examples=150)
@given(st.dictionaries(st.text("ab:{}[]- #'\"\n", max_size=8), VALUES, max_size=4))
def test_yaml_is_read_as_pyyaml_reads_it(value: object) -> None:
    assert read(yaml.safe_dump(value)).value == value


@settings(max_examples=200)
@given(st.binary(max_size=200), st.sampled_from(["x.json", "x.yaml"]))
def test_any_bytes_are_a_document_or_an_error(data: bytes, path: str) -> None:
    with contextlib.suppress(DocumentError):
        read_document(data, path)


@settings(max_examples=200)
@given(st.text("{}[]:,\"\\!&*-<>|?%@`#'abR1 \n\t", max_size=40), st.sampled_from(["x.json", "x.yaml"]))
def test_any_text_is_a_document_or_an_error(text: str, path: str) -> None:
    with contextlib.suppress(DocumentError):
        read(text, path)


@pytest.mark.parametrize("path", ["x.json", "x.yaml"])
def test_every_key_and_member_knows_its_line(path: str) -> None:
    document = read('{\n "a": {\n  "b": "c"},\n "d": [\n  1,\n  {"e": null}]\n}', path).value

    assert {key: mark[:2] for key, mark in document.marks.items()} == {"a": (2, 2), "d": (4, 2)}
    assert document["a"].marks["b"] == (3, 3, 3, 11)
    assert [mark[0] for mark in document["d"].marks] == [5, 6]
    assert document["d"][1].marks["e"][:2] == (6, 4)


def test_short_forms_are_what_they_stand_for() -> None:
    value = read("a: !Ref X\nb: !GetAtt R.Arn\nc: !Sub '${X}'\nd: !Condition Y\ne: !Join [',', [!Ref X]]\n").value

    assert value == {
        "a": {"Ref": "X"},
        "b": {"Fn::GetAtt": ["R", "Arn"]},
        "c": {"Fn::Sub": "${X}"},
        "d": {"Condition": "Y"},
        "e": {"Fn::Join": [",", [{"Ref": "X"}]]},
    }


def test_what_looks_like_a_date_or_an_account_stays_a_text() -> None:
    value = read("Version: 2012-10-17\nAccount: 012345678901\nWindow: 12:30:00\nOn: yes\nNumber: 12\n").value

    assert value == {"Version": "2012-10-17", "Account": "012345678901", "Window": "12:30:00", "On": True, "Number": 12}


def test_a_merge_key_takes_in_what_it_names() -> None:
    value = read("a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\nc: {'<<': 1}\n").value

    assert value["b"] == {"x": 1, "y": 3}
    assert value["c"] == {"<<": 1}


def test_a_key_given_twice_is_told_with_both_lines() -> None:
    for text, path in (("a:\n  b: 1\n  c: 2\n  b: 3\n", "x.yaml"), ('{"a": {\n"b": 1,\n"c": 2,\n"b": 3}}', "x.json")):
        (duplicate,) = read(text, path).duplicates
        assert (duplicate.key, duplicate.around) == ("b", ("a",))
        assert duplicate.second[0] - duplicate.first[0] == 2


@pytest.mark.parametrize(
    ("text", "path", "line", "words"),
    [
        ('{"a": 1,\n "b": }', "x.json", 2, "value is missing"),
        ('{"a": 1,\n "b" 2}', "x.json", 2, "colon is missing"),
        ('{"a": 1\n "b": 2}', "x.json", 2, "comma is missing"),
        ('{"a": 1,\n}', "x.json", 2, "comma before '}' is one too many"),
        ('{"a": [1,\n2}', "x.json", 2, "opens in line 1"),
        ('{"a": "x\ny"}', "x.json", 1, "control character"),
        ('{"a": 1}\nb', "x.json", 2, "unexpected 'b'"),
        ("{'a': 1}", "x.json", 1, "unexpected"),
        ("", "x.json", 1, "nothing"),
        ("a: b\n\tc: d\n", "x.yaml", 2, "found a tab"),
        ("a: [1, 2\nb: 3\n", "x.yaml", 2, "expected"),
        ("a: &a [*a]\n", "x.yaml", 1, "holds itself"),
        ("a: *b\n", "x.yaml", 1, "not defined"),
        ("? [a]\n: b\n", "x.yaml", 1, "no plain text"),
    ],
)
def test_errors_name_the_line(text: str, path: str, line: int, words: str) -> None:
    with pytest.raises(DocumentError, match=words) as caught:
        read(text, path)
    assert caught.value.line == line


def test_bombs_are_refused_at_once() -> None:
    layers = "\n".join(f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 10)}]" for number in range(1, 12))
    started = time.perf_counter()
    with pytest.raises(DocumentError, match="aliases stand for too many values"):
        read(f"a0: &a0 [x, x]\n{layers}\n")
    for text, path in (("[" * 100_000, "x.json"), ("[" * 5_000, "x.yaml"), ('{"a":' * 100_000, "x.json")):
        with pytest.raises(DocumentError, match="nest"):
            read(text, path)
    assert time.perf_counter() - started < 5
