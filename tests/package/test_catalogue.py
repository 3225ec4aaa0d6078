"""The catalogue of documented requirements and the list of rules agree."""

from __future__ import annotations

import json
from pathlib import Path

from mwaa_doctor import facts
from mwaa_doctor.facts.symptoms import symptoms
from mwaa_doctor.registry import load_rules

ROOT = Path(__file__).parent.parent.parent


def test_every_covered_key_is_in_the_catalogue() -> None:
    known = facts.requirements()

    missing = {(rule.name, key) for rule in load_rules().rules for key in rule.covers if key not in known}

    assert missing == set()


def test_no_two_rules_say_the_same() -> None:
    summaries = [rule.summary for rule in load_rules().rules]

    assert len(summaries) == len(set(summaries))


def test_rule_listing_is_json_with_the_promised_keys(mwaa_doctor) -> None:
    listing = json.loads(mwaa_doctor("rules", "--format", "json").stdout)

    keys = {"name", "family", "severity", "confidence", "stage", "covers", "aliases", "needs"}
    keys |= {"fixable", "summary", "source"}
    assert listing["rules"]
    assert {frozenset(rule) for rule in listing["rules"]} == {frozenset(keys)}


def test_written_catalogue_is_the_generated_one(mwaa_doctor) -> None:
    written = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")

    assert written == mwaa_doctor("rules", "--format", "markdown").stdout, (
        "run: mwaa-doctor rules --format markdown > rules/README.md"
    )


def test_explain_shows_the_page_of_every_rule(mwaa_doctor) -> None:
    for rule in load_rules().rules:
        run = mwaa_doctor("explain", rule.name)

        assert run.exit_code == 0
        for heading in ("Why", "Fix", "Bad", "Good", "Source"):
            assert f"\n{heading}\n" in run.stdout


def test_explain_shows_the_page_of_every_symptom_and_no_rule_has_its_name(mwaa_doctor) -> None:
    rules = {rule.name for rule in load_rules().rules}
    for symptom in symptoms():
        run = mwaa_doctor("explain", symptom.name)

        assert run.exit_code == 0
        assert run.stdout.startswith(f"{symptom.name} (symptom, {symptom.severity})")
        assert symptom.source in run.stdout
        assert all(name in run.stdout for name in symptom.rules)
        assert symptom.name not in rules


def test_explain_of_an_unknown_rule_names_the_nearest(mwaa_doctor) -> None:
    run = mwaa_doctor("explain", "task-queue-sett")

    assert run.exit_code == 2
    assert "did you mean `task-queue-set`?" in run.stderr
