"""One run: every file, then all files together, then what is left over; and what counts in the end."""

from __future__ import annotations

import contextlib
import datetime
import gc
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mwaa_doctor import __version__, facts
from mwaa_doctor.analysis import Context, Stage
from mwaa_doctor.cache import ResultCache, fingerprint_of
from mwaa_doctor.cards import environment_row, target_row
from mwaa_doctor.config import Config
from mwaa_doctor.excerpts import Excerpts
from mwaa_doctor.file_check import FileChecker, FileResult
from mwaa_doctor.models.comments import InlineIgnore, text_ignores
from mwaa_doctor.models.dag_folder import DagFolder, DagFolders, FileSummary, is_parsed, loaded_files
from mwaa_doctor.models.environment import EnvironmentContext, environments
from mwaa_doctor.models.today import Today
from mwaa_doctor.project import Project, SourceRef
from mwaa_doctor.registry import RuleSet, find_rule, load_rules, load_rules_on_code
from mwaa_doctor.result import Problem, ReportedFinding, Result, Tally, add_fingerprints
from mwaa_doctor.rule import Rule, Severity
from mwaa_doctor.selection import Suppressor, select_rules
from mwaa_doctor.sources.workspace import read_bytes
from mwaa_doctor.target import Target
from mwaa_doctor.twins import fold_twins
from mwaa_doctor.unknown import ONLY_SOME_FILES

IN_BASELINE = "in the baseline"
_PARALLEL_FROM = 100
_CHUNK = 25
_COMMENTED = (".yaml", ".yml", ".toml", ".airflowignore")


@dataclass(frozen=True)
class Options:
    """How to run: which rules, how many processes (0: as many as there are cores), with or without stored results."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity = Severity.WARNING
    jobs: int = 0
    use_cache: bool = True
    baseline: frozenset[str] = frozenset()
    today: datetime.date | None = None
    prefix: str = ""
    on_progress: Callable[[int, int], None] | None = None


def run(project: Project, config: Config, options: Options) -> Result:
    """Check a project; raises ``ConfigurationError`` for names of rules that do not exist."""
    with _no_collection():
        return _run(project, config, options)


def _run(project: Project, config: Config, options: Options) -> Result:
    ruleset = _ruleset_for(project, config, options)
    select = options.select or config.select
    rules, left_out = select_rules(ruleset, select, (*config.ignore, *options.ignore)), ruleset.left_out
    results = list(_check_files(project, rules, options))

    tallies: dict[str, Tally] = {rule.name: Tally() for rule in rules}
    findings: list[ReportedFinding] = []
    problems = [*project.problems, *(Problem("rules", text) for text in ruleset.failures)]
    summaries = [result.summary for result in results if result.summary is not None]
    at_parse, loaded = _loaded(project, summaries)
    by_name = {rule.name: rule for rule in rules}
    for result in results:
        if result.problem is not None:
            problems.append(result.problem)
        _take(result, by_name, at_parse, loaded, project.complete, tallies, findings)

    today = options.today or datetime.date.today()
    context: dict[type[Any], Any] = {Target: project.target, Project: project, Today: Today(today)}
    excerpts = Excerpts(project.base)
    judged = environments(project.snapshots, project.target)
    if judged:
        from mwaa_doctor.models.airflow_options import secret_texts

        excerpts.hide(secret_texts(judged))
    folders = tuple(_dag_folders(project, summaries, at_parse, loaded))
    for source in (project, *folders):
        _run_stage(rules, "project", source, context, tallies, findings, excerpts)
    if folders:
        context[DagFolders] = DagFolders(folders)
    of_environments: list[list[ReportedFinding]] = []
    for environment in judged:
        around = EnvironmentContext(environment, context)
        before = len(findings)
        _run_stage(rules, "environment", environment, around, tallies, findings, excerpts)
        of_environments.append(findings[before:])

    fold_twins(judged, of_environments, findings)

    ignores = [ignore for result in results for ignore in result.ignores]
    ignores.extend(_ignores_in_other_files(project, findings))
    if any(ruleset.named(name) is None for ignore in ignores for name in ignore.rules):
        ruleset = load_rules()  # the name may be that of a rule which was left out
    suppressor = Suppressor(config, ruleset, ignores, today)
    _suppress(findings, suppressor, excerpts)
    late: list[ReportedFinding] = []
    hides = suppressor.used_up(tallies, project.base)
    _run_stage(rules, "result", hides, context, tallies, late, excerpts)
    _suppress(late, suppressor, excerpts)
    findings = _grouped([*findings, *late])
    findings.sort(key=lambda item: (item.place, -item.severity, item.rule, item.message))
    add_fingerprints(findings)
    for finding in findings:
        if finding.suppressed is None and finding.fingerprint in options.baseline:
            finding.suppressed = IN_BASELINE
    for rule in rules:
        if not any(tallies[rule.name].counts().values()):
            tallies[rule.name].not_applicable = 1
    tallies.update((name, Tally(not_applicable=1)) for name in left_out)
    checked = sum(result.problem is None and not result.is_skipped for result in results)
    return Result(
        findings=[finding for finding in findings if finding.suppressed is None],
        suppressed=[finding for finding in findings if finding.suppressed is not None],
        outcomes=tallies,
        problems=problems,
        target=target_row(project.target),
        base=str(project.base),
        prefix=options.prefix,
        files=checked,
        knowledge_date=facts.knowledge_date(),
        version=__version__,
        fail_on=options.fail_on,
        notes=project.notes,
        environments=[
            environment_row(environment, excerpts.clean, _counted(found))
            for environment, found in zip(judged, of_environments, strict=True)
        ],
        project=excerpts.clean(project.base.name),
        date=str(today),
        hides=hides,
    )


def _ruleset_for(project: Project, config: Config, options: Options) -> RuleSet:
    """All rules, unless it is plain that a part of them has nothing to judge: most runs of a hook see code alone."""
    named = (*options.select, *options.ignore, *config.select, *config.ignore, *config.suppressions)
    if named or config.per_path_ignores or project.snapshots or project.templates:
        return load_rules()
    return load_rules_on_code()


def _ignores_in_other_files(project: Project, findings: list[ReportedFinding]) -> Iterator[InlineIgnore]:
    """The ignore comments of the requirements, and of other files with a finding in which ``#`` begins a comment."""
    paths = {finding.place.path for finding in findings if finding.place.path.endswith(_COMMENTED)}
    paths.update(found.path for found in project.requirements_files)
    if project.requirements is not None:
        paths.add(project.requirements.path)
    for path in sorted(paths):
        data = read_bytes(project.base, path)
        if isinstance(data, bytes):
            yield from text_ignores(path, data)


