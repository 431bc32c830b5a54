"""Detect the columns of a page and put its lines into reading order.

Many files draw row by row across the columns of a page, so that the order in the file mixes them.
Here the gutter between columns is found from the positions of the characters. What crosses it, a
headline over both columns or a rule between two articles, divides the page into bands; in a band
the left column is read before the right one. A page without a gutter is read from top to bottom.

Coordinates are in points, y upwards; distances are compared in `em`, the median height of a line.
"""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from bulletins.reading.formats.paged.aligned_rows import join_rows, rows_of
from bulletins.reading.formats.paged.characters import MIN_GUTTER, Edges, TextRun, median_height

# A column of a table is narrower (em), shorter (lines), or filled only in part.
_MIN_COLUMN = 6.0
_MIN_LINES = 3
_MIN_FILLED = 0.75
_SENTENCE = re.compile(r"[，。；]")
_MAX_COLUMN_STARTS = 24
# Share of the page height, at the top and at the bottom, that may be a running head.
_MARGIN = 0.12
_MAX_DEPTH = 4


def order_page(
    runs: list[TextRun], bottom: float, top: float, rules: Sequence[Edges] = ()
) -> list[TextRun]:
    """Return the lines of a page in reading order.

    Running heads, separated above and below, are left out of the search for columns.

    Args:
        runs: the text of the page.
        bottom: the lower edge of the page.
        top: the upper edge of the page.
        rules: the lines drawn on it.
    """
    em = median_height(runs)
    rows = rows_of(runs)
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
    ordered = _column_order(body, [rule for rule in rules if _is_horizontal(rule)])
    return join_rows(runs) if ordered is None else [*join_rows(head), *ordered, *join_rows(foot)]


def _is_horizontal(rule: Edges) -> bool:
    left, bottom, right, top = rule
    return right - left > top - bottom


def _column_order(
    runs: list[TextRun], rules: Sequence[Edges], depth: int = _MAX_DEPTH
) -> list[TextRun] | None:
    """Return the lines of a page body in reading order, or None where it has no columns.

    Each column may have columns itself, down to `depth`.
    """
    if depth == 0 or len(runs) < 2 * _MIN_LINES:
        return None
    em = median_height(runs)
    best, max_covered = 0.0, 0
    for start in _column_starts(runs, em):
        bands = _bands(runs, start, rules)
        covered = sum(len(band) for band in bands if _has_columns(band, start, em))
        if covered > max_covered:
            best, max_covered = start, covered
    if not max_covered:
        return None
    ordered: list[TextRun] = []
    for band in _bands(runs, best, rules):
        # On a page with columns, the bands too short to show them are divided too.
        for side in _split_at(band, best):
            ordered += _column_order(side, rules, depth - 1) or join_rows(side)
    return ordered


def _column_starts(runs: list[TextRun], em: float) -> list[float]:
    """Return candidates for the left edge of a right column: where many lines begin."""
    starts = Counter(round(run.left / em) for run in runs)
    common = [start for start, count in starts.most_common(_MAX_COLUMN_STARTS) if count > 1]
    return [
        min(run.left for run in runs if round(run.left / em) == start) - em / 20 for start in common
    ]


def _bands(runs: list[TextRun], x: float, rules: Sequence[Edges]) -> list[list[TextRun]]:
    """Divide the page at what crosses `x`: at rules, and at lines, each a band of its own."""
    bands: list[list[TextRun]] = [[]]
    crossing = sorted(bottom for left, bottom, right, _ in rules if left < x < right)
    for run in sorted(runs, key=lambda run: -run.middle):
        if crossing and run.middle < crossing[-1]:
            bands.append([])
            while crossing and run.middle < crossing[-1]:
                crossing.pop()
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
        gutter >= MIN_GUTTER * em
        and overlap > 2 * em
        and _is_column(left, em)
        and _is_column(right, em)
    )


def _is_column(runs: list[TextRun], em: float) -> bool:
    """Return whether this is prose in full lines, not a column of a table."""
    width = max(run.right for run in runs) - min(run.left for run in runs)
    if width < _MIN_COLUMN * em or not any(_SENTENCE.search(run.text) for run in runs):
        return False
    lines = rows_of(runs)
    filled = median(sum(run.width for run in line) for line in lines)
    return len(lines) >= _MIN_LINES and filled >= _MIN_FILLED * width
