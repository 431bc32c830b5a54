"""The atlas: how many meetings each province gave to each theme in chosen years, and what changed.

A theme is compared by its share of all meetings of the years, not by their number: the archive
has more meetings of some years than of others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bulletins.models import Province, Theme
from bulletins.selectors.themes import ThemeFilters, filter_url
from bulletins.stats.meeting_counts import UNKNOWN, MeetingCounts, YearRange
from common.charts import Scale, scale

# What is asked for where an address names no years: the latest ones, this many.
_LATEST = 5
# A share that moved by less than half a point, or of so few meetings, says nothing.
_LEAST_CHANGE = 0.5
FEW = 20


@dataclass(frozen=True, slots=True)
class AtlasCell:
    """The meetings of a province about a theme; `address` shows just these, "" where none are."""

    number: int
    tint: int
    address: str


@dataclass(frozen=True, slots=True)
class AtlasRow:
    """A place and its cells in the order of the themes; `meetings` is all it has in the years."""

    name: str
    meetings: int
    cells: list[AtlasCell]


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """A theme's share of the meetings, in per cent, in the chosen years and just before."""

    theme: Theme
    address: str
    meetings: int
    share: float
    share_before: float

    @property
    def points(self) -> float:
        return round(self.share - self.share_before, 1)

    @property
    def has_risen(self) -> bool:
        return self.points >= _LEAST_CHANGE

    @property
    def has_fallen(self) -> bool:
        return self.points <= -_LEAST_CHANGE

    @property
    def size(self) -> float:
        return abs(self.points)


@dataclass(frozen=True, slots=True)
class PeriodComparison:
    """All themes, from what rose most to what fell most, and of how many meetings."""

    before: YearRange
    meetings: int
    meetings_before: int
    changes: list[ThemeChange]

    @property
    def is_thin(self) -> bool:
        return min(self.meetings, self.meetings_before) < FEW


def latest_years(tallies: MeetingCounts) -> YearRange | None:
    """Return the last years that have meetings; None where no meeting has a year."""
    years = [year for year in tallies.by_year() if year is not None]
    return YearRange(max(min(years), max(years) - _LATEST + 1), max(years)) if years else None


def atlas_rows(
    tallies: MeetingCounts,
    years: YearRange,
    themes: Sequence[Theme],
    provinces: Sequence[Province],
    slugs: Mapping[str, str],
) -> tuple[list[AtlasRow], Scale]:
    """Lay out the table: a row for every province, one for no province where that is needed."""
    numbers = {theme.pk: tallies.by_place(theme.pk, years) for theme in themes}
    tints = scale(max((max(each.values(), default=0) for each in numbers.values()), default=0))
    total = tallies.by_place(None, years)
    places = [(province.code, province.short_name) for province in provinces]
    if total[UNKNOWN]:
        places.append((UNKNOWN, _("地区未载")))
    pages = [(theme.pk, theme.get_absolute_url()) for theme in themes]
    found = []
    for place, name in places:
        query = filter_url(ThemeFilters(place, years), slugs)
        cells = []
        for theme, page in pages:
            meetings = numbers[theme][place]
            shown = f"{page}{query}" if meetings else ""
            cells.append(AtlasCell(meetings, tints.tint(meetings), shown))
        found.append(AtlasRow(name, total[place], cells))
    return found, tints


def compare_periods(
    tallies: MeetingCounts, years: YearRange, themes: Sequence[Theme], slugs: Mapping[str, str]
) -> PeriodComparison | None:
    """Compare with the same span before; None where the archive has no meetings of it."""
    before = years.before
    total = tallies.by_place(None, years).total()
    total_before = tallies.by_place(None, before).total()
    if not total or not total_before:
        return None
    changes = []
    query = filter_url(ThemeFilters(None, years), slugs)
    for theme in themes:
        now = tallies.by_place(theme.pk, years).total()
        then = tallies.by_place(theme.pk, before).total()
        changes.append(
            ThemeChange(
                theme,
                f"{theme.get_absolute_url()}{query}",
                now,
                100 * now / total,
                100 * then / total_before,
            )
        )
    changes.sort(key=lambda change: change.points, reverse=True)
    return PeriodComparison(before, total, total_before, changes)
