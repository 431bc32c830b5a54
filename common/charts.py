"""Where the shapes of the pages' drawings stand, reckoned from numbers alone.

Three kinds: columns side by side, the map of provinces in squares, and a table of numbers
tinted by size. The templates in templates/charts/ draw them as inline SVG, each with the same
numbers in words for whoever cannot see it. Nothing here asks the database or knows an address.
"""

from bisect import bisect_right
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

Row = TypeVar("Row", bound=Hashable)
Place = TypeVar("Place", bound=Hashable)

# Columns: heights in CSS pixels, places across in per cent. So a drawing takes the width there
# is, and what is written in it keeps its size.
PLOT_HEIGHT = 96
ROOM_FOR_NUMBER = 20
ROOM_FOR_LABEL = 24
# What has anything in it is seen, however little beside the fullest.
_LEAST_HEIGHT = 2
# The part of its place that a column fills, and the widest that one gets, in per cent.
_FILLED = 0.68
_WIDEST = 7.0
# With more columns than this, numbers and names would run into each other on a wide screen.
_ALL_NAMED = 20
# On a phone one column in so many is named.
_NAMED_APART = 5

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
# In the map's own units.
_TILE = 60
_TILE_GAP = 4

# Where tints begin is taken from 1, 2, 5, 10, 20, 50 …, so that it seldom moves as an archive
# grows; a small archive has the first four.
_LADDER = tuple(lead * 10**power for power in range(9) for lead in (1, 2, 5))


@dataclass(frozen=True, slots=True)
class Datum:
    """What a column tells: a name, how it is written below where there is room, a number."""

    label: str
    tick_label: str
    number: int
    address: str = ""
    is_selected: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """An amount and its shape: across in per cent, up and down in pixels from the top."""

    amount: Datum
    x: float
    width: float
    height: int
    place_x: float
    place_width: float
    is_named: bool
    is_named_on_phones: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 3)

    @property
    def y(self) -> int:
        return ROOM_FOR_NUMBER + PLOT_HEIGHT - self.height

    @property
    def number_y(self) -> int:
        return self.y - 6


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns side by side, in the order they were given."""

    columns: list[Column]
    height: int = ROOM_FOR_NUMBER + PLOT_HEIGHT + ROOM_FOR_LABEL
    floor: int = ROOM_FOR_NUMBER + PLOT_HEIGHT
    label_y: int = ROOM_FOR_NUMBER + PLOT_HEIGHT + 18


def columns(amounts: Sequence[Datum]) -> Columns:
    """Place a column for each of `amounts`; one of nothing keeps its place and has no height."""
    most = max((amount.number for amount in amounts), default=0)
    place = 100 / max(1, len(amounts))
    width = min(place * _FILLED, _WIDEST)
    apart = 1 + (len(amounts) - 1) // _ALL_NAMED
    few = len(amounts) <= _NAMED_APART + 1
    return Columns(
        [
            Column(
                amount,
                x=round(index * place + (place - width) / 2, 3),
                width=round(width, 3),
                height=_column_height(amount.number, most),
                place_x=round(index * place, 3),
                place_width=round(place, 3),
                # Counted from the last, which for years is the one people look for.
                is_named=(len(amounts) - 1 - index) % apart == 0,
                is_named_on_phones=few or (len(amounts) - 1 - index) % _NAMED_APART == 0,
            )
            for index, amount in enumerate(amounts)
        ]
    )


def _column_height(number: int, most: int) -> int:
    return max(_LEAST_HEIGHT, round(number * PLOT_HEIGHT / most)) if number else 0


@dataclass(frozen=True, slots=True)
class Scale:
    """From which number on each tint begins, palest first."""

    steps: tuple[int, ...]

    def tint(self, number: int) -> int:
        """How dark `number` is shown: 0 where there is nothing."""
        return bisect_right(self.steps, number)

    def labels(self) -> list[str]:
        """What each tint means, palest first: 1, 2–4, 5–9, ≥10."""
        ranges = [
            str(low) if high - low == 1 else f"{low:,}–{high - 1:,}"
            for low, high in pairwise(self.steps)
        ]
        return [*ranges, f"≥{self.steps[-1]:,}"]


def scale(most: int) -> Scale:
    """Four tints for numbers up to `most`, the darkest for what is about half of it and more."""
    top = max(3, bisect_right(_LADDER, most // 2) - 1)
    return Scale((1, *_LADDER[top - 2 : top + 1]))


def tile_places() -> dict[str, tuple[int, int]]:
    """The row and the column of each province's square, by its code."""
    return {
        f"{digits}0000": (row, column)
        for row, line in enumerate(_TILES)
        for column, digits in enumerate(line.split())
        if digits != ".."
    }


@dataclass(frozen=True, slots=True)
class Tile:
    """A province's square in the map's units, from the upper left."""

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
    """The squares, by rows from north to south."""

    tiles: list[Tile]
    scale: Scale
    side: int = _TILE
    width: int = len(_TILES[0].split()) * (_TILE + _TILE_GAP) - _TILE_GAP
    height: int = len(_TILES) * (_TILE + _TILE_GAP) - _TILE_GAP


def tile_map(numbers: Mapping[str, int]) -> TileMap:
    """Shade the provinces by `numbers`, given by code; one that is not in it has nothing."""
    shades = scale(max(numbers.values(), default=0))
    return TileMap(
        [
            Tile(
                code,
                numbers.get(code, 0),
                shades.tint(numbers.get(code, 0)),
                x=column * (_TILE + _TILE_GAP),
                y=row * (_TILE + _TILE_GAP),
            )
            for code, (row, column) in tile_places().items()
        ],
        shades,
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the grid and how dark it is shown."""

    number: int
    tint: int


@dataclass(frozen=True, slots=True)
class Grid(Generic[Row]):
    """Each row with its sum and its cells; rows without any number are not in it."""

    rows: list[tuple[Row, int, list[Cell]]]
    scale: Scale


def grid(
    rows: Sequence[Row], columns: Sequence[Place], numbers: Mapping[tuple[Row, Place], int]
) -> Grid[Row]:
    """Tint `numbers`, given by (row, column), in the orders given."""
    shades = scale(max(numbers.values(), default=0))
    found = []
    for row in rows:
        line = [numbers.get((row, column), 0) for column in columns]
        if any(line):
            found.append((row, sum(line), [Cell(number, shades.tint(number)) for number in line]))
    return Grid(found, shades)
