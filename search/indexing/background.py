"""Background work of the search, in one thread of this process.

The executor's thread starts with the first job; there is no worker to start or to forget. At exit
the interpreter waits for the jobs that are queued, and a process that is killed loses nothing that
matters: pending index work is stored in the outbox.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Protocol

from django.db import connection, connections

logger = logging.getLogger(__name__)

# Enough for the save of an editor, short enough for the index work that is queued behind.
_LOCK_WAIT_MILLISECONDS = 200


class Job(Hashable, Protocol):
    """A unit of work; two that are equal are the same job."""

    def __call__(self) -> object: ...


class _Background:
    """An executor of one thread, and its unfinished jobs in the order of their submission."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._executor = ThreadPoolExecutor(1, initializer=self._set_thread)
        self._thread: threading.Thread | None = None
        # Each with the `time.monotonic` of its submission.
        self._jobs: dict[Future[None], tuple[Job, float]] = {}

    def submit(self, job: Job) -> None:
        with self._lock:
            if self._is_queued(job):
                return
            try:
                future = self._executor.submit(_run, job)
            except RuntimeError:
                # A job, run at exit, that would have another one follow.
                logger.debug("%s is not started: the interpreter is exiting.", job)
                return
            self._jobs[future] = job, time.monotonic()
        # Without the lock: called at once where the job is done already.
        future.add_done_callback(self._forget)

    def submitted_at(self, job: Job) -> float | None:
        with self._lock:
            return next(
                (
                    submitted
                    for future, (each, submitted) in self._jobs.items()
                    if each == job and not future.done()
                ),
                None,
            )

    def is_queued(self, job: Job) -> bool:
        with self._lock:
            return self._is_queued(job)

    def join(self, seconds: float | None) -> bool:
        if threading.current_thread() is self._thread:
            return False  # a job that waited for itself would never end
        deadline = None if seconds is None else time.monotonic() + seconds
        # Jobs submit jobs, so that there may be others when these are done.
        while futures := self._unfinished():
            rest = None if deadline is None else max(0, deadline - time.monotonic())
            if wait(futures, rest).not_done:
                return False
        return True

    def _set_thread(self) -> None:
        self._thread = threading.current_thread()

    def _is_queued(self, job: Job) -> bool:
        return any(
            each == job and not (future.running() or future.done())
            for future, (each, _submitted) in self._jobs.items()
        )

    def _unfinished(self) -> list[Future[None]]:
        with self._lock:
            return [future for future in self._jobs if not future.done()]

    def _forget(self, future: Future[None]) -> None:
        with self._lock:
            self._jobs.pop(future, None)


def _run(job: Job) -> None:
    try:
        job()
    except Exception:
        logger.exception("Background work failed; the outbox keeps what is to be indexed.")
    finally:
        # A connection belongs to its thread, and nothing else would close this one's.
        connections.close_all()


_background = _Background()


def _renew() -> None:
    global _background  # noqa: PLW0603 (a fork has no thread but its own, nor its parent's jobs)
    _background = _Background()


os.register_at_fork(after_in_child=_renew)


def submit(job: Callable[[], object]) -> None:
    """Queue a job; one that is queued already is not queued twice."""
    _background.submit(job)


def submitted_at(job: Callable[[], object]) -> float | None:
    """Return the `time.monotonic` at which a queued or running job was submitted; else None."""
    return _background.submitted_at(job)


def is_queued(job: Callable[[], object]) -> bool:
    """Return whether a job is queued and not yet running."""
    return _background.is_queued(job)


def limit_lock_wait() -> None:
    """Let database statements of this job fail soon where another holds a lock that they need.

    For what may be dropped or done later. The connection is closed after the job.
    """
    name = {"sqlite": "PRAGMA busy_timeout", "postgresql": "SET lock_timeout"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"{name} = {_LOCK_WAIT_MILLISECONDS}")


def join(seconds: float | None = None) -> bool:
    """Wait until no job is left, at most `seconds`; return whether none is left."""
    return _background.join(seconds)
