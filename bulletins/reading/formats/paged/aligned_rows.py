"""Join runs to lines, and to the rows of tables that have no ruling lines.

Runs on one line are joined from left to right. Lines one below the other whose runs leave the same
stretches empty are a table: its cells are separated by tabs, an empty cell keeps its place, and
further lines of a cell are joined to it.
"""

import re
from collections.abc import Iterable
from itertools import pairwise, product
from math import inf
from statistics import median

from bulletins.reading.formats.paged.characters import TextRun, bounds, median_height

Row = list[TextRun]
"""Runs on one line, from left to right."""
Column = tuple[float, float]
"""Left and right edge of what stands in one column of a table."""
Cells = dict[int, list[TextRun]]
"""By number of the column, the lines of a cell from the top."""

# In em: a smaller gap in a line is not worth a space.
_MIN_SPACE = 0.25
# Titles are set in characters far apart (简　报); so many of them in a line are one word.
_MIN_SPACED = 4
_MIN_ROWS = 2
# In em.
_ALIGNED = 0.5
# The dots before the number of the page in a table of contents.
_LEADER = re.compile(r"(?:[.·…]\s?){4,}")
# A bullet, or a number with its punctuation: the text of the item is set apart from it.
_MARKER = re.compile(
    r"[•·●○■□◆◇▪►\-–—*]|[（(]?[\d一二三四五六七八九十]+[）)、.．]|第[\d一二三四五六七八九十百]+[章节条]"
)
# In em: the least empty stretch between columns; the largest distance of rows, of lines in a cell.
_MIN_GAP, _MAX_ROW_PITCH, _MAX_PITCH = 0.4, 4.0, 1.9
# In em: a line that ends so near the right edge of its column is full, and may go on below.
_FULL = 1.5
# In distances of rows: where lines of one cell are nearer.
_SAME_CELL = 0.87
# In em: where a cell has two lines and the next one a single one, these overlap by more.
_MIN_OVERLAP = 0.2


def rows_of(runs: Iterable[TextRun]) -> list[Row]:
    """Return the runs by line, from top to bottom."""
    rows: list[Row] = []
    for run in sorted(runs, key=lambda run: -run.middle):
        if rows and abs(rows[-1][0].middle - run.middle) < run.height / 2:
            rows[-1].append(run)
        else:
            rows.append([run])
    for row in rows:
        row.sort(key=lambda run: run.left)
    return rows


def join_rows(runs: list[TextRun]) -> list[TextRun]:
    """Return the lines from top to bottom; a row of a table is a line, with tabs."""
    em = median_height(runs)
    rows = rows_of(runs)
    lines: list[TextRun] = []
    number = 0
    while number < len(rows):
        columns, end = _table(rows, number, em)
        if not _is_table(rows[number:end], em):
            lines.append(join_row(rows[number]))
            number += 1
        else:
            lines += _table_lines(rows[number:end], columns, em)
            number = end
    return lines


def join_row(row: Row) -> TextRun:
    """Return the runs on one line as one, with a space where there is a gap."""
    is_spaced = len(row) >= _MIN_SPACED and _is_spaced(row)
    text = row[0].text
    for previous, run in pairwise(row):
        is_gap = run.left - previous.right > _MIN_SPACE * run.height
        text += (" " if is_gap and not is_spaced else "") + run.text.lstrip()
    return TextRun(text, row[0].left, row[0].bottom, max(run.right for run in row), row[0].top)


def _is_spaced(row: Row) -> bool:
    return all(len(run.text) == 1 and not run.text.isascii() for run in row)


def _table(rows: list[Row], start: int, em: float) -> tuple[list[Column], int]:
    """Return the columns of the table that begins at a row, and the row after it.

    It goes on while all rows leave a stretch empty between columns; a row of one run may be a
    further line of a cell.
    """
    columns: list[Column] = []
    above: Cells = {}
    end = start
    for number in range(start, len(rows)):
        row = rows[number]
        merged = _merge([*columns, *((run.left, run.right) for run in row)], em)
        least = max(2, min(len(columns), len(row))) if len(row) > 1 else len(columns)
        if _is_text(row, is_first=number == start) or len(merged) < max(least, 2):
            break
        if number > start and rows[number - 1][0].middle - row[0].middle > _MAX_ROW_PITCH * em:
            break
        columns = merged
        cells = _cells(row, columns)
        goes_on = number > start and _is_same_row(above, cells, columns, em, inf)
        above = _stack(above, cells) if goes_on else cells
        if goes_on or len(row) > 1:
            end = number + 1
    return columns, end


def _is_table(rows: list[Row], em: float) -> bool:
    """Return whether lines with the same stretches empty are a table.

    Two may have them by chance, unless something in them is aligned too, beside the left edge.
    """
    rows = [row for row in rows if len(row) > 1]
    if len(rows) != _MIN_ROWS:
        return len(rows) > _MIN_ROWS
    return any(
        abs(upper - lower) < _ALIGNED * em
        for first, second in product(rows[0][1:], rows[1][1:])
        for upper, lower in (
            (first.left, second.left),
            (first.right, second.right),
            (first.left + first.right, second.left + second.right),
        )
    )


