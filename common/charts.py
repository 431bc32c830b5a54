"""Geometry of the charts on the pages, computed from numbers alone.

Four kinds: columns side by side, the histogram of years beside a search, the map of provinces in
squares, and a table of numbers tinted by size. templates/charts/ and templates/search/ draw them
as inline SVG, each with the same numbers as text for those who cannot see it. Nothing here queries
the database or builds a URL.
"""

from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

Row = TypeVar("Row", bound=Hashable)
ColumnKey = TypeVar("ColumnKey", bound=Hashable)

# Columns: heights in CSS pixels, horizontal positions in per cent. So a drawing takes the width
# there is, and its text keeps its size.
PLOT_HEIGHT = 96
NUMBER_HEIGHT = 20
LABEL_HEIGHT = 24
# A column or bar of anything is visible, however little beside the fullest.
_MIN_HEIGHT = 2
# The part of its slot that a column fills, and its maximum width, in per cent.
_FILL_RATIO = 0.68
_MAX_WIDTH = 7.0
# With more columns than this, numbers and labels would overlap on a wide screen.
_MAX_LABELLED = 20
# On a phone one column in so many is labelled.
_PHONE_LABEL_STEP = 5

# Histogram: in units of its own, since it is stretched to the width there is.
BAR_WIDTH = 10
BAR_GAP = 2
HISTOGRAM_HEIGHT = 40
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
    """One number of a chart, its label, and the shorter label below its column."""

    label: str
    tick_label: str
    number: int
    url: str = ""
    is_selected: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A datum and its shape: horizontally in per cent, vertically in pixels from the top."""

    datum: Datum
    x: float
    width: float
    height: int
    slot_x: float
    slot_width: float
    is_labelled: bool
    is_labelled_on_phones: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 3)

    @property
    def y(self) -> int:
        return NUMBER_HEIGHT + PLOT_HEIGHT - self.height

    @property
    def number_y(self) -> int:
        return self.y - 6


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns side by side, in the order given."""

    columns: list[Column]
    height: int = NUMBER_HEIGHT + PLOT_HEIGHT + LABEL_HEIGHT
    baseline_y: int = NUMBER_HEIGHT + PLOT_HEIGHT
    label_y: int = NUMBER_HEIGHT + PLOT_HEIGHT + 18


def columns(data: Sequence[Datum]) -> Columns:
    """Lay out a column for each of `data`; a zero keeps its slot and has no height."""
    maximum = max((datum.number for datum in data), default=0)
    slot = 100 / max(1, len(data))
    width = min(slot * _FILL_RATIO, _MAX_WIDTH)
    label_step = 1 + (len(data) - 1) // _MAX_LABELLED
    is_few = len(data) <= _PHONE_LABEL_STEP + 1
    return Columns(
        [
            Column(
                datum,
                x=round(index * slot + (slot - width) / 2, 3),
                width=round(width, 3),
                height=_scaled_height(datum.number, maximum, PLOT_HEIGHT),
                slot_x=round(index * slot, 3),
                slot_width=round(slot, 3),
                # Counted from the last, which for years is the one people look for.
                is_labelled=(len(data) - 1 - index) % label_step == 0,
                is_labelled_on_phones=is_few or (len(data) - 1 - index) % _PHONE_LABEL_STEP == 0,
            )
            for index, datum in enumerate(data)
        ]
    )


def _scaled_height(number: int, maximum: int, height: int) -> int:
    return max(_MIN_HEIGHT, round(number * height / maximum)) if number else 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of the histogram; `x`, `y` and `height` are in its units, from the upper left."""

    year: int
    meetings: int
    is_selected: bool
    x: int
    height: int

    @property
    def y(self) -> int:
        return HISTOGRAM_HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars from the earliest year to the latest."""

    bars: Sequence[Bar]
    bar_width: int = BAR_WIDTH
    height: int = HISTOGRAM_HEIGHT

    @property
    def width(self) -> int:
        return len(self.bars) * (BAR_WIDTH + BAR_GAP) - BAR_GAP

    @property
    def first(self) -> int:
        return self.bars[0].year

    @property
    def last(self) -> int:
        return self.bars[-1].year


def histogram(counts: Iterable[tuple[int, int]], selected: Collection[int]) -> Histogram | None:
    """Lay out years and their numbers of meetings; None where fewer than two years have any.

    Every year between the first and the last has a slot, so that a gap is visible.
    """
    by_year = {year: meetings for year, meetings in counts if meetings}
    if len(by_year) < 2:
        return None
    years: Sequence[int] = range(min(by_year), max(by_year) + 1)
    if len(years) > _MAX_YEARS:
        years = sorted(by_year)
    maximum = max(by_year.values())
    return Histogram(
        [
            Bar(
                year,
                by_year.get(year, 0),
                year in selected,
                index * (BAR_WIDTH + BAR_GAP),
                _scaled_height(by_year.get(year, 0), maximum, HISTOGRAM_HEIGHT),
            )
            for index, year in enumerate(years)
        ]
    )


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
