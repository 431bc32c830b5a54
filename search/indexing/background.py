"""Background work of the search, in one thread of this process.

The executor's thread starts with the first job; there is no worker to start or to forget. At exit
the interpreter waits for the jobs that are queued, and a process that is killed loses nothing that
matters: pending index work is stored in the outbox.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from django.db import connection, connections

from search.indexing.failure_log import log_failure

logger = logging.getLogger(__name__)

# Enough for the save of an editor, short enough for the index work that is queued behind.
_LOCK_WAIT_MILLISECONDS = 200

# A unit of work; two that are equal are the same job.
Job = Callable[[], object]


class _Background:
    """An executor of one thread, and its unfinished jobs in the order of their submission."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Start anew: a forked process has no thread but its own, nor its parent's jobs."""
        # Reentrant: a job that is done already calls back at once.
        self._lock = threading.RLock()
        self._executor = ThreadPoolExecutor(1, initializer=self._set_thread)
        self._thread: threading.Thread | None = None
        # Each with the `time.monotonic` of its submission.
        self._jobs: dict[Future[None], tuple[Job, float]] = {}

    def submit(self, job: Job) -> None:
        """Queue a job; one that is queued already is not queued twice. Never raises."""
        with self._lock:
            if self.is_queued(job):
                return
            try:
                future = self._executor.submit(_run, job)
            except RuntimeError as error:
                # A job that is run at exit may submit another. Else there is no thread to be had.
                level = logging.DEBUG if "shutdown" in str(error) else logging.ERROR
                logger.log(level, "%s is not started: %s", job, error)
                return
            self._jobs[future] = job, time.monotonic()
            future.add_done_callback(self._forget)

    def submitted_at(self, job: Job) -> float | None:
        """Return the `time.monotonic` at which an unfinished job was submitted; else None."""
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
        """Return whether a job is queued and not yet running."""
        with self._lock:
            return any(
                each == job and not (future.running() or future.done())
                for future, (each, _submitted) in self._jobs.items()
            )

    def join(self, seconds: float | None = None) -> bool:
        """Wait until no job is left, at most `seconds`; return whether none is left."""
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

    def _unfinished(self) -> list[Future[None]]:
        with self._lock:
            return [future for future in self._jobs if not future.done()]

    def _forget(self, future: Future[None]) -> None:
        with self._lock:
            self._jobs.pop(future, None)


def _run(job: Job) -> None:
    try:
        job()
    except Exception as error:
        message = "Background work failed; the outbox keeps what is to be indexed."
        log_failure(logger, message, error)
    finally:
        # A connection belongs to its thread, and nothing else would close this one's.
        connections.close_all()


_background = _Background()
os.register_at_fork(after_in_child=_background.renew)
submit = _background.submit
submitted_at = _background.submitted_at
is_queued = _background.is_queued
join = _background.join


def limit_lock_wait() -> None:
    """Let database statements of this job fail soon where another holds a lock that they need.

    For what may be dropped or done later. The connection is closed after the job.
    """
    name = {"sqlite": "PRAGMA busy_timeout", "postgresql": "SET lock_timeout"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"{name} = {_LOCK_WAIT_MILLISECONDS}")
