"""What the benchmarks build, each once a folder: an engine's index of so many bulletins."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.corpus import corpus
from benchmarks.rivals.client import Worker

# How fast it was built is written beside an index.
_RATES = "built.json"


@contextmanager
def benchmark_folder(named: Path | None) -> Iterator[Path]:
    """The folder of the benchmark: the one that was named, or one that is gone afterwards."""
    if named:
        named.mkdir(parents=True, exist_ok=True)
        yield named.resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="archive-benchmarks-") as made:
            yield Path(made)


def home_of(folder: Path, engine: str, size: int) -> Path:
    """Where an engine has its files for so many bulletins."""
    return folder / f"{engine}-{size}"


def built(folder: Path, engine: str, size: int, *, again: bool = False) -> dict[str, float]:
    """Build an engine's index, or use the one that is there unless `again`.

    Returns bulletins a second, as measured when it was built, by what was done; "build" is the
    index with all that belongs to it.
    """
    home = home_of(folder, engine, size)
    if again or not (home / _RATES).exists():
        if engine != "ours":
            # Ours keeps its database: filling that is no part of what is compared.
            shutil.rmtree(home, ignore_errors=True)
        with Worker(engine, home) as worker:
            _build(worker, home, corpus(folder, size), size)
    return _rates(home)


def built_with_jieba_alone(folder: Path, size: int, *, again: bool = False) -> float:
    """Bulletins a second of our `rebuild_index` where rjieba is not installed."""
    home = home_of(folder, "ours-jieba", size)
    if again or not (home / _RATES).exists():
        home.mkdir(exist_ok=True)
        # Python runs it at its start, in every process that the build starts too.
        hidden = "import sys\n\nsys.modules['rjieba'] = None\n"
        (home / "sitecustomize.py").write_text(hidden, encoding="ascii")
        with Worker("ours", home, PYTHONPATH=str(home)) as worker:
            _build(worker, home, corpus(folder, size), size)
    return _rates(home)["build"]


def _build(worker: Worker, home: Path, file: Path, size: int) -> None:
    rates = worker.ask("build", corpus=str(file), number=size)["rates"]
    (home / _RATES).write_text(json.dumps(rates), encoding="ascii")


def _rates(home: Path) -> dict[str, float]:
    rates: dict[str, float] = json.loads((home / _RATES).read_text(encoding="ascii"))
    return rates


def rate_before(folder: Path, engine: str, size: int) -> float | None:
    """Bulletins a second of an index that was built before, if it was."""
    home = home_of(folder, engine, size)
    return _rates(home)["build"] if (home / _RATES).exists() else None
