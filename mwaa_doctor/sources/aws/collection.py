"""Collects several environments at once, and says what could not be had."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from mwaa_doctor.models.snapshot import Snapshot
from mwaa_doctor.sources.aws.environment import collect_environment, list_environments
from mwaa_doctor.sources.aws.reader import AccessError, Reader
from mwaa_doctor.unknown import Unknown

AT_ONCE = 6


@dataclass
class Collected:
    """Snapshots, one per environment; ``failures`` are environments and Regions that could not be read, and why.

    ``denied`` maps the IAM actions that were refused to the Regions where; ``interrupted`` counts the environments
    that were left out because the user ended the run; ``hidden`` names the options whose values were taken out.
    """

    snapshots: list[Snapshot] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    denied: dict[str, set[str]] = field(default_factory=dict)
    interrupted: int = 0
    hidden: tuple[str, ...] = ()


def find_environments(readers: Iterable[Reader], collected: Collected) -> list[tuple[Reader, str]]:
    """Every environment in the Regions of the readers; Regions that may not be listed are noted as failures."""
    found: list[tuple[Reader, str]] = []
    for reader in readers:
        try:
            found.extend((reader, name) for name in list_environments(reader))
        except Unknown as unknown:
            collected.failures.append((reader.region, f"its environments cannot be listed: {unknown.reason}"))
    return found


def collect_all(
    wanted: list[tuple[Reader, str]],
    collected: Collected,
    at_once: int = AT_ONCE,
    on_progress: Callable[[int, int], None] | None = None,
) -> None:
    """Read environments side by side into ``collected``, in the order given.

    An interruption keeps what is there.  Raises ``AccessError`` if no call can succeed, for example when credentials
    have expired.
    """
    from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

    pool = ThreadPoolExecutor(at_once, thread_name_prefix="mwaa-doctor")
    jobs: dict[Future[Snapshot | AccessError], int] = {}
    results: dict[int, Snapshot | AccessError] = {}
    try:
        for position, (reader, name) in enumerate(wanted):
            jobs[pool.submit(partial(_collected, reader, name))] = position
        pending = set(jobs)
        while pending:
            done, pending = wait(pending, return_when=FIRST_COMPLETED)
            for job in done:
                results[jobs[job]] = job.result()
            if on_progress is not None:
                on_progress(len(results), len(wanted))
    except KeyboardInterrupt:
        collected.interrupted = len(wanted) - len(results)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    for position in sorted(results):
        result, (reader, name) = results[position], wanted[position]
        if isinstance(result, Snapshot):
            collected.snapshots.append(result)
        else:
            collected.failures.append((f"{name} in {reader.region}", str(result)))
    for reader, _ in wanted:
        for action, regions in reader.denied.items():
            collected.denied.setdefault(action, set()).update(regions)


def _collected(reader: Reader, name: str) -> Snapshot | AccessError:
    try:
        return collect_environment(reader, name)
    except AccessError as problem:
        return problem
