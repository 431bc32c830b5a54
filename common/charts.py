"""Geometry of the charts on the pages, computed from numbers alone.

Three kinds: bars, the map of provinces in squares, and a table of numbers tinted by size.
templates/charts/ draws them as inline SVG, each with the same numbers as text for those who cannot
see it. Nothing here queries the database or builds a URL.
"""

from bisect import bisect_right
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

Row = TypeVar("Row", bound=Hashable)
ColumnKey = TypeVar("ColumnKey", bound=Hashable)

# Bars: heights in CSS pixels, horizontal positions in per cent. So a drawing takes the width there
# is, and its text keeps its size.
PLOT_HEIGHT = 96
NUMBER_HEIGHT = 20
LABEL_HEIGHT = 24
_BASELINE_Y = NUMBER_HEIGHT + PLOT_HEIGHT
# A bar of anything is visible, however little beside the fullest.
_MIN_HEIGHT = 2
# The part of its slot that a bar fills, and its maximum width, in per cent.
_FILL_RATIO = 0.68
_MAX_WIDTH = 7.0
# With more bars than this, numbers and labels would overlap on a wide screen.
_MAX_LABELLED = 20
# On a phone one bar in so many is labelled.
_PHONE_LABEL_STEP = 5
# Compact bars: in units of their own, since a drawing without text is stretched to the space there
# is. From edge to edge: there is space between the bars only.
COMPACT_HEIGHT = 40
_COMPACT_WIDTH = 10
_COMPACT_SLOT = 12
# With more years than this, those without meetings are left out.
_MAX_YEARS = 60

# The provinces as squares, by the first two digits of their GB/T 2260 codes, roughly where they
# lie. A geographic map of China would need an official approval number.
_TILES = (
    ".. .. .. .. .. .. 23",
    ".. .. .. .. .. 15 22",
    "65 62 64 14 13 11 21",
    "54 63 61 41 37 12 ..",
    ".. 51 50 42 34 32 31",
    ".. 53 52 43 36 33 ..",
    ".. .. 45 44 35 .. 71",
    ".. .. 46 82 81 .. ..",
)
# Side and gap, in the map's own units.
_TILE = 60
_TILE_GAP = 4

# Tints begin at one of 1, 2, 5, 10, 20, 50 …, so that they seldom change as an archive grows; a
# small archive has the first four.
_STEPS = tuple(lead * 10**power for power in range(9) for lead in (1, 2, 5))


@dataclass(frozen=True, slots=True)
class Datum:
    """One number of a chart, its label, and the shorter label below its bar."""

    label: str
    tick_label: str
    number: int
    url: str = ""
    is_selected: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A datum and its shape, from the upper left, in the units of its chart."""

    datum: Datum
    x: float
    y: int
    width: float
    height: int
    slot_x: float
    slot_width: float
    is_labelled: bool = False
    is_labelled_on_phones: bool = False

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 3)

    @property
    def number_y(self) -> int:
        return self.y - 6


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars side by side, in the order given.

    Either with numbers, labels and a table: horizontally in per cent, vertically in pixels. Or
    compact, without them: in units of its own, `width` of them across.
    """

    bars: list[Bar]
    is_compact: bool

    @property
    def unit(self) -> str:
        return "" if self.is_compact else "%"

    @property
    def width(self) -> int:
        return len(self.bars) * _COMPACT_SLOT - (_COMPACT_SLOT - _COMPACT_WIDTH)

    @property
    def height(self) -> int:
        return COMPACT_HEIGHT if self.is_compact else _BASELINE_Y + LABEL_HEIGHT

    @property
    def baseline_y(self) -> int:
        return COMPACT_HEIGHT if self.is_compact else _BASELINE_Y

    @property
    def label_y(self) -> int:
        return self.baseline_y + 18


def bar_chart(data: Sequence[Datum], *, is_compact: bool = False) -> BarChart:
    """Lay out a bar for each of `data`; a zero keeps its slot and has no height."""
    maximum = max((datum.number for datum in data), default=0)
    bar = _compact_bar if is_compact else _labelled_bar
    return BarChart(
        [bar(datum, index, len(data), maximum) for index, datum in enumerate(data)], is_compact
    )


