"""A model that breaks takes the rules that need it with it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from mwaa_doctor.analysis import Stage
from mwaa_doctor.excerpts import Excerpts
from mwaa_doctor.registry import load_rules
from mwaa_doctor.rule import Finding, Place, Rule, Severity


class Broken:
    """A model that cannot be made."""

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "a broken model"

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Broken]:
        raise KeyError(f"no subject in {source}")


class Sound:
    """A model that can."""

    stage: ClassVar[str] = "project"
    label: ClassVar[str] = "a sound model"
    place = Place("a.py", 1)

    @classmethod
    def subjects(cls, source: Any) -> Iterable[Sound]:
        return (cls(),) if source is not None else ()


class Models:
    """A context in which ``Broken`` breaks."""

    def get(self, kind: type[Any], /) -> Any:
        raise ValueError(kind.__name__)


def check(subject: Any, **given: Any) -> Iterator[Finding]:
    yield Finding(subject, f"found with {len(given)} models")


def rule(name: str, subject: type[Any], **context: type[Any]) -> Rule:
    doc = load_rules().rules[0].doc
    fields = (name, "family", Severity.ERROR, "high", (), (), "https://example.com", subject)
    return Rule(*fields, tuple(context.items()), check, doc)  # type: ignore[arg-type]


def test_the_others_go_on(tmp_path: Path) -> None:
    stage = Stage([rule("a", Broken), rule("b", Sound, other=Broken), rule("c", Sound)], Models())

    outcomes = stage.run("a source", Excerpts(tmp_path))

    assert "KeyError: 'no subject in a source'" in outcomes.tallies["a"].crashes[0]
    assert "ValueError: Broken" in outcomes.tallies["b"].crashes[0]
    assert [finding.rule for finding in outcomes.findings] == ["c"]
