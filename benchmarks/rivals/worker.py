"""The process that one engine lives in: asked by lines of JSON, it answers by lines of JSON.

`python -m benchmarks.rivals.worker ours FOLDER` is started by `client.Worker`. Times are taken
here, around the engine's own work, so that neither the pipe nor the other process counts.
"""

import dataclasses
import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.corpus import read
from benchmarks.queries import QUESTIONS, Question
from benchmarks.rivals import engine as load
from benchmarks.rivals.engine import Engine

# What a process does once only, it does for this.
_NEUTRAL = Question("nothing", "熊猫竹笋", groups=(("熊猫竹笋",),))
_KEPT = ("VmRSS", "RssAnon", "RssFile", "RssShmem")


class _Room:
    """Does what a line asks for; every public method is one thing that can be asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def build(self, corpus: str, number: int) -> dict[str, Any]:
        """Index the first bulletins of a file; returns how many a second by what was done."""
        bulletins = read(Path(corpus), number)
        seconds = self._engine.build(bulletins)
        return {"rates": {what: number / each for what, each in seconds.items()}}

    def open(self) -> dict[str, Any]:
        """Make ready, and answer something that has no term in common with any question."""
        self._engine.open()
        self._engine.ask(_NEUTRAL)
        return {}

    def ask(self, question: str, keep: bool = False) -> dict[str, Any]:
        """Answer a question; whole answers are forgotten before, or kept."""
        if not keep:
            self._engine.forget()
        return self._timed(question)

    def first(self, question: str) -> dict[str, Any]:
        """Answer in a process that has opened the engine and asked none of the questions yet."""
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            with _ending():
                self._engine.reopen()
                os.write(writing, json.dumps(self._timed(question)).encode())
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            answer: dict[str, Any] = json.loads(pipe.read() or b'{"error": "ended"}')
        os.waitpid(child, 0)
        return answer

    def save(self, corpus: str, number: int) -> dict[str, Any]:
        """Save one bulletin with a sentence more, ask, and put it back as it was."""
        bulletin = read(Path(corpus), number)[-1]
        changed = dataclasses.replace(bulletin, text=f"{bulletin.text}\n本次修改{number}号")
        started = perf_counter()
        self._engine.save(changed)
        saved = perf_counter()
        self._engine.forget()
        self._engine.ask(QUESTIONS["common 1"])
        answered = perf_counter()
        self._engine.save(bulletin)
        return {"ms": (saved - started) * 1000, "next_ms": (answered - saved) * 1000}

    def memory(self) -> dict[str, Any]:
        """What of this process is in memory, in megabytes (of a million bytes)."""
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        parts = (line.split() for line in lines)
        return {
            part[0].rstrip(":"): int(part[1]) * 1024 / 1e6
            for part in parts
            if part[0].rstrip(":") in _KEPT
        }

    def size(self) -> dict[str, Any]:
        """Bytes of the index on disk."""
        self._engine.finish()
        files = self._engine.index_folder().rglob("*")
        return {"bytes": sum(path.stat().st_size for path in files if path.is_file())}

    def _timed(self, question: str) -> dict[str, Any]:
        asked = QUESTIONS[question]
        started = perf_counter()
        answer = self._engine.ask(asked)
        ended = perf_counter()
        return {"ms": (ended - started) * 1000, "total": answer.total, "ids": answer.ids}


@contextmanager
def _ending() -> Iterator[None]:
    """End a forked process for good, whatever happened, without what the parent would do last."""
    try:
        yield
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def main() -> None:
    """Answer until the lines end. What an engine prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    engine = load(sys.argv[1], Path(sys.argv[2]))
    room = _Room(engine)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = getattr(room, asked.pop("do"))(**asked)
        except Exception as error:  # whatever it is, it is the engine's answer
            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
    engine.finish()


if __name__ == "__main__":
    main()
