"""Which rules run, and which findings count: select, ignore, inline ignores, suppressions, baseline."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from mwaa_doctor.config import Config, ConfigurationError, nearest
from mwaa_doctor.models.comments import InlineIgnore
from mwaa_doctor.models.suppressions import ConfiguredSuppression, IgnoreComment, Suppressions
from mwaa_doctor.registry import RuleSet
from mwaa_doctor.result import ReportedFinding, Tally
from mwaa_doctor.rule import Rule

BASELINE_VERSION = 1


def match_rules(patterns: Iterable[str], ruleset: RuleSet) -> set[str]:
    """The names of the rules that names, former names, families and ``*`` patterns stand for.

    Raises ``ConfigurationError`` for a pattern that stands for none.
    """
    found: set[str] = set()
    for pattern in patterns:
        rule = ruleset.named(pattern)
        matched = {rule.name} if rule else {
            rule.name
            for rule in ruleset.rules
            if rule.family == pattern or ("*" in pattern and fnmatchcase(rule.name, pattern))
        }  # fmt: skip
        if not matched:
            known = [*ruleset.names, *ruleset.families]
            raise ConfigurationError(f"no rule or family is called `{pattern}`{nearest(pattern, known)}")
        found |= matched
    return found


def select_rules(ruleset: RuleSet, select: Iterable[str], ignore: Iterable[str]) -> list[Rule]:
    """The rules to run: those selected (all, if nothing is), less those ignored."""
    chosen = match_rules(select, ruleset) or set(ruleset.names)
    chosen -= match_rules(ignore, ruleset)
    return [rule for rule in ruleset.rules if rule.name in chosen]


# -- which findings count --------------------------------------------------------------------------------------------


class Suppressor:
    """Sorts findings into those that count and those that do not, and keeps count of what hid them."""

    def __init__(self, config: Config, ruleset: RuleSet, ignores: Iterable[InlineIgnore], today: datetime.date) -> None:
        self.config = config
        self.ruleset = ruleset
        self.today = today
        self.ignores = list(ignores)
        self.hid: dict[int, set[str]] = {}
        self.used: Counter[int] = Counter()
        self.by_line: dict[tuple[str, int], list[tuple[int, InlineIgnore]]] = {}
        for number, ignore in enumerate(self.ignores):
            for line in ignore.lines:
                self.by_line.setdefault((ignore.place.path, line), []).append((number, ignore))
        self.per_path = [(pattern, match_rules(rules, ruleset)) for pattern, rules in config.per_path_ignores.items()]
        for suppression in config.suppressions:
            match_rules([suppression.rule], ruleset)

    def apply(self, finding: ReportedFinding) -> None:
        """Mark a finding as suppressed if something hides it."""
        finding.suppressed = self._reason(finding)

    def _reason(self, finding: ReportedFinding) -> str | None:
        place = finding.place
        for line in {place.line, place.end_line} if place.line else ():
            for number, ignore in self.by_line.get((place.path, line), ()):
                if ignore.expired(self.today):
                    continue
                for name in ignore.rules:
                    rule = self.ruleset.named(name)
                    if rule is not None and rule.name == finding.rule:
                        self.hid.setdefault(number, set()).add(name)
                        return f"ignored by a comment: {ignore.reason}" if ignore.reason else "ignored by a comment"
        for pattern, rules in self.per_path:
            if finding.rule in rules and _path_matches(place.path, pattern):
                return f"ignored for {pattern}"
        for position, suppression in enumerate(self.config.suppressions):
            if suppression.until is not None and suppression.until < self.today:
                continue
            matches = finding.rule in match_rules([suppression.rule], self.ruleset)
            if matches and _target_matches(finding, suppression.target):
                self.used[position] += 1
                return f"suppressed: {suppression.reason}"
        return None

    def used_up(self, tallies: dict[str, Tally], base: Path) -> Suppressions:
        """The ignores and suppressions, with what they did, for the rules that judge them."""
        judged = frozenset(name for name, tally in tallies.items() if not tally.not_checked and not tally.crashes)
        comments = []
        for number, ignore in enumerate(self.ignores):
            unknown = tuple(
                (name, nearest(name, self.ruleset.names)) for name in ignore.rules if self.ruleset.named(name) is None
            )
            known = {name for name in ignore.rules if (rule := self.ruleset.named(name)) and rule.name in judged}
            hid, expired = frozenset(self.hid.get(number, ())), ignore.expired(self.today)
            comments.append(IgnoreComment(ignore, hid, unknown, frozenset(known), expired))
        return Suppressions(tuple(comments), tuple(self._configured(judged, base)))

    def _configured(self, judged: frozenset[str], base: Path) -> Iterable[ConfiguredSuppression]:
        path = _relative(self.config.path, base)
        for position, suppression in enumerate(self.config.suppressions):
            rules = match_rules([suppression.rule], self.ruleset)
            expired = suppression.until is not None and suppression.until < self.today
            yield ConfiguredSuppression(
                suppression, path, self.used[position], expired, None, rules <= judged, self.today
            )


def _relative(path: Path | None, base: Path) -> str:
    if path is None:
        return "."
    try:
        return path.resolve().relative_to(base).as_posix()
    except ValueError:
        return path.name


def _path_matches(path: str, pattern: str) -> bool:
    pattern = pattern.removeprefix("./")
    return fnmatchcase(path, pattern) or fnmatchcase(path, pattern.rstrip("/") + "/*")


def _target_matches(finding: ReportedFinding, target: str) -> bool:
    if _path_matches(finding.place.path, target):
        return True
    resource = finding.resource or ""
    return fnmatchcase(resource, target) or fnmatchcase(resource.partition(" ")[2], target)


# -- baseline ----------------------------------------------------------------------------------------------------------


def read_baseline(path: Path) -> set[str]:
    """The fingerprints in a baseline file; raises ``ConfigurationError``."""
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != BASELINE_VERSION:
            raise ConfigurationError(f"{path} is a baseline of another version: write it again with --write-baseline")
        return {str(item["fingerprint"]) for item in data["findings"]}
    except OSError as problem:
        raise ConfigurationError(f"the baseline {path} cannot be read: {problem.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ConfigurationError(f"{path} is no baseline file") from None


def write_baseline(findings: Iterable[ReportedFinding]) -> str:
    """The text of a baseline file that hides these findings."""
    rows = [
        {"fingerprint": item.fingerprint, "rule": item.rule, "path": item.place.path, "message": item.message}
        for item in findings
    ]
    return json.dumps({"version": BASELINE_VERSION, "findings": rows}, indent=1, ensure_ascii=False) + "\n"
