"""What can be imported in an image, and which keywords a call may use."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwaa_doctor import facts
from mwaa_doctor.facts.archive import MAGIC, Archive, pack_archive

VERSIONS = [release.version for release in facts.releases()]
MODERN = ["2.7.2", "2.8.1", "2.9.2", "2.10.1", "2.10.3", "2.11.0", "2.11.2", "3.0.6", "3.2.1", "3.3.1"]
VERSION_2 = [version for version in MODERN if version.startswith("2")]
VERSION_3 = [version for version in MODERN if version.startswith("3")]
S3_KEY_SENSOR = "airflow.providers.amazon.aws.sensors.s3.S3KeySensor"
# Keywords that every operator takes in every version, from Airflow's own documentation of BaseOperator.
OPERATOR_KEYWORDS = {"task_id", "retries", "retry_delay", "pool", "trigger_rule", "dag", "on_failure_callback", "queue"}


def surface_of(version: str) -> facts.Surface:
    found = facts.surface(version)
    assert found is not None
    return found


def parameters_of(version: str, name: str) -> facts.Parameters:
    found = surface_of(version).parameters(name)
    assert found is not None, name
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_has_a_surface(version):
    surface = surface_of(version)
    assert len(list(surface.module_names())) > 400
    assert surface.has("airflow.DAG")
    assert surface.has("airflow.models.Variable")
    assert surface.has("airflow.models.nothing_of_the_kind") is False
    assert surface.import_names()["airflow"].startswith("apache-airflow")
    assert surface.import_names()["yaml"] == "pyyaml"
    assert not surface.unknown_distributions()


def test_the_surfaces_are_small():
    sizes = [len(entry.read_bytes()) for entry in files("mwaa_doctor.facts").joinpath("surface").iterdir()]
    assert sum(sizes) < 4_000_000


@pytest.mark.parametrize("version", MODERN)
def test_the_bash_operator_takes_its_command(version):
    parameters = parameters_of(version, "airflow.operators.bash.BashOperator")
    assert not parameters.accepts_any
    assert parameters.names >= OPERATOR_KEYWORDS | {"bash_command", "env", "cwd"}
    assert "bash_command" in parameters.required
    assert not parameters.accepts("provide_context")
    assert not parameters.accepts("bash_comand")


@pytest.mark.parametrize("version", VERSION_2)
def test_provide_context_is_only_left_on_the_python_operator(version):
    parameters = parameters_of(version, "airflow.operators.python.PythonOperator")
    assert parameters.accepts("provide_context")
    assert "provide_context" in parameters.deprecated


@pytest.mark.parametrize("version", VERSION_3)
def test_provide_context_is_gone_in_airflow_3(version):
    assert not parameters_of(version, "airflow.providers.standard.operators.python.PythonOperator").accepts(
        "provide_context"
    )


@pytest.mark.parametrize("version", MODERN)
@pytest.mark.parametrize(
    "name", ["airflow.DAG", "airflow.models.DAG", "airflow.models.dag.DAG", "airflow.decorators.dag"]
)
def test_schedule_interval_left_with_airflow_2(version, name):
    parameters = parameters_of(version, name)
    assert not parameters.accepts_any
    assert parameters.accepts("schedule_interval") == version.startswith("2")
    assert parameters.accepts("schedule")
    assert parameters.accepts("catchup")
    assert not parameters.accepts("shedule")


@pytest.mark.parametrize("version", MODERN)
def test_a_sensor_of_a_provider_inherits_from_airflow(version):
    parameters = parameters_of(version, S3_KEY_SENSOR)
    assert not parameters.accepts_any
    assert parameters.names >= OPERATOR_KEYWORDS | {"poke_interval", "timeout", "mode", "bucket_key", "aws_conn_id"}
    assert parameters.required >= {"bucket_key", "task_id"}


@pytest.mark.parametrize("version", MODERN)
def test_task_decorators_take_what_their_operator_takes(version):
    task = parameters_of(version, "airflow.decorators.task")
    assert task.names >= {"retries", "multiple_outputs", "pool", "op_kwargs"}
    assert "task_id" not in task.required
    assert parameters_of(version, "airflow.decorators.task.virtualenv").accepts("requirements")
    assert not task.accepts("requirements")
    assert parameters_of(version, "airflow.decorators.task_group").accepts("group_id")


def test_a_keyword_that_a_class_sets_itself_is_refused():
    assert not parameters_of("2.10.3", "airflow.providers.amazon.aws.hooks.athena.AthenaHook").accepts("client_type")
    assert parameters_of("2.10.3", "airflow.providers.amazon.aws.hooks.athena.AthenaHook").accepts("aws_conn_id")


def test_open_ended_constructors_accept_anything():
    assert parameters_of("2.10.3", "airflow.operators.subdag.SubDagOperator").accepts("whatever")


def test_what_is_no_class_has_no_parameters():
    surface = surface_of("2.10.3")
    assert surface.parameters("airflow.models") is None
    assert surface.parameters("airflow.operators.bash.Nothing") is None
    assert surface.parameters("requests.get") is None


@pytest.mark.parametrize("version", VERSION_2)
def test_old_module_names_work_in_airflow_2(version):
    surface = surface_of(version)
    assert surface.has("airflow.operators.bash_operator")
    assert surface.has("airflow.operators.bash_operator.BashOperator")
    assert surface.resolve("airflow.operators.bash_operator.BashOperator") == "airflow.operators.bash.BashOperator"
    module = surface.module("airflow.operators.bash_operator")
    assert module is not None
    assert module.names["BashOperator"].kind == "deprecated"
    assert surface.has("airflow.operators.subdag.SubDagOperator")
    assert surface.has("airflow.utils.dates.days_ago")


@pytest.mark.parametrize("version", VERSION_3)
def test_old_module_names_are_gone_in_airflow_3(version):
    surface = surface_of(version)
    for name in (
        "airflow.operators.bash_operator",
        "airflow.operators.bash_operator.BashOperator",
        "airflow.operators.dummy.DummyOperator",
        "airflow.operators.subdag.SubDagOperator",
        "airflow.contrib.operators",
        "airflow.utils.dates.days_ago",
    ):
        assert surface.has(name) is False, name
    assert surface.find("SubDagOperator") == ()
    assert surface.module("airflow.sdk") is not None


@pytest.mark.parametrize(
    ("version", "name", "first"),
    [
        ("2.10.3", "BashOperator", "airflow.operators.bash.BashOperator"),
        ("3.0.6", "BashOperator", "airflow.providers.standard.operators.bash.BashOperator"),
        ("3.0.6", "DAG", "airflow.sdk.DAG"),
        ("3.3.1", "Variable", "airflow.sdk.Variable"),
        ("2.10.3", "DAG", "airflow.models.dag.DAG"),
        ("2.0.2", "S3KeySensor", "airflow.providers.amazon.aws.sensors.s3_key.S3KeySensor"),
    ],
)
def test_the_preferred_home_of_a_name_comes_first(version, name, first):
    assert surface_of(version).find(name)[0] == first


def test_re_exports_lead_to_the_definition():
    surface = surface_of("3.0.6")
    assert surface.resolve("airflow.decorators.task") == "airflow.sdk.definitions.decorators.task"
    assert surface.resolve("airflow.nothing.at_all") == "airflow.nothing.at_all"
    assert surface.resolve("requests.get") == "requests.get"


def test_only_for_type_checkers_is_not_importable():
    # airflow.operators.bash of 2.10.3 imports Context under TYPE_CHECKING only
    assert surface_of("2.10.3").has("airflow.operators.bash.Context") is False


def test_doubtful_names_are_neither_there_nor_absent():
    surface = surface_of("2.10.3")
    assert surface.has("airflow.macros.my_plugin") is None
    assert surface.has("airflow.macros.my_plugin.macro") is None
    assert surface.has("airflow.PY311") is None
    assert surface.has("airflow.operators.bash.annotations") is None
    assert surface.has("airflow.operators.bash.BashOperator.execute") is None
    module = surface.module("airflow.utils.yaml")
    assert module is not None
    assert module.has_dynamic_getattr
    assert module.offers("safe_load_all_of_it") is None


def test_a_definition_in_reserve_counts_as_there():
    # try: from airflow.providers.cncf... import X; except ImportError: class X
    assert surface_of("2.10.3").has("airflow.exceptions.PodMutationHookException")


def test_an_import_that_needs_another_provider_says_so():
    surface = surface_of("2.10.3")
    missing = surface.missing("airflow.providers.amazon.aws.transfers.gcs_to_s3")
    assert "airflow.providers.google.cloud.hooks.gcs" in missing
    assert surface.missing("airflow.contrib.operators.gcs_to_s3.GCSToS3Operator") == missing
    assert not surface.missing("airflow.operators.bash")
    with_google = surface.including(["apache-airflow-providers-google"])
    assert "airflow.providers.google.cloud.hooks.gcs" not in with_google.missing(
        "airflow.providers.amazon.aws.transfers.gcs_to_s3"
    )


def test_a_module_that_refuses_this_airflow_is_not_importable():
    surface = surface_of("3.0.6")
    assert surface.has("airflow.providers.standard.operators.hitl") is False
    assert surface_of("3.2.1").has("airflow.providers.standard.operators.hitl")


@pytest.mark.parametrize("version", VERSIONS[1:])
def test_a_provider_outside_the_image_is_offered_in_the_version_of_the_constraints(version):
    surface, constraints = surface_of(version), facts.constraints(version)
    assert constraints is not None
    offer = surface.provider_for("airflow.providers.snowflake.hooks.snowflake")
    assert offer is not None
    assert offer.distribution == "apache-airflow-providers-snowflake"
    assert offer.version == constraints[offer.distribution]
    assert offer.has_module
    gone = surface.provider_for("airflow.providers.cncf.kubernetes.nothing_like_this")
    assert gone is not None
    assert gone.has_module is False
    assert surface.provider_for("airflow.providers.amazon.aws.hooks.base_aws") is None
    assert surface.provider_for("airflow.providers.unheard_of") is None


def test_an_included_provider_is_part_of_the_surface():
    surface = surface_of("2.10.3")
    name = "airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator"
    assert surface.has(name) is False
    assert [found for found, _ in surface.find_offers("KubernetesPodOperator")] == [name]
    more = surface.including(["apache-airflow-providers-cncf-kubernetes", "not-a-provider"])
    assert more.has(name)
    assert surface.has(name) is False, "the first surface is unchanged"
    parameters = more.parameters(name)
    assert parameters is not None
    assert parameters.names >= OPERATOR_KEYWORDS | {"image", "namespace"}
    assert name in more.find("KubernetesPodOperator")
    assert "kubernetes" in more.task_decorators()
    assert "kubernetes" not in surface.task_decorators()


@pytest.mark.parametrize("version", VERSIONS)
def test_every_target_of_a_preferred_name_can_be_asked_for(version):
    surface = surface_of(version)
    for name in ("DAG", "BaseOperator", "PythonOperator", "Variable", "S3Hook"):
        for place in surface.find(name):
            assert surface.has(place) is not False
            assert surface.module(place.rpartition(".")[0]) is not None


@settings(max_examples=200)
@given(st.sampled_from(VERSIONS), st.lists(st.from_regex(r"[a-zA-Z_]{1,12}", fullmatch=True), min_size=1, max_size=5))
def test_any_name_can_be_asked_for(version, parts):
    surface, name = surface_of(version), ".".join(["airflow", *parts])
    assert surface.has(name) in {True, False, None}
    assert surface.resolve(surface.resolve(name)) == surface.resolve(name)
    surface.parameters(name)
    surface.missing(name)
    surface.provider_for(name)


@settings(max_examples=60)
@given(data=st.data())
def test_definitions_resolve_to_themselves_and_reexports_end(data):
    surface = surface_of(data.draw(st.sampled_from(VERSIONS)))
    module = surface.module(data.draw(st.sampled_from(sorted(surface.module_names()))))
    assert module is not None
    for name, found in module.names.items():
        resolved = surface.resolve(f"{module.name}.{name}")
        if found.kind in {"class", "function"}:
            assert resolved == f"{module.name}.{name}"
        assert surface.resolve(resolved) == resolved


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_surface_is_named_and_not_a_traceback_of_zlib(data):
    whole = pack_archive({"source": "s", "checked": "2026-01-01"}, {"image": {"a": {"airflow": {"p": 1}}}})
    cut = data.draw(st.integers(0, len(whole) - 1))
    noise = data.draw(st.binary(max_size=20))
    damaged = whole[:cut] + noise
    if damaged.startswith(whole):
        return
    with pytest.raises(facts.FactsError, match=r"`broken\.bin`"):
        Archive("broken.bin", damaged).part("image")


def test_a_file_of_another_format_is_refused():
    with pytest.raises(facts.FactsError, match=r"other\.bin.* is damaged"):
        Archive("other.bin", MAGIC.replace(b"1", b"9") + b"\0\0\0\0")


def test_a_missing_part_is_named():
    with pytest.raises(facts.FactsError, match="has no part `image`"):
        Archive("empty.bin", pack_archive({"source": "s"}, {})).part("image")
