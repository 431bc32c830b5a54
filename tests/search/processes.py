"""Processes of their own, on the database and the index of a test.

They are forked from a server that has no threads and no connections and has loaded the site, which
takes a process a second otherwise.
"""

import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import haystack
from django.db import connections

_SITE = "tests.search.loaded_site"
_context = get_context("forkserver")
_context.set_forkserver_preload([_SITE])
_MAX_SECONDS = 120


@dataclass(frozen=True)
class Process:
    """A process that was started; what it writes to its standard error is in a file."""

    process: BaseProcess
    error_file: Path

    def wait(self) -> tuple[int | None, str]:
        """Wait for its end; return its exit status and what it wrote.

        Raises TimeoutError where it does not end; it is killed.
        """
        self.process.join(_MAX_SECONDS)
        is_hung = self.process.is_alive()
        if is_hung:
            self.process.kill()
            self.process.join()
        error = self.error_file.read_text(encoding="utf-8")
        self.error_file.unlink()
        if is_hung:
            raise TimeoutError(f"the process has not ended in {_MAX_SECONDS} seconds: {error}")
        return self.process.exitcode, error


def start(work: Callable[..., object], *arguments: Any) -> Process:
    """Start a process that does some work: a function of a module, and its arguments."""
    database = connections["default"].settings_dict["NAME"]
    index = haystack.connections["default"].options["PATH"]
    descriptor, error_file = tempfile.mkstemp()
    os.close(descriptor)
    process = _context.Process(
        target=_run,
        # Pickled, because the module of the work cannot be imported before the site is loaded.
        args=(database, index, error_file, pickle.dumps((work, arguments))),
        daemon=False,
    )
    process.start()
    return Process(process, Path(error_file))


def run(work: Callable[..., object], *arguments: Any) -> None:
    """Do some work in another process, and wait for its end."""
    assert start(work, *arguments).wait() == (0, "")


def _run(database: str, index: str, error_file: str, pickled_work: bytes) -> None:
    os.dup2(os.open(error_file, os.O_WRONLY), sys.stderr.fileno())
    # It is loaded already, unless the server could not: that ignores an ImportError.
    import_module(_SITE)
    connections.databases["default"]["NAME"] = database
    haystack.connections.connections_info["default"]["PATH"] = index
    work, arguments = pickle.loads(pickled_work)
    work(*arguments)
