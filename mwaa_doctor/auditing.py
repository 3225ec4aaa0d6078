"""Audits of running environments: collected, or saved earlier, and judged like a template."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mwaa_doctor import facts
from mwaa_doctor.config import Config, ConfigurationError, load_config
from mwaa_doctor.engine import Options, run
from mwaa_doctor.hiding import without_credentials
from mwaa_doctor.models.environment import environments
from mwaa_doctor.models.second_opinion import SecondOpinion
from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.opening import open_project
from mwaa_doctor.project import Project
from mwaa_doctor.reachability import read_snapshot_file
from mwaa_doctor.result import Problem, Result
from mwaa_doctor.sources.aws.collection import Collected, add_opinions, collect_all, find_environments
from mwaa_doctor.sources.aws.connection import Access, AccessError, Connection
from mwaa_doctor.sources.aws.reader import Reader
from mwaa_doctor.target import Target
from mwaa_doctor.terminal import is_terminal, say, visible
from mwaa_doctor.unknown import Unknown


def collect(given: dict[str, Any]) -> Collected:
    """Read what the options ask for; raises ``ConfigurationError`` if nothing can be read at all."""
    if bool(given["names"]) == bool(given["everything"]):
        raise ConfigurationError("name the environments, or give --all")
    try:
        asked = readers(given)
        collected = Collected()
        if given["everything"]:
            wanted = find_environments(asked, collected)
        else:
            wanted = [(reader, name) for reader in asked for name in given["names"]]
        collect_all(wanted, collected, on_progress=_progress())
        if given["second_opinion"]:
            add_opinions(collected)
    except AccessError as problem:
        raise ConfigurationError(str(problem)) from None
    if given["names"] and len(asked) > 1:
        _forget_other_regions(collected)
    if not collected.snapshots:
        raise ConfigurationError(_nothing(collected, asked))
    collected.snapshots = [without_credentials(snapshot) for snapshot in collected.snapshots]
    return collected


def readers(given: dict[str, Any]) -> list[Reader]:
    """One for each Region that the options mean; raises ``AccessError``."""
    regions: list[str | None] = list(given["regions"]) or [None]
    connection = Connection.open(Access(given["profile"], regions[0], given["role_arn"], given["endpoint_url"]))
    if given["all_regions"]:
        partition = connection.partition
        names = [name for name, region in facts.regions().items() if region.partition == partition]
        return [Reader(connection, name) for name in sorted(names)]
    return [Reader(connection, region or connection.region) for region in dict.fromkeys(regions)]


def _forget_other_regions(collected: Collected) -> None:
    """An environment that one Region has need not be in the others."""
    found = {environment.record.key for environment in environments(collected.snapshots, Target())}
    collected.failures = [
        (what, why) for what, why in collected.failures if what.partition(" in ")[0] not in found or "no env" not in why
    ]


def _nothing(collected: Collected, asked: list[Reader]) -> str:
    if collected.stopped:
        return f"nothing was read: {collected.stopped}"
    if collected.failures:
        return "; ".join(dict.fromkeys(why for _, why in collected.failures))
    return f"there is no environment in {', '.join(reader.region for reader in asked)}"


def _progress() -> Any:
    if not is_terminal(sys.stderr) or os.environ.get("CI"):
        return None

    def show(done: int, total: int) -> None:
        end = "\r\x1b[K" if done == total else ""
        click.echo(f"\r\x1b[Kread {done} of {total} environments{end}", err=True, nl=False)

    return show


def saved(paths: tuple[Path, ...]) -> list[Snapshot]:
    """The snapshots in files; raises ``ConfigurationError``."""
    return [snapshot for path in paths for snapshot in read_snapshot_file(path)]


def judge(collected: Collected, given: dict[str, Any], options: Options) -> Result:
    """Judge snapshots, together with the project that they run if one is given."""
    if given.get("with_code"):
        from mwaa_doctor.deployed_code import judge_with_code

        config = load_config(Path.cwd(), given["config_path"]) if given["config_path"] else Config()
        result = judge_with_code(collected, config, options)
    else:
        if given["project"] is not None:
            project, config = open_project((given["project"],), given["config_path"], None)
            project.snapshots = (*_planned_for(project.snapshots, collected.snapshots), *collected.snapshots)
        else:
            project, config = Project(Path.cwd()), Config()
            project.snapshots = tuple(collected.snapshots)
        project.target = _common_target(collected.snapshots, project.target)
        result = run(project, config, options)
    result.problems.extend(Problem(what, why) for what, why in collected.failures)
    if collected.stopped:
        result.problems.append(
            Problem("the audit", f"is incomplete, {collected.stopped}: what was not read is not judged")
        )
    result.notes.extend(_opinions(collected.snapshots))
    if collected.denied:
        actions = ", ".join(collected.denied)
        result.notes.append(
            f"not allowed to read: {actions}; `mwaa-doctor permissions` prints the policy that an audit needs"
        )
    return result


def _planned_for(own: Sequence[Snapshot], collected: Sequence[Snapshot]) -> list[Snapshot]:
    """The project's own snapshots that plan a change of what was collected."""
    found = environments((*own, *collected), Target())
    changing = [item.snapshot for item in found if item.running is not None]
    return [snapshot for snapshot in own if any(snapshot is other for other in changing)]


def _opinions(snapshots: Iterable[Snapshot]) -> Iterator[str]:
    """How often AWS's own judges agree, if they were asked."""
    for environment in environments(snapshots, Target()):
        with contextlib.suppress(Unknown):
            for opinion in SecondOpinion.subjects(environment):
                agree, differ, open_ = (opinion.count(what) for what in ("agree", "differ", "open"))
                left = f"; {open_} are left open by one of the two" if open_ else ""
                yield (
                    f"IAM's simulator agrees on {agree} of {agree + differ} answers about the execution role of "
                    f"`{environment.record.key}`{left}"
                )


def _common_target(snapshots: Sequence[Snapshot], otherwise: Target) -> Target:
    """What all running environments have in common is what the code is judged for."""
    told = [environment.target for environment in environments(snapshots, Target())]
    versions = {target.version for target in told}
    classes = {target.environment_class_name for target in told}
    modes = {target.webserver_access_mode for target in told}
    if not told:
        return otherwise
    common = told[0] if len(versions) == 1 else replace(told[0], version=None, version_source="", version_place=None)
    if len(versions) > 1:
        common = replace(common, conflict="the environments have several versions of Airflow")
    return replace(
        common,
        environment_class_name=classes.pop() if len(classes) == 1 else None,
        webserver_access_mode=modes.pop() if len(modes) == 1 else None,
    )


def tell_hidden(snapshots: Iterable[Snapshot]) -> None:
    """Say what saved snapshots leave out."""
    for name in (name for snapshot in snapshots for name in snapshot.hidden):
        say(visible(f"mwaa-doctor: the value of {name} is hidden"))
