"""What all tests share: the real command, run in this process on a real folder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from mwaa_doctor.cli import main

# The same examples in every run, at any speed of the machine; HYPOTHESIS_PROFILE=search tries new ones.
_ANY_SPEED: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}
settings.register_profile("repeatable", derandomize=True, database=None, **_ANY_SPEED)
settings.register_profile("search", **_ANY_SPEED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@dataclass(frozen=True)
class Run:
    """One run of the command."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> dict[str, Any]:
        """The JSON report."""
        found: dict[str, Any] = json.loads(self.stdout)
        return found

    @property
    def findings(self) -> set[tuple[str, int, str]]:
        """(path, line, rule) of every finding and of those joined to it."""
        return {
            (place["path"], place["line"], row["rule"])
            for row in self.document["findings"]
            for place in (row, *row["also"])
        }


Command = Callable[..., Run]


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has a cache of its own."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("MWAA_DOCTOR_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def mwaa_doctor() -> Command:
    """Run ``mwaa-doctor`` with arguments."""

    def call(*arguments: str | Path) -> Run:
        outcome = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
        return Run(outcome.exit_code, outcome.stdout, outcome.stderr)

    return call


@pytest.fixture
def check(mwaa_doctor: Command) -> Command:
    """Run ``mwaa-doctor check --format json``."""

    def call(*arguments: str | Path) -> Run:
        return mwaa_doctor("check", "--format", "json", "--jobs", "1", *arguments)

    return call
