"""The process of one engine: reads commands and writes results, one JSON object a line.

`python -m benchmarks.engines.worker ours FOLDER` is started by `client.Worker`. Times are taken
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

from benchmarks.corpus import read_corpus
from benchmarks.engines import load_engine
from benchmarks.engines.base import Engine
from benchmarks.queries import QUERIES, Query

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

    def search(self, query: str, use_result_cache: bool = False) -> dict[str, Any]:
        """Run a query, by default with the result cache cleared before."""
        if not use_result_cache:
            self._engine.clear_result_cache()
        return self._timed_search(query)

    def first_search(self, query: str) -> dict[str, Any]:
        """Run a query in a fork of this process, which must not have run any of `QUERIES` yet."""
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
        """Save a changed bulletin, search, and save the bulletin as it was."""
        bulletin = read_corpus(Path(corpus), number)[-1]
        changed = dataclasses.replace(bulletin, text=f"{bulletin.text}\n本次修改{number}号")
        started = perf_counter()
        self._engine.save(changed)
        saved = perf_counter()
        self._engine.clear_result_cache()
        self._engine.search(QUERIES["common 1"])
        searched = perf_counter()
        self._engine.save(bulletin)
        return {"ms": (saved - started) * 1000, "search_ms": (searched - saved) * 1000}

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

    def _timed_search(self, name: str) -> dict[str, Any]:
        query = QUERIES[name]
        started = perf_counter()
        page = self._engine.search(query)
        ended = perf_counter()
        return {"ms": (ended - started) * 1000, "total": page.total, "ids": page.ids}


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
