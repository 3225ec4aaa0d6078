"""Runs tasks in a bounded number of threads, until they are done, one of them is unusable, or the user interrupts."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable
from typing import Any

from mwaa_doctor.sources.aws.reader import UnusableError

Task = Callable[[], Iterable[Any]]
"""Something to do, which gives the tasks that follow from it."""


def run_tasks(first: Iterable[Task], workers: int, on_done: Callable[[], None] | None = None) -> str:
    """Run tasks side by side, and those that they ask for; says why it ended early, or nothing.

    The threads are daemons: a program that was interrupted must not wait for answers that may never come.
    """
    tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
    done: queue.SimpleQueue[list[Task] | BaseException] = queue.SimpleQueue()
    pending = 0
    for task in first:
        tasks.put(task)
        pending += 1
    threads = [
        threading.Thread(target=_work, args=(tasks, done), daemon=True) for _ in range(min(workers, 4 * pending))
    ]
    stopped = ""
    try:
        for thread in threads:
            thread.start()
        while pending:
            came = done.get()
            pending -= 1
            if isinstance(came, UnusableError):
                stopped = str(came)
                break
            if isinstance(came, BaseException):
                raise came
            for task in came:
                tasks.put(task)
            pending += len(came)
            if on_done is not None:
                on_done()
    except KeyboardInterrupt:
        stopped = "it was interrupted"
    while stopped and not tasks.empty():
        _drop(tasks)
    for _ in threads:
        tasks.put(None)
    return stopped


def _drop(tasks: queue.SimpleQueue[Task | None]) -> None:
    try:
        tasks.get_nowait()
    except queue.Empty:
        return


def _work(tasks: queue.SimpleQueue[Task | None], done: queue.SimpleQueue[list[Task] | BaseException]) -> None:
    while (task := tasks.get()) is not None:
        try:
            done.put(list(task()))
        except BaseException as problem:  # noqa: BLE001 - it is raised again where the run is watched
            done.put(problem)
