"""Which calls fit a function, and what its code says Airflow will see."""

from __future__ import annotations

import ast

import pytest

from mwaa_doctor.models.signatures import Signature, plain_call


def signature(parameters: str, skip: int = 0) -> Signature:
    function = ast.parse(f"def f({parameters}): pass").body[0]
    assert isinstance(function, ast.FunctionDef)
    return Signature.of(function, skip=skip)


@pytest.mark.parametrize(
    ("parameters", "required"),
    [
        ("", set()),
        ("a, b=1", {"a"}),
        ("a, /, b, *, c, d=1", {"a", "b", "c"}),
        ("*a, **b", set()),
        ("a=1, *, b=2", set()),
    ],
)
def test_required_are_those_without_a_default(parameters: str, required: set[str]) -> None:
    assert signature(parameters).required == required


def test_self_is_left_out() -> None:
    found = signature("self, a, /, b", skip=1)
    assert (found.positional, found.only_positional, found.required) == (("a", "b"), 1, {"a", "b"})
    assert found.unknown(frozenset({"a", "b"})) == ["a"]


def test_what_a_call_leaves_out_or_adds() -> None:
    found = signature("a, b, *, c")
    assert found.missing(1, frozenset({"c"}), frozenset()) == ["b"]
    assert found.missing(1, frozenset({"c"}), frozenset({"b"})) == []
    assert found.unknown(frozenset({"c", "d"})) == ["d"]
    assert signature("a, **more").unknown(frozenset({"d"})) == []


@pytest.mark.parametrize(
    ("call", "expected"),
    [("f(1, b=2)", (1, frozenset({"b"}))), ("f(*x)", None), ("f(**x)", None), ("f()", (0, frozenset()))],
)
def test_plain_call(call: str, expected: object) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    assert plain_call(node) == expected
