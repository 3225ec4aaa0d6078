"""Whatever a template says of an environment, every rule answers: a finding, silence, or why it cannot tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor import facts
from mwaa_doctor.models.service_model import property_names

NAMES = sorted(facts.airflow_options("2.10.3").options)  # type: ignore[union-attr]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.sampled_from(
        ["nan", "inf", "-1", "1e400", "True", "s3://b/k", "arn:aws:s3:::", ":::", "{", '{"a": [', "[[", "5,0", "*"]
    ),
    st.sampled_from([{"Ref": "Given"}, {"Fn::Sub": "${Given}-x"}, {"Ref": "AWS::Region"}, {"Fn::If": ["No", 1, 2]}]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
OPTIONS = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=20), SCALARS, max_size=12)
PROPERTIES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(sorted(property_names() | {"Nonsense"}), VALUES),
        "AirflowConfigurationOptions": OPTIONS | VALUES,
        "AirflowVersion": st.sampled_from(["2.10.3", "3.2.1", "2.7.2", "2.0.2", "1.10.12", "4.0.0"]) | SCALARS,
        "EnvironmentClass": st.sampled_from(["mw1.micro", "mw1.small"]) | SCALARS,
    },
)


def template(properties: Any) -> str:
    environment = {"Type": "AWS::MWAA::Environment", "Properties": properties}
    return json.dumps({"Parameters": {"Given": {"Type": "String"}}, "Resources": {"Airflow": environment}}, indent=1)


@settings(max_examples=60)
@given(properties=PROPERTIES)
def test_any_values(properties: dict[str, Any], tmp_path: Path, check) -> None:
    (tmp_path / "template.json").write_text(template(properties))

    run = check(tmp_path)

    assert run.document["crashes"] == []


@pytest.mark.parametrize("name", sorted(property_names()))
@pytest.mark.parametrize("value", [None, "", [], {}, 0, False, "x" * 2000, [None], {"": None}])
def test_odd_values_of_each_property(name: str, value: Any, tmp_path: Path, check) -> None:
    properties = {"Name": "odd", "AirflowVersion": "2.10.3", name: value}
    (tmp_path / "template.json").write_text(template(properties))

    run = check(tmp_path)

    assert run.document["crashes"] == []
