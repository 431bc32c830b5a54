"""Assign themes (official duties of civil affairs) to a meeting and to each of its priorities.

The themes and their keywords come from the lookup tables (`bulletins.reading.lookup_tables`).
The heading of a priority decides; only where it names no theme is the text below it used, since
that text mentions other duties in passing.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bulletins.reading.lookup_tables import LookupTables, active_tables
from bulletins.reading.records import Priority, Span
from bulletins.reading.report_splitting.lead_sentences import Sentence

# A meeting without priorities has the themes that its body mentions at least this often.
_MIN_MENTIONS = 3
_MEETING_NAME = re.compile(
    r"[^，。；、“”《》]{2,40}?(?:会议|(?<!社|委|协|学|基)会(?=[，。在召举于])|培训班)(?![^，。；]{0,8}精神)"
)
_CITED_BEFORE = re.compile(r"(?:落实|贯彻|传达|学习|根据|按照)[^，。；]*$")


@dataclass(slots=True)
class ThemesReading:
    """A meeting's themes in the order of the lookup table, and its priorities with theirs.

    `spans` has one entry for each theme: its first keyword in the body, None where only the
    headline names it.
    """

    themes: list[str] = field(default_factory=list)
    spans: list[Span | None] = field(default_factory=list)
    priorities: list[Priority] = field(default_factory=list)


def read_themes(
    text: str,
    leads: list[Sentence],
    headline: str | None,
    priorities: list[Priority],
    headings: list[Span],
) -> ThemesReading:
    """Read the themes of a meeting and of its priorities.

    Args:
        text: the folded body (`char_folding.fold`).
        leads: the lead sentences of the body; the name of the meeting in the first has its themes.
        headline: its folded headline.
        priorities: the items that `read_priorities` returned.
        headings: the spans of their headings in the body.
    """
    spans_by_theme: dict[str, Span | None] = {}
    priorities_with_themes = []
    for priority, (start, end) in zip(priorities, headings, strict=True):
        mentioned = _first_mentions(text, start, end)
        if not mentioned:
            mentioned = _first_mentions(text, end, end + len(priority.text) + 1)
        priorities_with_themes.append(replace(priority, themes=_in_table_order(mentioned)))
        spans_by_theme = mentioned | spans_by_theme
    if not priorities:
        spans_by_theme = _frequent_themes(text)
    for name in _meeting_names(leads):
        spans_by_theme = _first_mentions(text, *name) | spans_by_theme
    for theme in _first_mentions(headline or "", 0, len(headline or "")):
        spans_by_theme.setdefault(theme, None)
    themes = _in_table_order(spans_by_theme)
    return ThemesReading(
        themes, [spans_by_theme[theme] for theme in themes], priorities_with_themes
    )


def _meeting_names(leads: list[Sentence]) -> Iterator[Span]:
    """Yield the spans of the names of the meeting in the first lead."""
    for lead in leads[:1]:
        for match in _MEETING_NAME.finditer(lead.text):
            if not _CITED_BEFORE.search(lead.text[: match.start()] + match.group()):
                yield lead.start + match.start(), lead.start + match.end()


def _first_mentions(text: str, start: int, end: int) -> dict[str, Span | None]:
    """Return the themes named in `text[start:end]`, each with the span of its first keyword."""
    theme_words = _theme_words(active_tables())
    first_spans: dict[str, Span | None] = {}
    for match in theme_words.any_word.finditer(text, start, end):
        for theme in theme_words.themes[match.group()]:
            first_spans.setdefault(theme, match.span())
    return first_spans


def _frequent_themes(text: str) -> dict[str, Span | None]:
    """Return the themes named `_MIN_MENTIONS` times or more, with the span of the first."""
    theme_words = _theme_words(active_tables())
    counts: Counter[str] = Counter()
    for match in theme_words.any_word.finditer(text):
        counts.update(theme_words.themes[match.group()])
    first_spans = _first_mentions(text, 0, len(text))
    return {theme: first_spans[theme] for theme, count in counts.items() if count >= _MIN_MENTIONS}


def _in_table_order(themes: Collection[str]) -> list[str]:
    return [theme.name for theme in active_tables().themes if theme.name in themes]


@dataclass(frozen=True, slots=True)
class _ThemeWords:
    """Keywords and the themes that each stands for; a few stand for two (婚丧)."""

    themes: dict[str, tuple[str, ...]]
    any_word: re.Pattern[str]


@lru_cache(maxsize=2)  # tables before and after they were edited
def _theme_words(tables: LookupTables) -> _ThemeWords:
    themes: dict[str, tuple[str, ...]] = {}
    for theme in tables.themes:
        for word in theme.words:
            themes[word] = (*themes.get(word, ()), theme.name)
    longest_first = sorted(themes, key=lambda word: (-len(word), word))
    # (?!) never matches: without keywords there are no themes.
    return _ThemeWords(themes, re.compile("|".join(map(re.escape, longest_first)) or "(?!)"))
