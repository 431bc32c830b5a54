"""A few meetings side by side: their facts, and their tasks aligned by theme.

A task with several themes stands under the one that most of the meetings have, so that what can
be compared meets in one row; every task stands in one row only.
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
class ComparedTask:
    """A task as it is shown, its shared and its lone words marked."""

    ordinal: int
    heading: SafeString
    text: SafeString


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """What each meeting, in order, sets about a theme; None is for tasks of no theme."""

    theme: Theme | None
    cells: list[list[ComparedTask]]

    @property
    def meetings(self) -> int:
        return sum(map(bool, self.cells))


def parse_pks(typed: Iterable[str]) -> tuple[list[int], int]:
    """Read what an address asks to compare: the first keys, each once, and how many are too many.

    What is no key is as if it had not been asked.
    """
    keys = dict.fromkeys(found for each in typed if (found := parse_pk(each)) is not None)
    return list(keys)[:MAX_COMPARED], max(0, len(keys) - MAX_COMPARED)


def align_facts(meetings: Sequence[Meeting]) -> list[tuple[str, tuple[str, ...]]]:
    """Lay out the facts that any has: a label and what each meeting says, "" for nothing."""
    told = zip(*map(fact_values, meetings), strict=True)
    return [
        (str(label), values) for label, values in zip(FACT_LABELS, told, strict=True) if any(values)
    ]


def align_by_theme(meetings: Sequence[Meeting]) -> list[ThemeRow]:
    """Lay out the tasks: what most meetings have first, then in the order of the themes."""
    having: dict[Theme, set[int]] = {}
    for column, meeting in enumerate(meetings):
        for priority in meeting.priorities.all():
            for theme in priority.themes.all():
                having.setdefault(theme, set()).add(column)

    def rank(theme: Theme) -> tuple[int, int]:
        return -len(having[theme]), theme.position

    rows: dict[Theme | None, list[list[Priority]]] = {}
    for column, meeting in enumerate(meetings):
        for priority in meeting.priorities.all():
            nearest = min(priority.themes.all(), key=rank, default=None)
            rows.setdefault(nearest, [[] for _ in meetings])[column].append(priority)
    return sorted(
        (_row(theme, cells) for theme, cells in rows.items()),
        key=lambda row: (row.theme is None, -row.meetings, row.theme.position if row.theme else 0),
    )


def _row(theme: Theme | None, cells: list[list[Priority]]) -> ThemeRow:
    # Heading and text of each task one after the other, as the words are compared by column.
    columns = highlight_shared_words(
        [[part for each in cell for part in (each.heading, each.text)] for cell in cells]
    )
    return ThemeRow(
        theme,
        [
            [
                ComparedTask(priority.ordinal, marked[2 * place], marked[2 * place + 1])
                for place, priority in enumerate(cell)
            ]
            for cell, marked in zip(cells, columns, strict=True)
        ],
    )
