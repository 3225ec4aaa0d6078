"""Collects several environments at once, with a bounded number of calls side by side, and says what it could not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.sources.aws.connection import AccessError
from mwaa_doctor.sources.aws.environment import EnvironmentReading, list_environments
from mwaa_doctor.sources.aws.opinions import with_opinions
from mwaa_doctor.sources.aws.reader import Reader, UnusableError
from mwaa_doctor.sources.aws.side_by_side import Task, run_tasks
from mwaa_doctor.unknown import Unknown

AT_ONCE = 16


@dataclass
class Collected:
    """Snapshots, one per environment; ``failures`` are environments and Regions that could not be read, and why.

    ``stopped`` says why the run ended early, if it did: then snapshots hold what was known by that time.  ``readers``
    are those by which the snapshots were taken, in the same order; saved ones have none.
    """

    snapshots: list[Snapshot] = field(default_factory=list)
    readers: list[Reader] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    stopped: str = ""

    @property
    def denied(self) -> list[str]:
        """The IAM actions that were refused."""
        return sorted({action for snapshot in self.snapshots for action in snapshot.denied})


def find_environments(readers: Iterable[Reader], collected: Collected) -> list[tuple[Reader, str]]:
    """Every environment in the Regions of the readers; Regions that may not be listed are noted as failures."""
    readers = list(readers)
    names: dict[str, list[str]] = {}

    def look(reader: Reader) -> Iterable[Task]:
        try:
            names[reader.region] = list_environments(reader)
        except Unknown as unknown:
            collected.failures.append((reader.region, f"its environments cannot be listed: {unknown.reason}"))
        return ()

    collected.stopped = run_tasks([partial(look, reader) for reader in readers], AT_ONCE)
    collected.failures.sort()
    return [(reader, name) for reader in readers for name in names.get(reader.region, ())]


def collect_all(
    wanted: list[tuple[Reader, str]],
    collected: Collected,
    at_once: int = AT_ONCE,
    on_progress: Callable[[int, int], None] | None = None,
) -> None:
    """Read environments side by side into ``collected``, in the order given.

    An interruption keeps what is there, and so do credentials that expire.
    """
    readings = [EnvironmentReading(reader, name) for reader, name in wanted]

    def begin(reading: EnvironmentReading) -> Iterable[Task]:
        try:
            jobs = reading.begin()
        except UnusableError:
            raise
        except AccessError as problem:
            reading.failure = str(problem)
            return ()
        return [partial(work, reading, job) for job in jobs]

    def work(reading: EnvironmentReading, job: Callable[[], Any]) -> Iterable[Task]:
        reading.take(job())
        return ()

    def progress() -> None:
        if on_progress is not None:
            on_progress(sum(reading.is_done for reading in readings), len(readings))

    stopped = run_tasks([partial(begin, reading) for reading in readings], at_once, progress)
    collected.stopped = collected.stopped or stopped
    for reading in readings:
        if reading.has_begun:
            snapshot = reading.snapshot()
            denied = tuple(sorted(reading.reader.connection.denied))
            collected.snapshots.append(replace(snapshot, denied=denied))
            collected.readers.append(reading.reader)
        else:
            collected.failures.append((reading.label, reading.failure or "was not read"))


def add_opinions(collected: Collected, at_once: int = AT_ONCE) -> None:
    """Ask AWS's own judges about each snapshot; those that were not reached are left as they are."""

    def ask(number: int, reader: Reader) -> Iterable[Task]:
        found = with_opinions(reader, collected.snapshots[number])
        collected.snapshots[number] = replace(found, denied=tuple(sorted(reader.connection.denied)))
        return ()

    if not collected.stopped:
        tasks = [partial(ask, number, reader) for number, reader in enumerate(collected.readers)]
        collected.stopped = run_tasks(tasks, at_once)
