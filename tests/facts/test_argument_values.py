"""Values that Airflow refuses: the rows answer as the versions of Airflow did that were asked."""

from __future__ import annotations

import datetime

import pytest

from mwaa_doctor import facts
from mwaa_doctor.facts.argument_values import argument_checks, values
from mwaa_doctor.facts.context_keys import context_keys, lasting_context_keys

MINUTE = datetime.timedelta(minutes=1)


def fault(on: str, name: str, value: object, version: tuple[int, ...], *, is_set: bool = False) -> str | None:
    checks = argument_checks(on, version).get(name, ())
    return next((found for row in checks if (found := row.fault(name, value, version, is_set=is_set))), None)


@pytest.mark.parametrize(
    ("on", "name", "value", "refused_by"),
    [
        ("task", "retries", "three", {(2, 8, 1), (2, 10, 3), (3, 0, 6)}),
        ("task", "retries", "3", set()),
        ("task", "retries", None, set()),
        ("task", "retry_delay", None, {(2, 8, 1), (2, 10, 3)}),
        ("task", "execution_timeout", 300, {(2, 8, 1), (2, 10, 3), (3, 0, 6)}),
        ("task", "execution_timeout", MINUTE, set()),
        ("task", "pool_slots", 0, {(2, 8, 1), (2, 10, 3), (3, 0, 6)}),
        ("task", "pool_slots", 1.5, {(2, 10, 3), (3, 0, 6)}),
        ("task", "priority_weight", None, {(3, 0, 6)}),
        ("task", "trigger_rule", "dummy", {(3, 0, 6)}),
        ("task", "weight_rule", None, {(2, 8, 1)}),
        ("task", "weight_rule", "plugin.Heavy", set()),
        ("task", "email_on_failure", "no", {(2, 10, 3), (3, 0, 6)}),
        ("sensor", "mode", "rescheduled", {(2, 8, 1), (2, 10, 3), (3, 0, 6)}),
        ("sensor", "poke_interval", -1, {(2, 8, 1), (2, 10, 3), (3, 0, 6)}),
        ("sensor", "poke_interval", MINUTE, set()),
        ("dag", "tags", ("a",), {(2, 10, 3)}),
        ("dag", "tags", ["x" * 101], {(2, 8, 1), (2, 10, 3), (3, 0, 6)}),
        ("dag", "tags", [1], {(2, 8, 1), (2, 10, 3), (3, 0, 6)}),
        ("dag", "max_active_runs", None, {(3, 0, 6)}),
        ("dag", "dagrun_timeout", 3600, {(2, 10, 3), (3, 0, 6)}),
    ],
)
def test_a_value_is_refused_by_the_versions_that_do(
    on: str, name: str, value: object, refused_by: set[tuple[int, ...]]
) -> None:
    asked = [(2, 8, 1), (2, 10, 3), (3, 0, 6)]
    assert {version for version in asked if fault(on, name, value, version)} == refused_by


def test_a_set_of_tags_is_no_list() -> None:
    assert fault("dag", "tags", ["a"], (2, 10, 3)) is None
    assert fault("dag", "tags", ["a"], (2, 10, 3), is_set=True) is not None


def test_nothing_is_known_of_older_versions() -> None:
    assert argument_checks("task", (1, 10, 12)) == {}


def test_every_bound_is_a_version_that_can_be_compared() -> None:
    listed = {"trigger_rule", "weight_rule", "mode", "default_view", "orientation"}
    for release in facts.releases():
        version = tuple(int(part) for part in release.version.split("."))
        for on in ("task", "sensor", "dag"):
            for name, rows in argument_checks(on, version).items():
                assert all(row.words for row in rows)
                assert any(row.listed for row in rows) == (name in listed)
                if name in listed:
                    assert values(name, version)


def test_lasting_context_keys_are_context_keys() -> None:
    assert lasting_context_keys() < context_keys()
