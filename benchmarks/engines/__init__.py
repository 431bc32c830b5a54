"""The search engines that the benchmarks compare: this archive and common alternatives.

Each runs in a process of its own (`worker`), so that engines share no memory, caches or settings.
Their modules are imported in that process only; the libraries of one engine are not needed by the
others.
"""

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from benchmarks.engines.base import Engine
from benchmarks.queries import INSIDE_WORDS, TRADITIONAL_SCRIPT, Query


class EngineInfo(NamedTuple):
    """A search engine.

    Attributes:
        label: its name in tables.
        module: its module of this package.
        finds: what it finds besides words.
        library: a package that only `make venv-bench` installs.
    """

    label: str
    module: str
    finds: frozenset[str] = frozenset()
    library: str | None = None

    def can_answer(self, query: Query) -> bool:
        """Return whether the engine finds what a query requires."""
        return not query.requires or query.requires in self.finds


ENGINES = {
    "ours": EngineInfo("this archive", "archive", frozenset({INSIDE_WORDS, TRADITIONAL_SCRIPT})),
    "usual": EngineInfo("Haystack + Whoosh + jieba, as usual", "stock_haystack"),
    "fts5": EngineInfo("SQLite FTS5, jieba words", "fts5"),
    "tantivy": EngineInfo("tantivy, jieba words", "tantivy_jieba", library="tantivy"),
    "tantivy-pairs": EngineInfo(
        "tantivy, the same guarantee", "tantivy_pairs", frozenset({INSIDE_WORDS}), "tantivy"
    ),
}
"""Engines by name on the command line."""


def missing_libraries(names: Iterable[str]) -> list[str]:
    """Return the libraries of engines that are not installed."""
    libraries = {library for name in names if (library := ENGINES[name].library)}
    return sorted(library for library in libraries if find_spec(library) is None)


def load_engine(name: str, folder: Path) -> Engine:
    """Import an engine and create it on the files in `folder`.

    Raises ImportError if a library that it needs is not installed.
    """
    module = import_module(f"{__name__}.{ENGINES[name].module}")
    engine: Engine = module.create(folder)
    return engine
