"""Suggestions beside a search: corrections, relaxed queries, completions, each with its count.

Reads the index through Haystack's connection; pages of results belong in `search.results`.
"""

from search.spelling.autocomplete import Completion, completions
from search.spelling.hit_counts import count_hits
from search.spelling.spell_checker import (
    Correction,
    Relaxation,
    corrections,
    has_no_exact_match,
    phrase_corrections,
    relaxations,
)

__all__ = [
    "Completion",
    "Correction",
    "Relaxation",
    "completions",
    "corrections",
    "count_hits",
    "has_no_exact_match",
    "phrase_corrections",
    "relaxations",
]
