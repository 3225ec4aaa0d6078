"""The dated rows about MWAA: what a rule may ask, and that nothing unknown is answered."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from importlib.resources import files

import pytest

from mwaa_doctor import facts
from mwaa_doctor.facts import reading

VERSIONS = [release.version for release in facts.releases()]
FILES = sorted(entry.name for entry in files("mwaa_doctor.facts").iterdir() if entry.name.endswith(".toml"))


def test_importing_the_facts_reads_and_loads_next_to_nothing():
    code = (
        "import sys; before = set(sys.modules); import mwaa_doctor.facts; "
        "print(sorted(name for name in set(sys.modules) - before if not name.startswith('mwaa_doctor')))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"json", "zlib", "tomllib", "tomli", "dataclasses", "inspect", "importlib.resources", "packaging"}
    assert not heavy & set(loaded.stdout.replace("'", " ").replace(",", " ").split())


def test_every_public_name_is_there():
    assert all(getattr(facts, name) is not None for name in facts.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = facts.nothing


def test_releases_are_ordered_and_dated():
    numbers = [tuple(map(int, version.split("."))) for version in VERSIONS]
    assert numbers == sorted(numbers)
    assert VERSIONS[0] == "1.10.12"
    for known in facts.releases():
        assert known.airflow_release < known.mwaa_release
        assert (known.end_of_support is None) or known.end_of_support > known.mwaa_release
        assert known.version in known.constraints_url
        assert known.constraints_url.endswith(f"constraints-{known.python}.txt")


@pytest.mark.parametrize(
    ("version", "python", "ends"),
    [("2.10.3", "3.11", None), ("3.0.6", "3.12", None), ("2.6.3", "3.10", date(2025, 12, 30))],
)
def test_a_release_knows_its_python_and_its_end(version, python, ends):
    known = facts.release(version)
    assert known is not None
    assert (known.python, known.end_of_support) == (python, ends)


@pytest.mark.parametrize("version", ["3.9.9", "2.10", "2.10.2", "", "latest"])
def test_an_unknown_version_stays_unknown(version):
    assert facts.release(version) is None
    for ask in (
        facts.reserved_variables,
        facts.forced_options,
        facts.mwaa_options,
        facts.cli_commands,
        facts.constraints,
        facts.essential_pins,
        facts.installed,
        facts.surface,
    ):
        assert ask(version) is None
    assert facts.upgrade_rule("2.11.2", version) is None


@pytest.mark.parametrize(
    ("current", "target", "allowed", "via"),
    [
        ("2.10.3", "2.11.2", True, None),
        ("2.11.2", "2.10.3", True, None),
        ("2.11.2", "3.0.6", True, None),
        ("2.11.0", "3.0.6", False, "2.11.2"),
        ("2.10.3", "3.3.1", False, "2.11.2"),
        ("3.2.1", "2.11.0", True, None),
        ("3.0.6", "2.10.3", False, "2.11.2"),
        ("3.0.6", "3.3.1", True, None),
        ("2.8.1", "2.6.3", False, None),
    ],
)
def test_moves_between_versions(current, target, allowed, via):
    rule = facts.upgrade_rule(current, target)
    assert rule is not None
    assert (rule.allowed, rule.via) == (allowed, via)


def test_every_pair_of_versions_has_a_rule():
    assert all(facts.upgrade_rule(current, target) for current in VERSIONS for target in VERSIONS)


def test_micro_is_one_of_everything():
    micro = facts.environment_classes()["mw1.micro"]
    assert (micro.schedulers_max, micro.webservers_max, micro.workers_max, micro.scales) == (1, 1, 1, False)
    assert [row.tasks_per_worker for row in facts.environment_classes().values()] == [3, 5, 10, 20, 40, 80]


def test_regions_tell_the_confirmed_from_the_doubtful():
    assert facts.regions()["eu-central-1"].confirmed
    assert not facts.regions()["mx-central-1"].confirmed
    assert facts.regions()["cn-north-1"].partition == "aws-cn"


def test_reserved_variables_follow_the_version():
    old, new = facts.reserved_variables("2.8.1"), facts.reserved_variables("2.10.3")
    assert old is not None
    assert new is not None
    assert old.find("PYTHONPATH") is None
    assert new.find("PYTHONPATH")
    assert new.find("MWAA__ANYTHING")
    assert new.find("MWAA_AIRFLOW_COMPONENT")
    assert new.find("PATH") is None
    overridable = new.find("AIRFLOW_CONN_AWS_DEFAULT")
    assert overridable is not None
    assert "2.10.3" in overridable.overridable_in


@pytest.mark.parametrize("version", VERSIONS)
def test_reserved_names_are_plain_names(version):
    reserved = facts.reserved_variables(version)
    assert reserved is not None
    assert all(name.replace("_", "").isalnum() and name.isupper() for name in reserved.names)


def test_forced_options_follow_the_version():
    old, new = facts.forced_options("2.10.3"), facts.forced_options("3.2.1")
    assert old is not None
    assert new is not None
    assert "webserver.secret_key" in {row.option for row in old}
    assert "api.secret_key" in {row.option for row in new} - {row.option for row in old}
    assert any(row.names("metrics.statsd_host") for row in old)
    assert not any(row.names("core.parallelism") for row in old)
    assert facts.forced_options("2.8.1") is None, "the image is not public"


def test_cli_commands_follow_the_version():
    assert "dags backfill" in (facts.cli_commands("2.10.3") or ())
    assert "dags backfill" not in (facts.cli_commands("3.0.6") or ())
    assert "backfill create" in (facts.cli_commands("3.0.6") or ())
    assert "db clean" not in (facts.cli_commands("2.2.2") or ())
    assert facts.cli_commands("1.10.12") is None


def test_airflow_3_changes_name_their_replacement():
    changes = facts.airflow3_config_changes()
    assert [row.replacement for row in changes["webserver.base_url"]] == ["api.base_url"]
    assert [row.kind for row in changes["core.check_slas"]] == ["removed"]
    assert changes["scheduler.catchup_by_default"][0].new_default == "False"


def test_quotas_and_endpoints_have_a_unit_and_a_need():
    assert (facts.quotas()["startup-script"].value, facts.quotas()["startup-script"].unit) == (295, "seconds")
    required = {name for name, row in facts.vpc_endpoints().items() if row.need == "required"}
    assert required == {"s3", "logs", "monitoring", "sqs", "kms"}
    assert facts.vpc_endpoints()["s3"].types[0] == "Gateway"


@pytest.mark.parametrize("version", VERSIONS)
def test_pins_of_a_version_belong_to_it(version):
    installed, constraints = facts.installed(version), facts.constraints(version)
    assert installed is not None
    assert constraints is not None
    assert installed["apache-airflow"] == version
    assert len(constraints) > 300
    essential = facts.essential_pins(version)
    known = facts.release(version)
    assert known is not None
    assert (essential is not None) == known.image_public
    assert essential is None or essential["apache-airflow"] == version


def test_rows_cannot_be_changed_by_a_rule():
    with pytest.raises(TypeError):
        facts.constraints("2.10.3")["requests"] = "0"  # type: ignore[index]
    with pytest.raises(AttributeError):
        facts.releases()[0].version = "0"  # type: ignore[misc]


def test_the_catalogue_has_unique_keys_and_a_source_for_every_row():
    rows = facts.requirements().values()
    lines = reading.read_bytes("requirements.jsonl").decode().splitlines()
    assert len(rows) == len(lines) - 1
    assert {row.kind for row in rows} == {"rule", "pitfall", "symptom", "fact", "out"}
    assert {row.strength for row in rows} == {"error", "warning", "info"}
    assert all(row.source_section for row in rows)


@pytest.mark.parametrize("name", FILES)
def test_every_file_says_where_it_comes_from_and_when_it_was_checked(name):
    document = reading.read_toml(name)
    assert document["source"]
    assert isinstance(document["checked"], date)
    assert str(document["checked"]) <= facts.knowledge_date()


def test_knowledge_date_is_a_day():
    assert date.fromisoformat(facts.knowledge_date())
    assert json.loads(reading.read_bytes("pins/2.10.3.json"))["checked"] <= facts.knowledge_date()


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"source = ", "is damaged"), (b"\xff\xfe", "is damaged"), (b"a = 1", "does not say its source")],
)
def test_a_damaged_file_is_named(content, reason):
    with pytest.raises(facts.FactsError, match=rf"`releases\.toml` {reason}.*reinstall"):
        reading.parse_toml("releases.toml", content)


def test_a_row_that_does_not_fit_is_named():
    with pytest.raises(facts.FactsError, match=r"`quotas\.toml` has a row that does not fit"):
        reading.make_rows("quotas.toml", [{"wrong": 1}], facts.Quota)


def test_a_missing_file_is_named():
    with pytest.raises(facts.FactsError, match=r"`nothing\.toml` cannot be read"):
        reading.read_toml("nothing.toml")
