"""Client of `worker`: starts the process of an engine and sends it commands."""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from benchmarks.queries import Query

_ROOT = Path(__file__).parent.parent.parent


class EngineError(Exception):
    """An error that an engine raised, or the unexpected end of its process."""


class Worker:
    """The process of one engine, as a context manager that ends it."""

    def __init__(self, engine: str, folder: Path, **environment: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.worker", engine, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            cwd=_ROOT,
            env=os.environ | environment,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def call(self, command: str, **arguments: Any) -> dict[str, Any]:
        """Run a command of the worker and return its result.

        Raises EngineError if it fails or the process has ended.
        """
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps({"command": command, **arguments}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise EngineError("the process ended") from error
        line = self._process.stdout.readline()
        if not line:
            raise EngineError("the process ended")
        result: dict[str, Any] = json.loads(line)
        if "error" in result:
            raise EngineError(result["error"])
        return result

    def search(self, query: Query, command: str = "search", **arguments: Any) -> dict[str, Any]:
        """Run a query by the worker's `search` or `first_search`."""
        return self.call(command, query=asdict(query), **arguments)


def cold_start_ms(engine: str, folder: Path, query: Query) -> float:
    """Return milliseconds from the start of a process and its interpreter to its first result."""
    started = perf_counter()
    with Worker(engine, folder) as worker:
        worker.call("open")
        worker.search(query)
        return (perf_counter() - started) * 1000
