"""The IAM actions that operators of the amazon provider need, from its wheels: writes `operator_calls.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from mwaa_doctor.facts.aws_actions import action_of_call, hand_read_calls
from mwaa_doctor.facts.operator_calls import provider_version
from mwaa_doctor.facts.refresh.provider_calls import Provider

OPERATOR_CALLS_FILE = "operator_calls.json"
_DISTRIBUTION = "apache-airflow-providers-amazon"
_WAIT = "wait_for_completion"
_CASES = (
    {"deferrable": False, _WAIT: False},
    {"deferrable": False, _WAIT: True},
    {"deferrable": True, _WAIT: True},
)


def build_operator_calls(wheels: dict[str, Path], checked: str) -> str:
    """The JSON file: for each operator, sensor, transfer and method of a hook the IAM actions of its calls.

    `wheels` maps provider versions to wheels, oldest first. Each action has a list of the versions, by position, in
    which it is surely needed; `present` are the versions that have the operator, `waits` those that wait for the end
    unless told otherwise. `wait` and `defer` before an action: only if it waits, or defers.
    """
    rows: dict[str, dict[str, list[int]]] = {}
    hooks: dict[str, dict[str, list[int]]] = {}
    for number, wheel in enumerate(wheels.values()):
        provider = Provider(wheel)
        for name, one in provider.classes.items():
            if name.endswith("Hook") and "Base" not in name and ".hooks." in one.module:
                for method, calls in provider.hook_methods(name):
                    for key in ("present", *sorted(_actions(calls))):
                        hooks.setdefault(f"{name}.{method}", {}).setdefault(key, []).append(number)
            if not name.endswith(("Operator", "Sensor")) or "Base" in name:
                continue
            if any(part in one.module for part in (".operators.", ".sensors.", ".transfers.")):
                for key in _keys(provider, name):
                    rows.setdefault(name, {}).setdefault(key, []).append(number)
    head = {"source": "the wheels of apache-airflow-providers-amazon on PyPI", "checked": checked}
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in {**head, "versions": list(wheels)}.items()]
    parts = [f'"{title}": {{\n{_body(found)}\n}}' for title, found in (("operators", rows), ("hooks", hooks))]
    return "{" + ", ".join([*lines, *parts]) + "}\n"


def _body(rows: dict[str, dict[str, list[int]]]) -> str:
    """The rows that have an action, a line each."""
    known = {name: row for name, row in sorted(rows.items()) if any(":" in key for key in row)}
    return ",\n".join(f"{json.dumps(name)}: {json.dumps(row, separators=(',', ':'))}" for name, row in known.items())


def _keys(provider: Provider, name: str) -> list[str]:
    known: dict[str, set[str]] = {"": set(), "wait": set(), "defer": set()}
    for call in hand_read_calls(name):
        word, _, plain = call.rpartition(" ")
        known[word] |= _actions([plain])
    cases = [_actions(provider.calls(name, given)) for given in _CASES]
    always = set.intersection(*cases) | known[""]
    marks = ["present", *(["waits"] if provider.default(name, _WAIT) is not False else [])]
    later = [
        f"{word} {action}"
        for word, case in zip(("wait", "defer"), cases[1:], strict=True)
        for action in sorted((case | known[word]) - always)
    ]
    return [*marks, *sorted(always), *later]


def _actions(calls: Iterable[str]) -> set[str]:
    """`stepfunctions.start_execution` gives `states:StartExecution`; calls without a known action are left out."""
    found = {action_of_call(*call.split(".", 1)) for call in calls}
    return {action for action in found if action is not None}


def main(arguments: list[str] | None = None) -> int:
    """Write the file from a folder of wheels; returns the exit code."""
    import argparse

    from mwaa_doctor.facts.reading import knowledge_date
    from mwaa_doctor.facts.refresh.wheels import WheelCache
    from mwaa_doctor.facts.versions import releases

    parser = argparse.ArgumentParser(prog="python -m mwaa_doctor.facts.refresh.operator_calls", description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="folder of wheels; missing ones are downloaded")
    given = parser.parse_args(arguments)
    cache = WheelCache(given.cache)
    pins = {row.version: (provider_version(row.version), row.python) for row in releases()}
    found: dict[str, Path] = {}
    for version, python in pins.values():
        if version is None:
            continue
        cache.fetch([(_DISTRIBUTION, version)], ".".join(python.split(".")[:2]))
        wheel = cache.find(_DISTRIBUTION, version)
        if wheel is not None:
            found[version] = wheel
    ordered = dict(sorted(found.items(), key=lambda item: tuple(map(int, item[0].split(".")))))
    Path(__file__).parent.parent.joinpath(OPERATOR_CALLS_FILE).write_text(
        build_operator_calls(ordered, knowledge_date())
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
