"""Which of the field's official duties a meeting and each of its priorities are about.

The themes and their words are the office's (`office`). A task is about what its heading names;
only where the heading names nothing does the text below it tell, since that text mentions in
passing what other duties it touches.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bulletins.reading.lookup_tables import LookupTables, active_tables
from bulletins.reading.records import Priority, Span

# Mentioned less often than this, a duty is not what a meeting without a list of tasks is about.
_OFTEN = 3


@dataclass(slots=True)
class ThemesReading:
    """A meeting's themes in the order of the list, each with the words that told it first."""

    themes: list[str] = field(default_factory=list)
    spans: list[Span | None] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)


def read_themes(
    reading: str, headline: str | None, priorities: list[Priority], headings: list[Span]
) -> ThemesReading:
    """The themes of a meeting and of its priorities.

    Args:
        reading: the body, folded.
        headline: its headline, folded.
        priorities: what `read_priorities` found, with `headings`, their spans in the body.
    """
    told: dict[str, Span | None] = {}
    themed = []
    for priority, (start, end) in zip(priorities, headings, strict=True):
        found = _first_mentions(reading, start, end)
        if not found:
            found = _first_mentions(reading, end, end + len(priority.text) + 1)
        themed.append(replace(priority, themes=_in_order(found)))
        told = found | told
    if not priorities:
        told = _often_mentioned(reading)
    for theme in _first_mentions(headline or "", 0, len(headline or "")):
        told.setdefault(theme, None)
    themes = _in_order(told)
    return ThemesReading(themes, [told[theme] for theme in themes], themed)


def _first_mentions(text: str, start: int, end: int) -> dict[str, Span | None]:
    """The themes that words between two places tell, with the first such words."""
    told = _told_by(active_tables())
    found: dict[str, Span | None] = {}
    for match in told.any_word.finditer(text, start, end):
        for theme in told.themes[match.group()]:
            found.setdefault(theme, match.span())
    return found


def _often_mentioned(text: str) -> dict[str, Span | None]:
    """The themes that a whole text comes back to."""
    told = _told_by(active_tables())
    counts: Counter[str] = Counter()
    for match in told.any_word.finditer(text):
        counts.update(told.themes[match.group()])
    first = _first_mentions(text, 0, len(text))
    return {theme: first[theme] for theme, count in counts.items() if count >= _OFTEN}


def _in_order(themes: Collection[str]) -> list[str]:
    return [theme.name for theme in active_tables().themes if theme.name in themes]


@dataclass(frozen=True, slots=True)
class _Told:
    """The themes that each word tells; a few words tell two (婚丧)."""

    themes: dict[str, tuple[str, ...]]
    any_word: re.Pattern[str]


@lru_cache(maxsize=2)  # tables before and after they were edited
def _told_by(tables: LookupTables) -> _Told:
    themes: dict[str, tuple[str, ...]] = {}
    for theme in tables.themes:
        for word in theme.words:
            themes[word] = (*themes.get(word, ()), theme.name)
    longest_first = sorted(themes, key=lambda word: (-len(word), word))
    # No word at all is found nowhere.
    return _Told(themes, re.compile("|".join(map(re.escape, longest_first)) or "(?!)"))
