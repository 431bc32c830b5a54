"""Detect the columns of a page and put its lines into reading order.

Many files draw row by row across the columns of a page, so that the order in the file mixes them.
Here the gutter between columns is found from the positions of the characters. Lines that cross it,
such as a headline over both columns, divide the page into bands; in a band the left column is read
before the right one. A page without a gutter keeps the order of its file.

Coordinates are in points, y upwards; distances are compared in `em`, the median height of a line.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

# In em: narrower gaps separate words, not columns.
_MIN_GUTTER = 0.8
# A column of a table is narrower (em), shorter (lines), or filled only in part.
_MIN_COLUMN = 6.0
_MIN_LINES = 3
_MIN_FILLED = 0.75
_SENTENCE = re.compile(r"[，。；]")
_MAX_COLUMN_STARTS = 24
# Share of the page height, at the top and at the bottom, that may be a running head.
_MARGIN = 0.12
_MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Character:
    """A character and the box it is drawn in; y grows upwards."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class TextRun:
    """Adjacent characters on one line of one column, and their bounding box."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def join_characters(characters: Iterable[Character]) -> list[TextRun]:
    """Join characters, given in the order of the file, where one is adjacent to the last."""
    groups: list[list[Character]] = []
    for character in characters:
        if groups and _is_adjacent(groups[-1][-1], character):
            groups[-1].append(character)
        elif not character.char.isspace():
            groups.append([character])
    return [
        TextRun(
            _text(group),
            min(each.left for each in group),
            min(each.bottom for each in group),
            max(each.right for each in group),
            max(each.top for each in group),
        )
        for group in groups
    ]


def _text(group: list[Character]) -> str:
    """Return the characters as text; Latin words may be separated by a gap without a space."""
    text = group[0].char
    for previous, current in pairwise(group):
        is_latin = previous.char.isascii() and current.char.isascii()
        is_gap = current.left - previous.right > (current.top - current.bottom) / 5
        text += " " + current.char if is_latin and is_gap else current.char
    return text


def _is_adjacent(previous: Character, current: Character) -> bool:
    height = max(previous.top - previous.bottom, current.top - current.bottom)
    return (
        abs(previous.bottom - current.bottom) < height / 2
        and -height < current.left - previous.right < _MIN_GUTTER * height
    )


def order_page(runs: list[TextRun], bottom: float, top: float) -> list[TextRun] | None:
    """Return the lines of a page in reading order, or None where it has no columns.

    Running heads, separated above and below, are left out of the search for columns.
    """
    em = _em(runs)
    rows = _rows(runs)
    margin = _MARGIN * (top - bottom)
    first, last = 0, len(rows)
    while last - first > 1 and rows[first][0].bottom > max(
        rows[first + 1][0].top + em, top - margin
    ):
        first += 1
    while last - first > 1 and rows[last - 1][0].top < min(
        rows[last - 2][0].bottom - em, bottom + margin
    ):
        last -= 1
    head, body, foot = (
        [run for row in part for run in row]
        for part in (rows[:first], rows[first:last], rows[last:])
    )
    ordered = reading_order(body)
    return None if ordered is None else [*join_rows(head), *ordered, *join_rows(foot)]


def _em(runs: list[TextRun]) -> float:
    """Return the median height of a line, 1 where there are no lines or it is 0."""
    return (median(run.height for run in runs) if runs else 0) or 1.0


def reading_order(runs: list[TextRun], depth: int = _MAX_DEPTH) -> list[TextRun] | None:
    """Return the lines of a page body in reading order, or None where it has no columns.

    Each column may have columns itself, down to `depth`.
    """
    if depth == 0 or len(runs) < 2 * _MIN_LINES:
        return None
    em = _em(runs)
    best, max_covered = 0.0, 0
    for start in _column_starts(runs, em):
        bands = _bands(runs, start)
        covered = sum(len(band) for band in bands if _has_columns(band, start, em))
        if covered > max_covered:
            best, max_covered = start, covered
    if not max_covered:
        return None
    ordered: list[TextRun] = []
    for band in _bands(runs, best):
        # On a page with columns, the bands too short to show them are divided too.
        for side in _split_at(band, best):
            ordered += reading_order(side, depth - 1) or join_rows(side)
    return ordered


def join_rows(runs: list[TextRun]) -> list[TextRun]:
    """Return the lines from top to bottom, runs on one line joined from left to right."""
    joined = []
    for row in _rows(runs):
        row.sort(key=lambda run: run.left)
        text = row[0].text
        for previous, run in pairwise(row):
            is_gap = run.left - previous.right > run.height / 4
            text += (" " if is_gap else "") + run.text
        first = row[0]
        right = max(run.right for run in row)
        joined.append(TextRun(text, first.left, first.bottom, right, first.top))
    return joined


def _rows(runs: list[TextRun]) -> list[list[TextRun]]:
    rows: list[list[TextRun]] = []
    for run in sorted(runs, key=lambda run: -run.middle):
        if rows and abs(rows[-1][0].middle - run.middle) < run.height / 2:
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _column_starts(runs: list[TextRun], em: float) -> list[float]:
    """Return candidates for the left edge of a right column: where many lines begin."""
    starts = Counter(round(run.left / em) for run in runs)
    common = [start for start, count in starts.most_common(_MAX_COLUMN_STARTS) if count > 1]
    return [
        min(run.left for run in runs if round(run.left / em) == start) - em / 20 for start in common
    ]


def _bands(runs: list[TextRun], x: float) -> list[list[TextRun]]:
    """Divide the page at the lines that cross `x`, each of these a band of its own."""
    bands: list[list[TextRun]] = [[]]
    for run in sorted(runs, key=lambda run: -run.middle):
        if run.left < x < run.right:
            bands += [[run], []]
        else:
            bands[-1].append(run)
    return [band for band in bands if band]


def _split_at(band: list[TextRun], x: float) -> tuple[list[TextRun], list[TextRun]]:
    left = [run for run in band if run.left < x]
    return left, [run for run in band if run.left >= x]


def _has_columns(band: list[TextRun], x: float, em: float) -> bool:
    """Return whether there are columns of prose on both sides of `x`, with a gutter between."""
    left, right = _split_at(band, x)
    if min(len(left), len(right)) < _MIN_LINES:
        return False
    gutter = min(run.left for run in right) - max(run.right for run in left)
    overlap = min(max(run.top for run in side) for side in (left, right)) - max(
        min(run.bottom for run in side) for side in (left, right)
    )
    return (
        gutter >= _MIN_GUTTER * em
        and overlap > 2 * em
        and _is_column(left, em)
        and _is_column(right, em)
    )


def _is_column(runs: list[TextRun], em: float) -> bool:
    """Return whether this is prose in full lines, not a column of a table."""
    width = max(run.right for run in runs) - min(run.left for run in runs)
    if width < _MIN_COLUMN * em or not any(_SENTENCE.search(run.text) for run in runs):
        return False
    lines = _rows(runs)
    filled = median(sum(run.width for run in line) for line in lines)
    return len(lines) >= _MIN_LINES and filled >= _MIN_FILLED * width
