"""Read tables that are ruled with lines: each cell as one text, each row as one line.

Lines that touch form a grid; where a line is missing between two places of the grid, they are one
cell. A table is returned as one run of text, so that it keeps its place among the lines and columns
of its page. Cells of a row are separated by tabs, and an empty cell keeps its place.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from bulletins.reading.formats.paged.aligned_rows import join_lines, join_rows
from bulletins.reading.formats.paged.characters import (
    Character,
    TextRun,
    adjacent_groups,
    run_of,
)
from bulletins.reading.formats.paged.page_objects import Rule
from bulletins.reading.formats.table_rows import row_lines

# In points: lines as near as this are one line, or touch.
_NEAR = 3.0
# A page with more pairs of lines is a drawing; a table of more cells cannot be told from one.
_MAX_CROSSINGS, _MAX_CELLS = 20_000, 10_000
# More lines are a text: a page in columns, with a frame and a line between the columns.
_MAX_LINES = 12
# In heights of a line: room for the space beside the text of a cell and one more character.
_ROOM = 2.2
_CLAUSE_END = re.compile(r"[。！？；：，、.;:,]$")
_NAME_LENGTH = 4

Place = tuple[int, int]
"""Row and column in the grid, from the top left."""


class Grid(NamedTuple):
    """The lines of a table; a place between them belongs to the cell that begins at `cells`."""

    lefts: list[float]
    tops: list[float]
    """Edges of the rows from the top, the values negated so that they ascend."""
    cells: dict[Place, Place]


def split_tables(
    characters: list[Character], rules: Iterable[Rule]
) -> tuple[list[Character], list[TextRun]]:
    """Return the characters outside of ruled tables, and the tables."""
    tables = []
    for grid in _grids(rules):
        by_cell: dict[Place, list[Character]] = defaultdict(list)
        outside: list[Character] = []
        for each in characters:
            cell = _cell_at(grid, *each.middle)
            (outside if cell is None else by_cell[cell]).append(each)
        table = _table(grid, by_cell)
        if table is not None:
            characters = outside
            tables.append(table)
    return characters, tables


def _grids(rules: Iterable[Rule]) -> Iterator[Grid]:
    rules = list(rules)
    across = _merged(rule for rule in rules if rule.right - rule.left >= rule.top - rule.bottom)
    down = [
        _turned(rule)
        for rule in _merged(
            _turned(rule) for rule in rules if rule.right - rule.left < rule.top - rule.bottom
        )
    ]
    if len(across) * len(down) > _MAX_CROSSINGS:
        return
    for horizontal, vertical in _connected(across, down):
        grid = _grid(horizontal, vertical)
        if grid is not None:
            yield grid


def _turned(rule: Rule) -> Rule:
    return Rule(rule.bottom, rule.left, rule.top, rule.right)


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Return horizontal lines, those that are parts of one line or lie beside it as one."""
    merged: list[Rule] = []
    levels: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.bottom):
        if levels and rule.bottom - levels[-1][0].bottom <= _NEAR:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    for level in levels:
        level.sort()
        first = len(merged)
        for rule in level:
            if len(merged) > first and rule.left <= merged[-1].right + _NEAR:
                right = max(rule.right, merged[-1].right)
                merged[-1] = merged[-1]._replace(right=right)
            else:
                merged.append(rule._replace(bottom=level[0].bottom, top=level[0].bottom))
    return merged


