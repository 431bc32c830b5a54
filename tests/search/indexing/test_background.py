"""Background work runs in one thread, each job once, in the order of submission."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from search.indexing import background
from tests.paths import ROOT
from tests.search.processes import run, start


@dataclass(frozen=True)
class Append:
    """A job that appends its name to a list; two of one name are equal."""

    name: str
    done: list[str] = field(compare=False)

    def __call__(self) -> None:
        self.done.append(self.name)


@dataclass(frozen=True)
class Wait:
    """A job that waits for an event."""

    started: threading.Event = field(default_factory=threading.Event)
    end: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> None:
        self.started.set()
        self.end.wait(60)


@pytest.fixture
def running() -> Iterator[Wait]:
    """The job that is running; it ends when its event is set."""
    job = Wait()
    background.submit(job)
    assert job.started.wait(60)
    yield job
    job.end.set()
    background.join()


def test_jobs_run_in_order_and_an_equal_one_is_queued_once(running: Wait) -> None:
    done: list[str] = []
    for name in "abca":
        background.submit(Append(name, done))
    assert background.is_queued(Append("a", done))
    assert done == []
    running.end.set()
    assert background.join()
    assert done == ["a", "b", "c"]
    assert not background.is_queued(Append("a", done))


def test_a_running_job_can_be_queued_once_more(running: Wait) -> None:
    first = background.submitted_at(running)
    assert not background.is_queued(running)
    background.submit(running)
    assert background.is_queued(running)
    assert background.submitted_at(running) == first
    running.end.set()
    background.join()
    assert background.submitted_at(running) is None


def test_waiting_for_jobs_has_a_limit(running: Wait) -> None:
    assert not background.join(0.05)


def test_waiting_includes_jobs_that_jobs_submit() -> None:
    done: list[str] = []
    background.submit(lambda: background.submit(Append("second", done)))
    assert background.join()
    assert done == ["second"]


def test_a_job_does_not_wait_for_itself() -> None:
    waited: list[bool] = []
    background.submit(lambda: waited.append(background.join()))
    background.join()
    assert waited == [False]


def test_a_failed_job_is_logged_and_others_follow(caplog) -> None:
    done: list[str] = []
    background.submit(lambda: 1 // 0)
    background.submit(Append("next", done))
    background.join()
    assert done == ["next"]
    assert "ZeroDivisionError" in caplog.text


WORK_UNTIL_THE_END = """
import time
import django
django.setup()
from search.indexing import background
def follow():
    print("followed")
def work():
    time.sleep(0.2)
    print("worked")
    background.submit(follow)
background.submit(lambda: time.sleep(0.1))
background.submit(work)
"""


@pytest.mark.slow
def test_a_process_that_ends_finishes_its_jobs() -> None:
    process = subprocess.run(
        [sys.executable, "-c", WORK_UNTIL_THE_END],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    # What a job would have follow at exit is left: the outbox has it.
    assert (process.stdout, process.stderr) == ("worked\n", "")


def fork_while_a_job_is_running() -> None:
    running = Wait()
    background.submit(running)
    running.started.wait(60)
    child = os.fork()
    if not child:
        done: list[str] = []
        background.submit(Append("in the child", done))
        background.join()
        os._exit(0 if done else 1)
    _pid, status = os.waitpid(child, 0)
    running.end.set()
    assert os.waitstatus_to_exitcode(status) == 0


@pytest.mark.slow
def test_a_forked_process_has_a_thread_of_its_own(db) -> None:
    run(fork_while_a_job_is_running)


def submit_while_no_thread_can_be_started() -> None:
    done: list[str] = []
    size = threading.stack_size(2**46)
    background.submit(Append("first", done))
    threading.stack_size(size)
    assert done == []
    background.submit(Append("next", done))
    background.join()
    assert done == ["first", "next"]


@pytest.mark.slow
def test_a_job_for_which_there_is_no_thread_is_an_error_and_runs_later(db) -> None:
    status, error = start(submit_while_no_thread_can_be_started).wait()
    assert status == 0
    assert " ERROR search.indexing.background: " in error
    assert error.endswith("can't start new thread\n")
    assert error.count("\n") == 1
