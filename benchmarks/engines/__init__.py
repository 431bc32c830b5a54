"""The search engines that the benchmarks compare: this archive and common alternatives.

Each runs in a process of its own (`worker`), so that engines share no memory, caches or settings.
Their modules are imported in that process only; the libraries of one engine are not needed by the
others.
"""

from importlib import import_module
from pathlib import Path

from benchmarks.engines.base import Engine

ENGINES = {
    "ours": ("this archive", "archive"),
    "usual": ("Haystack + Whoosh + jieba, as usual", "stock_haystack"),
    "fts5": ("SQLite FTS5, jieba words", "fts5"),
    "tantivy": ("tantivy, jieba words", "tantivy_jieba"),
}
"""Name on the command line → (label in tables, module of this package)."""


def load_engine(name: str, folder: Path) -> Engine:
    """Import an engine and create it on the files in `folder`.

    Raises ImportError if a library that it needs is not installed.
    """
    module = import_module(f"{__name__}.{ENGINES[name][1]}")
    engine: Engine = module.create(folder)
    return engine
