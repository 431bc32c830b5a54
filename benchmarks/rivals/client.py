"""The other end of `worker`: starts the process of an engine and asks it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any, Self

_ROOT = Path(__file__).parent.parent.parent


class EngineError(Exception):
    """What an engine said instead of an answer."""


class Worker:
    """The process of one engine; a context manager that ends it."""

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

    def ask(self, do: str, **what: Any) -> dict[str, Any]:
        """Have one thing done. Raises EngineError where it fails or the process has ended."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps({"do": do, **what}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise EngineError("the process ended") from error
        line = self._process.stdout.readline()
        if not line:
            raise EngineError("the process ended")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise EngineError(answer["error"])
        return answer


def cold_start(engine: str, folder: Path, question: str) -> float:
    """Milliseconds from the start of a process, the interpreter's too, to its first answer."""
    started = perf_counter()
    with Worker(engine, folder) as worker:
        worker.ask("open")
        worker.ask("ask", question=question)
        return (perf_counter() - started) * 1000
