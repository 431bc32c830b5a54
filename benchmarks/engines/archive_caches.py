"""The archive's own caches, all emptied: the one place where the benchmarks know of them.

Needs Django to be set up.
"""

import inspect
import sys
from typing import Any

from haystack import connections

from search.spelling.hit_counts import term_index_cache


def clear_caches() -> None:
    """Empty every cache that questions fill; the next question is computed from the index's files.

    The index is opened again, so that nothing that was read or computed of it is left. What is
    loaded once so that questions can be answered at all stays: dictionary, synonyms, tables of
    characters. So does the system's page cache.
    """
    reader = connections["default"].get_backend().manager.reader
    reader.reset()
    reader.snapshot()
    term_index_cache.clear()
    for name, module in [*sys.modules.items()]:
        if name.partition(".")[0] == "search":
            for value in vars(module).values():
                if _is_filled_by_questions(value):
                    value.cache_clear()


def _is_filled_by_questions(value: Any) -> bool:
    """Return whether a value is a functools cache of more than the one thing that is loaded."""
    if not callable(getattr(value, "cache_clear", None)):
        return False
    return value.cache_parameters()["maxsize"] != 1 and bool(inspect.signature(value).parameters)
