"""Background work runs in one thread, each job once, in the order of submission."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from search.indexing import background
from tests.paths import ROOT


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


def test_jobs_run_in_order_and_an_equal_one_is_queued_once(running: Wait):
    done: list[str] = []
    for name in "abca":
        background.submit(Append(name, done))
    assert background.is_queued(Append("a", done))
    assert done == []
    running.end.set()
    assert background.join()
    assert done == ["a", "b", "c"]
    assert not background.is_queued(Append("a", done))


def test_a_running_job_can_be_queued_once_more(running: Wait):
    first = background.submitted_at(running)
    assert not background.is_queued(running)
    background.submit(running)
    assert background.is_queued(running)
    assert background.submitted_at(running) == first
    running.end.set()
    background.join()
    assert background.submitted_at(running) is None


def test_waiting_for_jobs_has_a_limit(running: Wait):
    start = time.monotonic()
    assert not background.join(0.05)
    assert time.monotonic() - start < 10


def test_waiting_includes_jobs_that_jobs_submit():
    done: list[str] = []
    background.submit(lambda: background.submit(Append("second", done)))
    assert background.join()
    assert done == ["second"]


def test_a_job_does_not_wait_for_itself():
    waited: list[bool] = []
    background.submit(lambda: waited.append(background.join()))
    background.join()
    assert waited == [False]


def test_a_failed_job_is_logged_and_others_follow(caplog):
    done: list[str] = []
    background.submit(lambda: 1 // 0)
    background.submit(Append("next", done))
    background.join()
    assert done == ["next"]
    assert "ZeroDivisionError" in caplog.text


SETUP = """
import os, time
import django
django.setup()
from search.indexing import background
"""


def run(script: str) -> str:
    """Run a process to its end; return what it prints."""
    process = subprocess.run(
        [sys.executable, "-c", SETUP + script],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert process.stderr == ""
    return process.stdout


def test_a_process_that_ends_finishes_its_jobs():
    script = """
def follow():
    print("followed")
def work():
    time.sleep(0.2)
    print("worked")
    background.submit(follow)
background.submit(lambda: time.sleep(0.1))
background.submit(work)
"""
    # What a job would have follow at exit is left: the outbox has it.
    assert run(script) == "worked\n"


def test_a_forked_process_has_a_thread_of_its_own():
    script = """
background.submit(lambda: time.sleep(0.3))
child = os.fork()
if not child:
    background.submit(lambda: print("in the child", flush=True))
    background.join()
    os._exit(0)
os.waitpid(child, 0)
"""
    assert run(script) == "in the child\n"


def test_a_job_for_which_there_is_no_thread_is_an_error_and_runs_later():
    script = """
import logging, sys, threading
logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(message)s", force=True)
size = threading.stack_size(2**46)
background.submit(print)
threading.stack_size(size)
background.submit(lambda: print("next"))
background.join()
"""
    first, *others = run(script).splitlines()
    assert first.startswith("ERROR ")
    assert first.endswith("can't start new thread")
    assert others == ["", "next"]
