"""What the Jinja parts of a text use and show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwaa_doctor.models.templates import shown_paths, used_names

FILTERS = frozenset({"int"})


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("{{ dag_run.conf['x'] }}", [("dag_run", "conf", "x")]),
        ("{{- dag_run.conf.get('x', 'y') -}}", [("dag_run", "conf", "x")]),
        ("{{ dag_run.conf.x | int }}", []),
        ("{{ (dag_run.conf.x | int) + params.y }}", [("params", "y")]),
        ("{{ 'a' if dag_run.conf.x else 'b' }}", []),
        ("{{ params.x if dag_run.conf.x }}", [("params", "x")]),
        ("{{ 'a' ~ params.x }}", [("params", "x")]),
        ("{{ params.x | default('y') | upper }}", [("params", "x")]),
        ("{{ params.x == 'y' }}", []),
        ("{{ macros.ds_add(ds, params.days) }}", [("macros", "ds_add()"), ("ds",), ("params", "days")]),
        ("{% if dag_run.conf.x %}y{% endif %}", []),
        ("{% set x = dag_run.conf.y %}{{ x }}", [("dag_run", "conf", "y")]),
        ("{% for x in params.all %}{{ x }}{% endfor %}", [("params", "all")]),
        ("{% raw %}{{ params.x }}{% endraw %}{# {{ params.x }} #}", []),
        ("{{ not Jinja at all }} $params", []),
    ],
)
def test_paths_that_are_shown(text: str, paths: list[tuple[str, ...]]) -> None:
    assert list(shown_paths(text, FILTERS)) == paths


def test_names_are_found_with_their_lines() -> None:
    text = "a\n{{ next_ds }}\n{% for x in ti.x %}{{ x }}{% endfor %}{% if execution_date %}{% endif %}"

    assert list(used_names(text)) == [("next_ds", 1), ("ti", 2), ("execution_date", 2)]


@given(st.text(alphabet="{}%#-+ abif=in|.()'[]\n~", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    list(shown_paths(text, FILTERS))
    list(used_names(text))
