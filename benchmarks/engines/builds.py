"""Indexes built for the benchmarks, once for each folder, engine and size."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.corpus import corpus_file
from benchmarks.engines.client import Worker

# Stored beside each index: bulletins a second, by stage of its build.
_RATES_FILE = "built.json"


@contextmanager
def benchmark_folder(path: Path | None) -> Iterator[Path]:
    """Yield the folder at `path`, created if missing, or without a path a temporary folder."""
    if path:
        path.mkdir(parents=True, exist_ok=True)
        yield path.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="archive-benchmarks-") as temporary:
            yield Path(temporary)


def engine_folder(folder: Path, engine: str, size: int) -> Path:
    """Return the folder of an engine's files for that many bulletins."""
    return folder / f"{engine}-{size}"


def ensure_built(
    folder: Path, engine: str, size: int, *, rebuild: bool = False
) -> dict[str, float]:
    """Build an engine's index unless it is there, or anyway with `rebuild`.

    Returns bulletins a second by stage, as measured at the time of the build; stage "build" is
    the whole build.
    """
    home = engine_folder(folder, engine, size)
    if rebuild or not (home / _RATES_FILE).exists():
        if engine != "ours":
            # The archive's database is reused: filling it is not part of the comparison.
            shutil.rmtree(home, ignore_errors=True)
        with Worker(engine, home) as worker:
            _build(worker, home, corpus_file(folder, size), size)
    return _stored_rates(home)


def ensure_built_without_rjieba(folder: Path, size: int, *, rebuild: bool = False) -> float:
    """Return bulletins a second of the archive's `rebuild_index` where only jieba is installed."""
    home = engine_folder(folder, "ours-jieba", size)
    if rebuild or not (home / _RATES_FILE).exists():
        home.mkdir(exist_ok=True)
        # Run at the start of every Python process, those of the build's pool included.
        code = "import sys\n\nsys.modules['rjieba'] = None\n"
        (home / "sitecustomize.py").write_text(code, encoding="ascii")
        with Worker("ours", home, PYTHONPATH=str(home)) as worker:
            _build(worker, home, corpus_file(folder, size), size)
    return _stored_rates(home)["build"]


def stored_build_rate(folder: Path, engine: str, size: int) -> float | None:
    """Return bulletins a second of an index built earlier, or None if there is none."""
    home = engine_folder(folder, engine, size)
    return _stored_rates(home)["build"] if (home / _RATES_FILE).exists() else None


def _build(worker: Worker, home: Path, corpus: Path, size: int) -> None:
    rates = worker.call("build", corpus=str(corpus), size=size)["rates"]
    (home / _RATES_FILE).write_text(json.dumps(rates), encoding="ascii")


def _stored_rates(home: Path) -> dict[str, float]:
    rates: dict[str, float] = json.loads((home / _RATES_FILE).read_text(encoding="ascii"))
    return rates
