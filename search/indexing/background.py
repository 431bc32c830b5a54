"""Index work that nobody waits for, in one thread of this process.

The thread begins with the first job and ends when none is left; there is no worker to start or
to forget. It is no daemon: a process that ends in good order finishes its jobs first, and one
that is killed loses nothing, because what is to be done stands in the outbox.
"""

import logging
import threading
import time
from collections.abc import Callable, Hashable
from typing import Protocol

from django.db import connections

logger = logging.getLogger(__name__)


class Job(Hashable, Protocol):
    """Something to be done; two that are equal are the same."""

    def __call__(self) -> object: ...


class _Background:
    """The jobs that wait, the one that is being done, and the thread that does them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        # When each was asked for; in the order in which they are done.
        self._waiting: dict[Job, float] = {}
        self._running: tuple[Job, float] | None = None
        self._thread: threading.Thread | None = None

    def submit(self, job: Job) -> None:
        with self._changed:
            self._waiting.setdefault(job, time.monotonic())
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="index work")
                self._thread.start()

    def submitted_at(self, job: Job) -> float | None:
        with self._changed:
            if self._running and self._running[0] == job:
                return self._running[1]
            return self._waiting.get(job)

    def is_queued(self, job: Job) -> bool:
        with self._changed:
            return job in self._waiting

    def join(self, seconds: float | None) -> bool:
        if threading.current_thread() is self._thread:
            return False  # a job that waits for itself would wait for ever
        with self._changed:
            return self._changed.wait_for(lambda: self._thread is None, seconds)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                job()
            except Exception:
                logger.exception("Index work failed; the outbox keeps what is to be done.")
            finally:
                # A connection belongs to its thread, and nobody else would close this one's.
                connections.close_all()

    def _next(self) -> Job | None:
        with self._changed:
            if self._waiting:
                job = next(iter(self._waiting))
                self._running = job, self._waiting.pop(job)
                return job
            # Under the lock, so that nobody hands a job to a thread that is about to end.
            self._running = self._thread = None
            self._changed.notify_all()
            return None


_background = _Background()


def submit(job: Callable[[], object]) -> None:
    """Have a job done soon, after those that wait; one that waits already is not put in twice."""
    _background.submit(job)


def submitted_at(job: Callable[[], object]) -> float | None:
    """When a job that waits or is being done was asked for, by `time.monotonic`; else None."""
    return _background.submitted_at(job)


def is_queued(job: Callable[[], object]) -> bool:
    """Whether a job waits to be begun."""
    return _background.is_queued(job)


def join(seconds: float | None = None) -> bool:
    """Wait until no job is left, or for so many seconds; returns whether none is left."""
    return _background.join(seconds)
