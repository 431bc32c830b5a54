"""The search engines that the benchmarks compare: this archive and common alternatives.

Each runs in a process of its own (`worker`), so that engines share no memory, caches or settings.
Their modules are imported in that process only; the libraries of one engine are not needed by the
others.
"""

from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from benchmarks.engines.base import Engine
from benchmarks.queries import INSIDE_WORDS, TRADITIONAL_SCRIPT, Query


class EngineInfo(NamedTuple):
    """An engine's label in tables, its module of this package, and what it finds besides words."""

    label: str
    module: str
    finds: frozenset[str] = frozenset()

    def can_answer(self, query: Query) -> bool:
        """Return whether the engine finds what a query requires."""
        return not query.requires or query.requires in self.finds


ENGINES = {
    "ours": EngineInfo("this archive", "archive", frozenset({INSIDE_WORDS, TRADITIONAL_SCRIPT})),
    "usual": EngineInfo("Haystack + Whoosh + jieba, as usual", "stock_haystack"),
    "fts5": EngineInfo("SQLite FTS5, jieba words", "fts5"),
    "tantivy": EngineInfo("tantivy, jieba words", "tantivy_jieba"),
    "tantivy-pairs": EngineInfo(
        "tantivy, the same guarantee", "tantivy_pairs", frozenset({INSIDE_WORDS})
    ),
}
"""Engines by name on the command line."""


def load_engine(name: str, folder: Path) -> Engine:
    """Import an engine and create it on the files in `folder`.

    Raises ImportError if a library that it needs is not installed.
    """
    module = import_module(f"{__name__}.{ENGINES[name].module}")
    engine: Engine = module.create(folder)
    return engine
