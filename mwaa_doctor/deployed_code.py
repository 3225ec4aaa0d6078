"""Audits with the code that is deployed: each environment's own, judged for that environment, one after the other."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from mwaa_doctor.config import Config
from mwaa_doctor.engine import Options, run
from mwaa_doctor.joining import joined, renamed
from mwaa_doctor.models.environment import Environment, environments
from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.project import Project, open_folder
from mwaa_doctor.result import Problem, Result
from mwaa_doctor.rule import Severity
from mwaa_doctor.sources.aws.code import DeployedCode, NoCodeError, download
from mwaa_doctor.sources.aws.collection import Collected
from mwaa_doctor.sources.aws.reader import Reader
from mwaa_doctor.target import Target


def judge_with_code(collected: Collected, config: Config, options: Options) -> Result:
    """Judge each environment together with the code in its bucket; paths in it read ``s3://bucket/...``."""
    results = []
    for number, (snapshot, reader) in enumerate(zip(collected.snapshots, collected.readers, strict=True)):
        result = _judge(snapshot, reader, collected, config, options)
        denied = tuple(sorted(reader.connection.denied))
        collected.snapshots[number] = replace(snapshot, denied=denied)
        results.append(result)
    return joined(results)


def _judge(snapshot: Snapshot, reader: Reader, collected: Collected, config: Config, options: Options) -> Result:
    (environment,) = environments((snapshot,), Target())
    with tempfile.TemporaryDirectory(prefix="mwaa-doctor-") as folder:
        code: DeployedCode | None = None
        problem: Problem | None = None
        if collected.stopped:
            problem = Problem(environment.resource, "its code was not read any more")
        else:
            try:
                code = download(reader, environment.record.body, str(snapshot.account), Path(folder))
            except NoCodeError as none:
                problem = Problem(environment.resource, f"its code was not read: {none}")
        if code is not None and code.stopped:
            collected.stopped = code.stopped
        project = _project(code, environment, config) if code is not None else Project(Path(folder))
        project.snapshots = (snapshot,)
        project.templates = ()
        project.target = environment.target
        result = run(project, config, options)
        for row in result.environments:
            row["findings"] = {severity.label: result.count(severity) for severity in sorted(Severity, reverse=True)}
        if code is not None:
            _tell_where(result, code, snapshot)
        if problem is not None:
            result.problems.append(problem)
    return result


def _project(code: DeployedCode, environment: Environment, config: Config) -> Project:
    version = environment.target.version
    own = replace(
        config,
        path=None,
        folder=code.folder,
        dags=(code.dags or ".",),
        plugins=(code.plugins,) if code.plugins else (),
        requirements=code.requirements,
        startup_script=code.startup_script,
        templates=(),
        parameter_overrides=None,
        snapshots=(),
        environments=(),
        exclude=(),
        airflow_version=None,
        looks_around=False,
    )
    is_complete = not code.problems and not code.stopped
    return open_folder(code.folder, own, str(version) if version else None, complete=is_complete)


def _tell_where(result: Result, code: DeployedCode, snapshot: Snapshot) -> None:
    """Name files by their addresses in S3; what AWS tells of has names of its own."""
    of_aws = {resource.place.path for resource in snapshot.resources}
    of_aws.update(resource.label for resource in snapshot.resources)
    renamed(result, lambda path: path if path in of_aws else code.address(path))
    result.problems.extend(code.problems)
