"""Loads the folder as the scheduler would."""

import pathlib

import pytest

dagbag = pytest.importorskip("airflow.models.dagbag")
DAGS = pathlib.Path(__file__).parent.parent / "dags"


@pytest.fixture(scope="module")
def bag():
    return dagbag.DagBag(dag_folder=str(DAGS), include_examples=False)


def test_nothing_fails_to_import(bag):
    assert bag.import_errors == {}


def test_every_dag_has_retries_decided(bag):
    for dag_id, dag in bag.dags.items():
        assert "retries" in dag.default_args, dag_id


def test_ids_start_with_a_letter(bag):
    assert all(dag_id[0].isalpha() for dag_id in bag.dag_ids)
