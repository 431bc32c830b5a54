"""Background index work, in one thread of this process.

The thread starts with the first job and ends when none is left; there is no worker to start or
to forget. It is no daemon thread: a process that exits normally finishes its jobs first, and one
that is killed loses nothing, because pending work is stored in the outbox.
"""

import logging
import threading
import time
from collections.abc import Callable, Hashable
from typing import Protocol

from django.db import connections

logger = logging.getLogger(__name__)


class Job(Hashable, Protocol):
    """A unit of work; two that are equal are the same job."""

    def __call__(self) -> object: ...


class _Background:
    """The queue of jobs, the one that is running, and the thread that runs them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        # Time of submission of each, in the order in which they are run.
        self._queued: dict[Job, float] = {}
        self._running: tuple[Job, float] | None = None
        self._thread: threading.Thread | None = None

    def submit(self, job: Job) -> None:
        with self._changed:
            self._queued.setdefault(job, time.monotonic())
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="index work")
                self._thread.start()

    def submitted_at(self, job: Job) -> float | None:
        with self._changed:
            if self._running and self._running[0] == job:
                return self._running[1]
            return self._queued.get(job)

    def is_queued(self, job: Job) -> bool:
        with self._changed:
            return job in self._queued

    def join(self, seconds: float | None) -> bool:
        if threading.current_thread() is self._thread:
            return False  # a job that waited for itself would never end
        with self._changed:
            return self._changed.wait_for(lambda: self._thread is None, seconds)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                job()
            except Exception:
                logger.exception("Index work failed; the outbox keeps what is to be done.")
            finally:
                # A connection belongs to its thread, and nothing else would close this one's.
                connections.close_all()

    def _next(self) -> Job | None:
        with self._changed:
            if self._queued:
                job = next(iter(self._queued))
                self._running = job, self._queued.pop(job)
                return job
            # Under the lock, so that no job is submitted to a thread that is about to end.
            self._running = self._thread = None
            self._changed.notify_all()
            return None


_background = _Background()


def submit(job: Callable[[], object]) -> None:
    """Queue a job; one that is queued already is not queued twice."""
    _background.submit(job)


def submitted_at(job: Callable[[], object]) -> float | None:
    """Return the `time.monotonic` at which a queued or running job was submitted; else None."""
    return _background.submitted_at(job)


def is_queued(job: Callable[[], object]) -> bool:
    """Return whether a job is queued and not yet running."""
    return _background.is_queued(job)


def join(seconds: float | None = None) -> bool:
    """Wait until no job is left, at most `seconds`; return whether none is left."""
    return _background.join(seconds)
