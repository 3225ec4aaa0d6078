"""Every rule's own examples: Bad is reported on the marked lines and nowhere else, Good is silent."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from mwaa_doctor.documentation import Example, read_examples, read_page
from mwaa_doctor.registry import load_rules
from mwaa_doctor.rule import Rule

VERSION = "2.10.3"
CONFIGURATION = "mwaa-doctor.toml"
FILES = re.compile(r"<(\d+) files>\n")
MODE = re.compile(r"<mode (\d+)>\n")
ZEROS = re.compile(r"<(\d+) zero bytes>\n")
RULES = load_rules().rules


def write(example: Example, folder: Path) -> set[tuple[str, int]]:
    """Write an example's files, those below ``NAME.zip/`` into an archive, without their marks; returns these."""
    marked = set()
    for path, text in example.files.items():
        lines = text.splitlines()
        for number, line in enumerate(lines):
            if line.rstrip().endswith(example.mark):
                marked.add((path, number + 1))
                lines[number] = line.rstrip().removesuffix(example.mark).rstrip()
        _put(folder, path, "\n".join(lines) + "\n")
    return marked | {(path, 0) for path in example.marked_files}


def _put(folder: Path, path: str, text: str) -> None:
    archive, dot, member = path.partition(".zip/")
    target = folder / (archive + dot.rstrip("/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    if not dot:
        target.write_text(text)
        return
    many = FILES.fullmatch(text)
    if many:
        for number in range(int(many[1])):
            _put(folder, f"{path.removesuffix('.py')}{number or ''}.py", "VALUE = 1\n")
        return
    zeros, mode = ZEROS.fullmatch(text), MODE.match(text)
    with zipfile.ZipFile(target, "a") as opened:
        info = zipfile.ZipInfo(member)
        info.external_attr = (0o100000 | int(mode[1] if mode else "755", 8)) << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        opened.writestr(info, bytes(int(zeros[1])) if zeros else text, compresslevel=1)


def options(rule: Rule, example: Example) -> list[str]:
    selected = [part for name in (rule.name, *example.select) for part in ("--select", name)]
    selected.extend(example.options)
    if CONFIGURATION in example.files:
        return selected
    return [*selected, "--airflow-version", example.airflow_version or VERSION]


def examples(section: str) -> list[object]:
    return [
        pytest.param(rule, example, id=f"{rule.name}-{number}")
        for rule in RULES
        for number, example in enumerate(read_examples(getattr(read_page(rule), section)))
    ]


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_bad_example_is_reported_where_it_is_marked(rule: Rule, example: Example, tmp_path: Path, check) -> None:
    marked = write(example, tmp_path)

    run = check(tmp_path, *options(rule, example))

    assert {(path, line) for path, line, name in run.findings if name == rule.name} == marked
    assert marked, "a bad example needs a marked line"
    repairs = [row["fix"] for row in run.document["findings"] if row["rule"] == rule.name]
    by_machine = any(fix and (fix["edits"] or fix["rewrites"]) for fix in repairs)
    assert rule.fixable or not by_machine, "a rule whose finding a machine can repair is fixable"


@pytest.mark.parametrize(("rule", "example"), examples("good"))
def test_good_example_is_silent(rule: Rule, example: Example, tmp_path: Path, check) -> None:
    write(example, tmp_path)

    run = check(tmp_path, *options(rule, example))

    assert [finding for finding in run.document["findings"] if finding["rule"] == rule.name] == []
    assert run.document["summary"]["outcomes"]["crashed"] == 0
    assert run.document["problems"] == []
    outcomes = run.document["summary"]["outcomes"]
    assert outcomes["passed"] >= 1, "a good example must be judged, not skipped"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_is_documented(rule: Rule) -> None:
    page = read_page(rule)

    assert page.missing == []
    assert page.title
    assert rule.source.startswith("https://")
    assert read_examples(page.bad)
    assert read_examples(page.good)


_NO_EXAMPLE = {"syntax-refused-by-bash"}  # line ends of Windows cannot be shown in a page


@pytest.mark.parametrize(
    "rule", [pytest.param(rule, id=rule.name) for rule in RULES if rule.fixable and rule.name not in _NO_EXAMPLE]
)
def test_a_fixable_rule_has_an_example_that_a_machine_repairs(rule: Rule, tmp_path: Path, check) -> None:
    fixes = []
    for number, example in enumerate(read_examples(read_page(rule).bad)):
        write(example, tmp_path / str(number))
        found = check(tmp_path / str(number), *options(rule, example)).document["findings"]
        fixes += [row["fix"] for row in found if row["rule"] == rule.name and row["fix"]]

    assert any(fix["edits"] or fix["rewrites"] for fix in fixes)