def _suppress(findings: list[ReportedFinding], suppressor: Suppressor, excerpts: Excerpts) -> None:
    for finding in findings:
        suppressor.apply(finding)
        if finding.suppressed is not None:
            finding.suppressed = excerpts.clean(finding.suppressed)


# -- files -----------------------------------------------------------------------------------------------------------


def _check_files(project: Project, rules: list[Rule], options: Options) -> Iterator[FileResult]:
    cached: ResultCache | None = None
    if options.use_cache and project.complete and len(project.sources) > 1:
        cached = ResultCache(project, fingerprint_of(project, rules))
    results: dict[str, FileResult] = {}
    missing: list[SourceRef] = []
    for ref in project.sources:
        known = cached.get(ref) if cached is not None else None
        if known is None:
            missing.append(ref)
        else:
            results[ref.path] = known
    done = len(results)
    for ref, result in zip(missing, _check_all(project, rules, missing, options), strict=True):
        results[ref.path] = result
        if cached is not None:
            cached.put(ref, result)
        done += 1
        if options.on_progress is not None:
            options.on_progress(done, len(project.sources))
    if cached is not None:
        cached.save()
    for ref in project.sources:
        yield results[ref.path]


def _check_all(project: Project, rules: list[Rule], refs: list[SourceRef], options: Options) -> Iterator[FileResult]:
    jobs = options.jobs or _cores()
    if len(refs) < _PARALLEL_FROM or jobs < 2:
        checker = FileChecker(project, rules)
        for ref in refs:
            yield checker.check(ref)
        return
    from concurrent.futures import ProcessPoolExecutor

    names = tuple(rule.name for rule in rules)
    with ProcessPoolExecutor(min(jobs, 32), initializer=_start_worker, initargs=(project, names)) as pool:
        yield from pool.map(_work, refs, chunksize=_CHUNK)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Leave garbage collection out: syntax trees are many objects without circles, freed as soon as a file is done."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_worker: list[FileChecker] = []


def _start_worker(project: Project, names: tuple[str, ...]) -> None:
    gc.disable()
    found = (find_rule(name) for name in names)
    _worker[:] = [FileChecker(project, [rule for rule in found if rule is not None])]


def _work(ref: SourceRef) -> FileResult:
    return _worker[0].check(ref)


# -- what counts of a file's results ---------------------------------------------------------------------------------