def _connected(across: list[Rule], down: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the lines that touch each other, directly or by others."""
    free = set(range(len(down)))
    left_over = set(range(len(across)))
    while left_over:
        horizontal, vertical, waiting = [], [], [left_over.pop()]
        while waiting:
            rule = across[waiting.pop()]
            horizontal.append(rule)
            touching = [number for number in free if _touch(rule, down[number])]
            free.difference_update(touching)
            for number in touching:
                vertical.append(down[number])
                more = [other for other in left_over if _touch(across[other], down[number])]
                left_over.difference_update(more)
                waiting += more
        if vertical:
            yield horizontal, vertical


def _touch(across: Rule, down: Rule) -> bool:
    return (
        across.left - _NEAR <= down.left <= across.right + _NEAR
        and down.bottom - _NEAR <= across.bottom <= down.top + _NEAR
    )


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    """Return the grid of connected lines; the sides of a table may be open."""
    lefts = _distinct(
        [
            *(rule.left for rule in down),
            min(rule.left for rule in across),
            max(rule.right for rule in across),
        ]
    )
    tops = _distinct(
        [
            *(-rule.bottom for rule in across),
            -max(rule.top for rule in down),
            -min(rule.bottom for rule in down),
        ]
    )
    rows, columns = len(tops) - 1, len(lefts) - 1
    if rows < 1 or columns < 2 or rows * columns > _MAX_CELLS:
        return None
    walls, floors = set(), set()
    for rule in down:
        column = bisect_left(lefts, rule.left - _NEAR)
        walls |= {(row, column) for row in _covered(tops, -rule.top, -rule.bottom)}
    for rule in across:
        row = bisect_left(tops, -rule.bottom - _NEAR)
        floors |= {(row, column) for column in _covered(lefts, rule.left, rule.right)}
    cells: dict[Place, Place] = {}
    for row in range(rows):
        for column in range(columns):
            if row and (row, column) not in floors:
                cells[row, column] = cells[row - 1, column]
            elif column and (row, column) not in walls:
                cells[row, column] = cells[row, column - 1]
            else:
                cells[row, column] = (row, column)
    return Grid(lefts, tops, cells)


def _distinct(values: Iterable[float]) -> list[float]:
    """Return the values in ascending order, of those that are near each other the first."""
    distinct: list[float] = []
    for value in sorted(values):
        if not distinct or value - distinct[-1] > _NEAR:
            distinct.append(value)
    return distinct


def _covered(edges: list[float], start: float, end: float) -> range:
    """Return the numbers of the places between `edges` whose middle a line covers."""
    middles = [(first + second) / 2 for first, second in pairwise(edges)]
    return range(bisect_left(middles, start), bisect_right(middles, end))


def _cell_at(grid: Grid, x: float, y: float) -> Place | None:
    row, column = bisect_right(grid.tops, -y) - 1, bisect_right(grid.lefts, x) - 1
    return grid.cells.get((row, column))


def _table(grid: Grid, by_cell: dict[Place, list[Character]]) -> TextRun | None:
    """Return the table as one run, None where the lines frame something else.

    A frame around a page and a line between its columns make cells too: one row of long texts.
    """
    lines = {cell: _lines(each) for cell, each in by_cell.items()}
    filled_rows = {row for row, _ in lines}
    is_row = any(grid.cells[row, 1] != grid.cells[row, 0] for row in filled_rows)
    is_frame = len(filled_rows) == 1 and max(map(len, lines.values())) > _MAX_LINES
    if len(lines) < 2 or not is_row or is_frame:
        return None
    rows = []
    for _, places in groupby(sorted(grid.cells), key=lambda place: place[0]):
        # A cell that goes on from above or from the left has an empty place here.
        begun = [place if grid.cells[place] == place else None for place in places]
        cells = [
            _paragraphs(lines.get(cell, []), _width(grid, cell)) if cell else [] for cell in begun
        ]
        row = row_lines(cells)
        # The lines of a text stay lines.
        rows += (
            row
            if len(row) < 2
            else [run.text for cell in begun if cell for run in lines.get(cell, [])]
        )
    return TextRun("\n".join(rows), grid.lefts[0], -grid.tops[-1], grid.lefts[-1], -grid.tops[0])


def _lines(cell: list[Character]) -> list[TextRun]:
    return join_rows([run_of(group) for group in adjacent_groups(cell)])


def _width(grid: Grid, cell: Place) -> float:
    row, column = cell
    last = column
    while grid.cells.get((row, last + 1)) == cell:
        last += 1
    return grid.lefts[last + 1] - grid.lefts[column]


def _paragraphs(lines: list[TextRun], width: float) -> list[str]:
    """Return the lines of a cell joined to paragraphs.

    A line that leaves room for more in a cell `width` points wide ends one if it ends a clause, or
    is no longer than a name.
    """
    paragraphs: list[list[TextRun]] = []
    is_end = True
    for line in lines:
        if is_end:
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
        has_room = width - line.width > _ROOM * line.height
        is_end = has_room and (
            _CLAUSE_END.search(line.text) is not None or len(line.text.strip()) <= _NAME_LENGTH
        )
    return [join_lines(paragraph) for paragraph in paragraphs]