def _labelled_bar(datum: Datum, index: int, count: int, maximum: int) -> Bar:
    slot = 100 / count
    width = min(slot * _FILL_RATIO, _MAX_WIDTH)
    height = _scaled_height(datum.number, maximum, PLOT_HEIGHT)
    label_step = 1 + (count - 1) // _MAX_LABELLED
    phone_label_step = 1 if count <= _PHONE_LABEL_STEP + 1 else _PHONE_LABEL_STEP
    # Counted from the last, which for years is the one people look for.
    distance = count - 1 - index
    return Bar(
        datum,
        x=round(index * slot + (slot - width) / 2, 3),
        y=_BASELINE_Y - height,
        width=round(width, 3),
        height=height,
        slot_x=round(index * slot, 3),
        slot_width=round(slot, 3),
        is_labelled=distance % label_step == 0,
        is_labelled_on_phones=distance % phone_label_step == 0,
    )


def _compact_bar(datum: Datum, index: int, count: int, maximum: int) -> Bar:
    x = index * _COMPACT_SLOT
    height = _scaled_height(datum.number, maximum, COMPACT_HEIGHT)
    return Bar(datum, x, COMPACT_HEIGHT - height, _COMPACT_WIDTH, height, x, _COMPACT_WIDTH)


def years_shown(years: Collection[int]) -> Sequence[int]:
    """Return the years of a chart, oldest first, given those that have meetings.

    Every year between the first and the last has a slot, so that a gap is visible.
    """
    if not years:
        return ()
    span = range(min(years), max(years) + 1)
    return span if len(span) <= _MAX_YEARS else sorted(years)


def _scaled_height(number: int, maximum: int, height: int) -> int:
    return max(_MIN_HEIGHT, round(number * height / maximum)) if number else 0


@dataclass(frozen=True, slots=True)
class Scale:
    """Lowest number of each tint, palest first."""

    steps: tuple[int, ...]

    def tint(self, number: int) -> int:
        """Return the tint of `number`: 0 for zero, 4 the darkest."""
        return bisect_right(self.steps, number)

    def labels(self) -> list[str]:
        """Return the range of numbers of each tint, palest first: 1, 2–4, 5–9, ≥10."""
        ranges = [
            str(low) if high - low == 1 else f"{low:,}–{high - 1:,}"
            for low, high in pairwise(self.steps)
        ]
        return [*ranges, f"≥{self.steps[-1]:,}"]


def scale(maximum: int) -> Scale:
    """Return four tints for numbers up to `maximum`, the darkest from about half of it on."""
    top = max(3, bisect_right(_STEPS, maximum // 2) - 1)
    return Scale((1, *_STEPS[top - 2 : top + 1]))


def tile_positions() -> dict[str, tuple[int, int]]:
    """Return row and column of each province's square, by its code."""
    return {
        f"{digits}0000": (row, column)
        for row, line in enumerate(_TILES)
        for column, digits in enumerate(line.split())
        if digits != ".."
    }


@dataclass(frozen=True, slots=True)
class Tile:
    """A province's square; positions are in the map's units, from the upper left."""

    code: str
    number: int
    tint: int
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + _TILE // 2

    @property
    def name_y(self) -> int:
        return self.y + 27

    @property
    def number_y(self) -> int:
        return self.y + 47


@dataclass(frozen=True, slots=True)
class TileMap:
    """The squares of the map, by rows from north to south."""

    tiles: list[Tile]
    scale: Scale
    side: int = _TILE
    width: int = len(_TILES[0].split()) * (_TILE + _TILE_GAP) - _TILE_GAP
    height: int = len(_TILES) * (_TILE + _TILE_GAP) - _TILE_GAP


def tile_map(numbers: Mapping[str, int]) -> TileMap:
    """Tint the provinces by `numbers`, given by code; a missing one is zero."""
    tints = scale(max(numbers.values(), default=0))
    return TileMap(
        [
            Tile(
                code,
                numbers.get(code, 0),
                tints.tint(numbers.get(code, 0)),
                x=column * (_TILE + _TILE_GAP),
                y=row * (_TILE + _TILE_GAP),
            )
            for code, (row, column) in tile_positions().items()
        ],
        tints,
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the grid and its tint."""

    number: int
    tint: int


@dataclass(frozen=True, slots=True)
class Grid(Generic[Row]):
    """Rows of a tinted table with sum and cells; rows of zeros are left out."""

    rows: list[tuple[Row, int, list[Cell]]]
    scale: Scale


def grid(
    rows: Sequence[Row], columns: Sequence[ColumnKey], numbers: Mapping[tuple[Row, ColumnKey], int]
) -> Grid[Row]:
    """Tint `numbers`, given by (row, column), in the orders given."""
    tints = scale(max(numbers.values(), default=0))
    tinted_rows = []
    for row in rows:
        values = [numbers.get((row, column), 0) for column in columns]
        if any(values):
            cells = [Cell(number, tints.tint(number)) for number in values]
            tinted_rows.append((row, sum(values), cells))
    return Grid(tinted_rows, tints)
