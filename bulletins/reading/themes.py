"""Which of the field's official duties a meeting and each of its priorities are about.

The themes and their words stand in data/themes.txt, for an office to edit. A task is about what
its heading names; only where the heading names nothing does the text below it tell, since that
text mentions in passing what other duties it touches.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cache

from .data import words
from .records import Priority, Span

# Mentioned less often than this, a duty is not what a meeting without a list of tasks is about.
_OFTEN = 3
_OPENED = re.compile(r"\[([^:\[\]]+):([a-z-]+)\]")


@dataclass(slots=True)
class ThemesReading:
    """A meeting's themes in the order of the list, each with the words that told it first."""

    themes: list[str] = field(default_factory=list)
    spans: list[Span | None] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)


@cache
def all_themes() -> dict[str, str]:
    """The themes there are, in their fixed order, each with how addresses name it.

    Raises:
        ValueError: a line that opens a theme is not of the form `[名称:address]`.
    """
    themes = {}
    for word in words("themes"):
        opened = _OPENED.fullmatch(word)
        if opened:
            themes[opened[1]] = opened[2]
        elif word.startswith("["):
            raise ValueError(f"themes.txt: {word} should be written [名称:address]")
    return themes


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
    found: dict[str, Span | None] = {}
    for match in _any_word().finditer(text, start, end):
        for theme in _themes_by_word()[match.group()]:
            found.setdefault(theme, match.span())
    return found


def _often_mentioned(text: str) -> dict[str, Span | None]:
    """The themes that a whole text comes back to."""
    counts: Counter[str] = Counter()
    for match in _any_word().finditer(text):
        counts.update(_themes_by_word()[match.group()])
    first = _first_mentions(text, 0, len(text))
    return {theme: first[theme] for theme, count in counts.items() if count >= _OFTEN}


def _in_order(themes: Collection[str]) -> list[str]:
    return [theme for theme in all_themes() if theme in themes]


@cache
def _themes_by_word() -> dict[str, tuple[str, ...]]:
    """The themes that each word tells; a few words tell two (婚丧)."""
    themes: dict[str, tuple[str, ...]] = {}
    current = ""
    for word in words("themes"):
        if word.startswith("["):
            current = word.strip("[]").partition(":")[0]
        else:
            themes[word] = (*themes.get(word, ()), current)
    return themes


@cache
def _any_word() -> re.Pattern[str]:
    longest_first = sorted(_themes_by_word(), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)))
