"""What holds for every policy, and what another evaluator makes of the same questions."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor.permissions import answer_batch

from .questions import HERE, Questions

ORACLE = Path(__file__).parents[2] / "oracles" / "iam_simulate.mjs"
RANK = {"explicit-deny": 0, "implicit-deny": 0, "depends": 1, "allowed": 2}
seeds = st.integers(0, 10**9)
bounded = settings(max_examples=150)


def answer(question: dict[str, Any]) -> str:
    (found,) = answer_batch([json.dumps(question).encode()], Path())
    assert "error" not in found, found
    return str(found["answer"])


@bounded
@given(seeds)
def test_another_deny_never_allows_more(seed: int) -> None:
    questions = Questions(seed)
    question = questions.question()
    more = deepcopy(question)
    denial = {**questions.statement(question["action"], question["resource"], "identity"), "Effect": "Deny"}
    more["policies"] = [*more.get("policies", []), {"Version": "2012-10-17", "Statement": denial}]

    assert RANK[answer(more)] <= RANK[answer(question)]


@bounded
@given(seeds)
def test_another_allow_never_denies_more(seed: int) -> None:
    questions = Questions(seed)
    question = questions.question()
    more = deepcopy(question)
    grant = {**questions.statement(question["action"], question["resource"], "identity"), "Effect": "Allow"}
    more["policies"] = [*more.get("policies", []), {"Version": "2012-10-17", "Statement": grant}]

    assert RANK[answer(more)] >= RANK[answer(question)]


@bounded
@given(seeds)
def test_order_never_matters(seed: int) -> None:
    question = Questions(seed).question()
    turned = deepcopy(question)
    turned["policies"] = turned.get("policies", [])[::-1]
    for name in ("boundary", "session_policy", "resource_policy"):
        if name in turned:
            turned[name]["Statement"].reverse()
    for policy in turned["policies"]:
        policy["Statement"].reverse()
        for statement in policy["Statement"]:
            for element in statement.values():
                if isinstance(element, list):
                    element.reverse()

    assert answer(turned) == answer(question)


@bounded
@given(seeds, st.integers(0, 200), st.integers(0, 200))
def test_a_wildcard_never_matches_less(seed: int, start: int, length: int) -> None:
    question = Questions(seed).question()
    wider = deepcopy(question)
    for policy in wider.get("policies", []):
        for statement in policy["Statement"]:
            if statement["Effect"] == "Allow":
                for name in ("Resource", "Action"):
                    statement[name] = [
                        f"{text[: max(start % (len(text) + 1), text.find(':') + 1)]}*"
                        f"{text[max(start % (len(text) + 1), text.find(':') + 1) + length :]}"
                        for text in statement.get(name, [])
                    ] or None
                    if statement[name] is None:
                        del statement[name]

    assert RANK[answer(wider)] >= RANK[answer(question)]


@bounded
@given(seeds)
def test_knowing_more_never_overturns_an_answer(seed: int) -> None:
    """An answer given without a key stays the same whatever the key turns out to be."""
    questions = Questions(seed)
    question = questions.question()
    before = answer(question)
    known = {**question, "context": {**question["context"], "aws:PrincipalTag/team": "ops"}}
    complete = {**question, "context_complete": True}

    if before != "depends" and "aws:PrincipalTag/team" not in question["context"]:
        assert RANK[answer(known)] == RANK[before]
    if before != "depends":
        assert RANK[answer(complete)] == RANK[before]


@pytest.mark.skipif(
    not os.environ.get("IAM_SIMULATE") or shutil.which("node") is None,
    reason="IAM_SIMULATE names no folder with @cloud-copilot/iam-simulate",
)
def test_agrees_with_another_evaluator() -> None:
    """The same questions to both; differences are told by ``known_difference``."""
    questions = Questions(20261122)
    drawn = [{**questions.question(), "context_complete": True} for _ in range(3000)]
    for question in drawn:
        account = question["resource"].split(":")[4] if question["resource"] != "*" else ""
        question["context"]["aws:ResourceAccount"] = account or HERE
    asked = [
        {
            **question,
            "owner": question["context"]["aws:ResourceAccount"],
            "context": {key: value for key, value in question["context"].items() if key != "aws:ResourceAccount"},
        }
        for question in drawn
    ]
    run = subprocess.run(
        ["node", str(ORACLE)],
        input="".join(json.dumps(question) + "\n" for question in asked),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    names = {"Allowed": "allowed", "ExplicitlyDenied": "explicit-deny", "ImplicitlyDenied": "implicit-deny"}
    theirs = [names[json.loads(line)["result"]] for line in run.stdout.splitlines()]
    ours = [found["answer"] for found in answer_batch((json.dumps(question).encode() for question in drawn), Path())]

    differing = [question for one, other, question in zip(ours, theirs, drawn, strict=True) if one != other]
    print(
        f"{len(drawn)} questions, {len(drawn) - len(differing)} agreements, {Counter(map(known_difference, differing))}"
    )
    assert [question for question in differing if not known_difference(question)] == []


def known_difference(question: dict[str, Any]) -> str:
    """Why the other evaluator answers otherwise, where the documentation is on our side."""
    written = json.dumps(question)
    if re.search(r"ForAnyValue:\w+IfExists", written) and "aws:TagKeys" not in question["context"]:
        return "IfExists makes a condition true without the key, whatever the set operator"
    if "session_policy" in question and "resource_policy" in question:
        return "a grant to the session itself, or to everybody, is not limited by the session policy"
    return ""