def _is_text(row: Row, *, is_first: bool) -> bool:
    """Return whether a line with gaps is no row of a table: an item of a list, or of a contents."""
    return (
        (is_first and _is_spaced(row))
        or _LEADER.search(row[-1].text) is not None
        or (len(row) == 2 and _MARKER.fullmatch(row[0].text.strip()) is not None)
    )


def _merge(intervals: Iterable[Column], em: float) -> list[Column]:
    merged: list[Column] = []
    for left, right in sorted(intervals):
        if merged and left - merged[-1][1] < _MIN_GAP * em:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _table_lines(rows: list[Row], columns: list[Column], em: float) -> list[TextRun]:
    """Return a line for each row of a table, of which a cell may have several lines."""
    groups: list[Cells] = []
    by_column = [_cells(row, columns) for row in rows]
    cell_pitch = _cell_pitch(by_column)
    for cells in by_column:
        if groups and _is_same_row(groups[-1], cells, columns, em, cell_pitch):
            groups[-1] = _stack(groups[-1], cells)
        else:
            groups.append(cells)
    for number in range(len(groups) - 2, -1, -1):
        above = groups[number - 1] if number else None
        if _begins(above, groups[number], groups[number + 1], columns, em):
            groups[number : number + 2] = [_stack(groups[number], groups[number + 1])]
    return [_table_line(cells, len(columns)) for cells in groups]


def _cells(row: Row, columns: list[Column]) -> Cells:
    by_column: dict[int, Row] = {}
    for run in row:
        column = next(n for n, (_, right) in enumerate(columns) if run.left <= right)
        by_column.setdefault(column, []).append(run)
    return {column: [join_row(runs)] for column, runs in by_column.items()}


def _stack(upper: Cells, lower: Cells) -> Cells:
    return {
        column: [*upper.get(column, []), *lower.get(column, [])]
        for column in sorted({*upper, *lower})
    }


def _cell_pitch(rows: list[Cells]) -> float | None:
    """Return below which distance lines are of one cell, None where rows are as near as lines."""
    last: dict[int, TextRun] = {}
    least = inf
    for cells in rows:
        for column, lines in cells.items():
            if column in last:
                least = min(least, last[column].middle - lines[0].middle)
            last[column] = lines[0]
    pitches = [_pitch(upper, lower) for upper, lower in pairwise(rows) if 0 in upper and 0 in lower]
    row_pitch = median(pitches) if pitches else inf
    return (least + row_pitch) / 2 if least < _SAME_CELL * row_pitch else None


def _is_full(line: TextRun, column: Column, em: float) -> bool:
    return line.right > column[1] - _FULL * em


def _pitch(upper: Cells, lower: Cells) -> float:
    """Return the distance of lines in the columns that both have; none is far."""
    return max(
        (upper[column][-1].middle - lower[column][0].middle for column in {*upper} & {*lower}),
        default=inf,
    )


def _is_same_row(
    upper: Cells, lower: Cells, columns: list[Column], em: float, cell_pitch: float | None
) -> bool:
    """Return whether these are further lines of the row above.

    They are beside lines of it, if its cells are centred on each other; or they go on with full
    lines. Cells of one width are all full: where rows are as near as lines, one that has its first
    cell is a row of its own.
    """
    bottom = min(lines[-1].bottom for lines in upper.values())
    if max(lines[0].top for lines in lower.values()) - bottom > _MIN_OVERLAP * em:
        return True
    pitch = _pitch(upper, lower)
    return (
        {*lower} < {*upper}
        and pitch < _MAX_PITCH * em
        and (0 not in lower if cell_pitch is None else pitch < cell_pitch)
        and all(_is_full(upper[column][-1], columns[column], em) for column in lower)
    )


def _begins(
    above: Cells | None, upper: Cells, lower: Cells, columns: list[Column], em: float
) -> bool:
    """Return whether these are first lines of cells that the row below centres the others on."""
    pitch = _pitch(upper, lower)
    return (
        {*upper} < {*lower}
        and 0 not in upper
        and pitch < _MAX_PITCH * em
        and (above is None or pitch < _pitch(above, upper))
        and all(_is_full(lines[-1], columns[column], em) for column, lines in upper.items())
    )


def _table_line(cells: Cells, count: int) -> TextRun:
    texts = [join_lines(cells.get(column, [])) for column in range(count)]
    box = bounds(line for lines in cells.values() for line in lines)
    return TextRun("\t".join(texts).rstrip(), *box)


def join_lines(lines: Iterable[TextRun]) -> str:
    """Return the lines of a cell as one text."""
    text = ""
    for line in (line.text.strip() for line in lines):
        is_latin = text[-1:].isascii() and line[:1].isascii()
        text += " " + line if text and is_latin else line
    return text
