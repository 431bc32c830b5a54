"""The engines that are compared: ours, and the ways others answer the same questions.

Each lives in a process of its own (`worker`), so that none shares memory, caches or settings with
another, and is loaded there only: what one of them needs is asked of nobody else.
"""

from importlib import import_module
from pathlib import Path

from benchmarks.rivals.engine import Engine

# Name on the command line → (what the tables call it, its module here).
ENGINES = {
    "ours": ("this archive", "ours"),
    "usual": ("Haystack + Whoosh + jieba, as usual", "usual"),
    "fts5": ("SQLite FTS5, jieba words", "fts5"),
    "tantivy": ("tantivy, jieba words", "tantivy_words"),
}


def engine(name: str, folder: Path) -> Engine:
    """Load one engine, its files in `folder`. Raises ImportError where what it needs is missing."""
    module = import_module(f"{__name__}.{ENGINES[name][1]}")
    made: Engine = module.make(folder)
    return made