def _loaded(project: Project, summaries: list[FileSummary]) -> tuple[frozenset[str], frozenset[str]]:
    """The files that run when DAGs are parsed, and those that run at all, by path."""
    at_parse: set[str] = set()
    loaded: set[str] = set()
    for root in dict.fromkeys(summary.root for summary in summaries if summary.role == "dag"):
        near = [summary for summary in summaries if summary.root == root or summary.role == "plugin"]
        first, then = loaded_files(near)
        at_parse |= first
        loaded |= then
    if not project.complete:
        given = {summary.path for summary in summaries if not summary.ignored}
        return frozenset(at_parse | given), frozenset(loaded | given)
    return frozenset(at_parse), frozenset(loaded)


def _take(
    result: FileResult,
    rules: dict[str, Rule],
    at_parse: frozenset[str],
    loaded: frozenset[str],
    complete: bool,
    tallies: dict[str, Tally],
    findings: list[ReportedFinding],
) -> None:
    """Add a file's outcomes; what holds only for loaded code does not apply to a file that nothing loads."""
    is_dag = result.summary is not None and result.summary.role == "dag"
    surely = result.summary is not None and is_parsed(result.summary)
    reached = {None: True, "parse": result.path in at_parse, "any": result.path in loaded}
    outcomes = result.outcomes
    if all(reached.values()) and (complete or surely):
        for name, count in outcomes.passed.items():
            tallies[name].passed += count
        for name, tally in outcomes.tallies.items():
            tallies[name].add(tally)
        findings.extend(outcomes.findings)
        return
    dropped: set[str] = set()
    for name in outcomes.passed.keys() | outcomes.tallies.keys():
        loading = getattr(rules[name].subject, "loading", None) if is_dag else None
        told = outcomes.tallies.get(name)
        if not reached[loading]:
            tallies[name].not_applicable += 1
            dropped.add(name)
            continue
        if told is not None and told.found and loading is not None and not complete and not surely:
            tallies[name].skip(f"whether a DAG file imports this one: {ONLY_SOME_FILES}", result.path)
            dropped.add(name)
            continue
        tallies[name].passed += outcomes.passed.get(name, 0)
        if told is not None:
            tallies[name].add(told)
    findings.extend(finding for finding in outcomes.findings if finding.rule not in dropped)


def _dag_folders(
    project: Project, summaries: list[FileSummary], at_parse: frozenset[str], loaded: frozenset[str]
) -> Iterator[DagFolder]:
    for folder in project.dag_folders:
        prefix = f"{folder}/" if folder else ""
        yield DagFolder(
            folder,
            tuple(summary for summary in summaries if summary.role == "dag" and summary.root == folder),
            tuple(path for path in project.files if path.startswith(prefix)),
            project.complete,
            at_parse,
            loaded,
            FileChecker(project, []).open,
        )


# -- other stages ----------------------------------------------------------------------------------------------------


def _run_stage(
    rules: Iterable[Rule],
    stage: str,
    source: Any,
    context: Context,
    tallies: dict[str, Tally],
    findings: list[ReportedFinding],
    excerpts: Excerpts,
) -> None:
    chosen = Stage((rule for rule in rules if rule.stage == stage), context)
    outcomes = chosen.run(source, excerpts)
    findings.extend(outcomes.findings)
    for name, count in outcomes.passed.items():
        tallies[name].passed += count
    for name, tally in outcomes.tallies.items():
        tallies[name].add(tally)


def _counted(findings: list[ReportedFinding]) -> dict[str, int]:
    """How many causes there are of each severity, without what is suppressed."""
    causes = {_cause(finding): finding.severity for finding in findings if finding.suppressed is None}
    return {severity.label: list(causes.values()).count(severity) for severity in sorted(Severity, reverse=True)}


def _cause(finding: ReportedFinding) -> tuple[str | None, ...]:
    same = (finding.cause,) if finding.cause else (finding.place.path, finding.message)
    return (finding.rule, finding.suppressed, *same)


def _grouped(findings: list[ReportedFinding]) -> list[ReportedFinding]:
    """One finding per cause: those of one rule with the same cause, or the same words in one file, are joined."""
    groups: dict[tuple[str | None, ...], list[ReportedFinding]] = {}
    for finding in findings:
        groups.setdefault(_cause(finding), []).append(finding)
    joined = []
    for group in groups.values():
        group.sort(key=lambda item: item.place)
        first = group[0]
        others = (place for item in group for place in (item.place, *item.also) if place != first.place)
        first.also = tuple(dict.fromkeys(others))
        joined.append(first)
    return joined
