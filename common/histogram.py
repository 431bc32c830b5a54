"""How many found meetings each year has, as bars of an inline drawing.

Every year between the first and the last has its place, so that a gap is seen as one. The
numbers themselves stand beside it, in the facet of years.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

# In the drawing's own units: it is stretched to the width there is.
BAR_WIDTH = 10
BAR_GAP = 2
HEIGHT = 40
# What has any meetings is seen, however few beside the fullest year.
_LEAST = 2
# With more years than there is room for, those without meetings are left out.
_MOST_YEARS = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One year; `x`, `y` and `height` are in the drawing's units, from its upper left."""

    year: int
    meetings: int
    is_selected: bool
    x: int
    height: int

    @property
    def y(self) -> int:
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Histogram:
    """The bars from the earliest year to the latest."""

    bars: Sequence[Bar]
    bar_width: int = BAR_WIDTH
    height: int = HEIGHT

    @property
    def width(self) -> int:
        return len(self.bars) * (BAR_WIDTH + BAR_GAP) - BAR_GAP

    @property
    def first(self) -> int:
        return self.bars[0].year

    @property
    def last(self) -> int:
        return self.bars[-1].year


def histogram(counts: Iterable[tuple[int, int]], chosen: Collection[int]) -> Histogram | None:
    """Draw years and their numbers of meetings; None where fewer than two years have any."""
    of_year = {year: meetings for year, meetings in counts if meetings}
    if len(of_year) < 2:
        return None
    years: Sequence[int] = range(min(of_year), max(of_year) + 1)
    if len(years) > _MOST_YEARS:
        years = sorted(of_year)
    most = max(of_year.values())
    return Histogram(
        [
            Bar(
                year,
                of_year.get(year, 0),
                year in chosen,
                place * (BAR_WIDTH + BAR_GAP),
                _height(of_year.get(year, 0), most),
            )
            for place, year in enumerate(years)
        ]
    )


def _height(meetings: int, most: int) -> int:
    return max(_LEAST, round(meetings * HEIGHT / most)) if meetings else 0
