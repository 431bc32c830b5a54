"""Comparison of a few meetings side by side: facts, and priorities by theme.

A priority with several themes is in the row of the theme that most of the meetings have, so that
comparable priorities are in one row; every priority is in exactly one row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from bulletins.models import Meeting, Priority, Theme
from bulletins.selectors.facts import FACT_LABELS, fact_values
from bulletins.selectors.params import parse_pk
from search.services import highlight_shared_words

MAX_COMPARED = 4


@dataclass(frozen=True, slots=True)
class ComparedPriority:
    """A priority as safe HTML, with its shared and its own words marked."""

    ordinal: int
    heading: SafeString
    text: SafeString


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """The priorities about a theme, None for those without a theme; a cell for each meeting."""

    theme: Theme | None
    cells: list[list[ComparedPriority]]

    @property
    def meetings(self) -> int:
        return sum(map(bool, self.cells))


def parse_pks(values: Iterable[str]) -> tuple[list[int], int]:
    """Return the first `MAX_COMPARED` primary keys, without repetitions, and the number left out.

    Values that cannot be keys are ignored.
    """
    pks = dict.fromkeys(pk for value in values if (pk := parse_pk(value)) is not None)
    return list(pks)[:MAX_COMPARED], max(0, len(pks) - MAX_COMPARED)


def align_facts(meetings: Sequence[Meeting]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the facts that any meeting has: a label and the value of each meeting, "" for none."""
    columns = zip(*map(fact_values, meetings), strict=True)
    rows = zip(FACT_LABELS, columns, strict=True)
    return [(str(label), values) for label, values in rows if any(values)]


def align_by_theme(meetings: Sequence[Meeting]) -> list[ThemeRow]:
    """Return the priorities by theme: themes of most meetings first, then in their own order."""
    columns_by_theme: dict[Theme, set[int]] = {}
    for column, meeting in enumerate(meetings):
        for priority in meeting.priorities.all():
            for theme in priority.themes.all():
                columns_by_theme.setdefault(theme, set()).add(column)

    def rank(theme: Theme) -> tuple[int, tuple[int, int]]:
        return -len(columns_by_theme[theme]), theme.sort_key

    rows: dict[Theme | None, list[list[Priority]]] = {}
    for column, meeting in enumerate(meetings):
        for priority in meeting.priorities.all():
            commonest = min(priority.themes.all(), key=rank, default=None)
            rows.setdefault(commonest, [[] for _ in meetings])[column].append(priority)
    return sorted(
        (_row(theme, cells) for theme, cells in rows.items()),
        key=lambda row: (row.theme is None, -row.meetings, row.theme.sort_key if row.theme else ()),
    )


def _row(theme: Theme | None, cells: list[list[Priority]]) -> ThemeRow:
    # Words are compared by column: a list of alternating headings and texts for each meeting.
    columns = highlight_shared_words(
        [[part for each in cell for part in (each.heading, each.text)] for cell in cells]
    )
    return ThemeRow(
        theme,
        [
            [
                ComparedPriority(priority.ordinal, marked[2 * number], marked[2 * number + 1])
                for number, priority in enumerate(cell)
            ]
            for cell, marked in zip(cells, columns, strict=True)
        ],
    )
