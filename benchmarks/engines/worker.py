"""The process of one engine: reads commands and writes results, one JSON object a line.

`python -m benchmarks.engines.worker ours FOLDER` is started by `client.Worker`. Times are taken
here, around the engine's own work, so that neither the pipe nor the other process counts:
"ms" of wall time, and "cpu_ms" of processor time of all threads of this process.
"""

import dataclasses
import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.corpus import read_corpus
from benchmarks.engines import load_engine
from benchmarks.engines.base import Engine
from benchmarks.generate_bulletins import Bulletin
from benchmarks.queries import Query

# Triggers what a process does only once; has no term in common with any measured query.
_WARM_UP = Query("warm-up", "熊猫竹笋", groups=(("熊猫竹笋",),))
_MEMORY_LINES = ("VmRSS", "RssAnon", "RssFile", "RssShmem")


class _Commands:
    """The commands of a worker: every public method is one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def build(self, corpus: str, size: int) -> dict[str, Any]:
        """Index the first bulletins of a file; return bulletins a second by stage."""
        seconds = self._engine.build(read_corpus(Path(corpus), size))
        return {"rates": {stage: size / each for stage, each in seconds.items()}}

    def open(self) -> dict[str, Any]:
        """Open the engine and run the warm-up query."""
        self._engine.open()
        self._engine.search(_WARM_UP)
        return {}

    def search(self, query: dict[str, Any], clear_caches: bool = False) -> dict[str, Any]:
        """Run a query, where requested after the engine's caches were emptied."""
        if clear_caches:
            self._engine.clear_caches()
        return self._timed_search(query)

    def first_search(self, query: dict[str, Any]) -> dict[str, Any]:
        """Run a query in a fork of this process, which must not have run any other yet."""
        read_end, write_end = os.pipe()
        child = os.fork()
        if not child:
            with _exit_process():
                self._engine.reopen()
                os.write(write_end, json.dumps(self._timed_search(query)).encode())
        os.close(write_end)
        with os.fdopen(read_end, "rb") as pipe:
            result: dict[str, Any] = json.loads(pipe.read() or b'{"error": "the fork ended"}')
        os.waitpid(child, 0)
        return result

    def save(self, corpus: str, number: int) -> dict[str, Any]:
        """Save a bulletin with a changed text."""
        bulletin = _bulletin(corpus, number)
        changed = dataclasses.replace(bulletin, text=f"{bulletin.text}\n本次修改{number}号")
        with _stopwatch() as times:
            self._engine.save(changed)
        return {**times}

    def restore(self, corpus: str, number: int) -> dict[str, Any]:
        """Save a bulletin as it was."""
        self._engine.save(_bulletin(corpus, number))
        return {}

    def use_suggestions(self, corpus: str, number: int) -> dict[str, Any]:
        """Use the archive's completions and similar meetings."""
        self._engine.use_suggestions(_bulletin(corpus, number))
        return {}

    def memory(self) -> dict[str, Any]:
        """Return the resident memory of this process in megabytes (of a million bytes)."""
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        parts = (line.split() for line in lines)
        return {
            part[0].rstrip(":"): int(part[1]) * 1024 / 1e6
            for part in parts
            if part[0].rstrip(":") in _MEMORY_LINES
        }

    def index_size(self) -> dict[str, Any]:
        """Return the bytes of the index on disk, after background work has ended."""
        self._engine.join()
        files = self._engine.index_folder().rglob("*")
        return {"bytes": sum(path.stat().st_size for path in files if path.is_file())}

    def _timed_search(self, values: dict[str, Any]) -> dict[str, Any]:
        query = Query.from_json(values)
        with _stopwatch() as times:
            page = self._engine.search(query)
        return {**times, "total": page.total, "ids": page.ids}


def _bulletin(corpus: str, number: int) -> Bulletin:
    """Return a bulletin by its number in the file, from 1."""
    return read_corpus(Path(corpus), number)[-1]


@contextmanager
def _stopwatch() -> Iterator[dict[str, float]]:
    """Measure the block; yield a dictionary that has the times after it."""
    times: dict[str, float] = {}
    started, cpu_started = perf_counter(), process_time()
    yield times
    times["cpu_ms"] = (process_time() - cpu_started) * 1000
    times["ms"] = (perf_counter() - started) * 1000


@contextmanager
def _exit_process() -> Iterator[None]:
    """End a forked process after the block, also on an error, without the parent's cleanup."""
    try:
        yield
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def main() -> None:
    """Run commands until the input ends. What an engine prints goes to standard error."""
    results = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    engine = load_engine(sys.argv[1], Path(sys.argv[2]))
    commands = _Commands(engine)
    for line in sys.stdin:
        arguments = json.loads(line)
        try:
            result = getattr(commands, arguments.pop("command"))(**arguments)
        except Exception as error:  # any error of an engine is a result of the comparison
            traceback.print_exc()
            result = {"error": f"{type(error).__name__}: {error}"}
        results.write(json.dumps(result) + "\n")
        results.flush()
    engine.join()


if __name__ == "__main__":
    main()
