"""Loads the folder as the scheduler would. It has been skipped since spring."""

import pathlib

import pytest

dagbag = pytest.importorskip("airflow.models.dagbag")
DAGS = pathlib.Path(__file__).parent.parent / "dags"

pytestmark = pytest.mark.skip(reason="red since spring")


def test_nothing_fails_to_import():
    assert dagbag.DagBag(dag_folder=str(DAGS), include_examples=False).import_errors == {}
