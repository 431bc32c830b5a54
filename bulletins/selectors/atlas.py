"""Data of the atlas: meetings by province and theme in a range of years, and change of themes.

Themes are compared by their shares of all meetings of the years, not by numbers of meetings: the
archive has more meetings of some years than of others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bulletins.models import Province, Theme
from bulletins.selectors.themes import ThemeFilters, filter_query_string
from bulletins.stats import MeetingCounts, PlaceFilter, YearRange
from common.charts import Scale, scale

# The number of years shown where a URL names none.
_DEFAULT_YEARS = 5
# Percentage points; a smaller change of a share is not significant.
_MIN_CHANGE = 0.5
# Shares of fewer meetings are not significant.
MIN_MEETINGS = 20


@dataclass(frozen=True, slots=True)
class AtlasCell:
    """The number of meetings of a province about a theme; `url` lists them ("" for none)."""

    number: int
    tint: int
    url: str


@dataclass(frozen=True, slots=True)
class AtlasRow:
    """A place and its cells in the order of the themes; `meetings` counts those of all themes."""

    name: str
    meetings: int
    cells: list[AtlasCell]


@dataclass(frozen=True, slots=True)
class ThemeChange:
    """The share of a theme, in per cent of all meetings, in a range of years and the one before."""

    theme: Theme
    url: str
    meetings: int
    share: float
    share_before: float

    @property
    def points(self) -> float:
        """The change in percentage points, to one decimal."""
        return round(self.share - self.share_before, 1)

    @property
    def has_risen(self) -> bool:
        return self.points >= _MIN_CHANGE

    @property
    def has_fallen(self) -> bool:
        return self.points <= -_MIN_CHANGE

    @property
    def size(self) -> float:
        return abs(self.points)


@dataclass(frozen=True, slots=True)
class PeriodComparison:
    """The changes of all themes, from largest rise to largest fall, and the numbers of meetings."""

    before: YearRange
    meetings: int
    meetings_before: int
    changes: list[ThemeChange]

    @property
    def is_small_sample(self) -> bool:
        return min(self.meetings, self.meetings_before) < MIN_MEETINGS


def latest_years(counts: MeetingCounts) -> YearRange | None:
    """Return the latest years that have meetings; None where no meeting has a year."""
    years = [year for year in counts.by_year() if year is not None]
    if not years:
        return None
    return YearRange(max(min(years), max(years) - _DEFAULT_YEARS + 1), max(years))


def atlas_rows(
    counts: MeetingCounts,
    years: YearRange,
    themes: Sequence[Theme],
    provinces: Sequence[Province],
    slugs: Mapping[str | None, str],
) -> tuple[list[AtlasRow], Scale]:
    """Return the rows of the table and the scale of its tints.

    There is a row for every province, and one for meetings without a province if there are any.
    `slugs` maps places to their slugs (`place_slugs`).
    """
    by_theme = {theme.pk: counts.by_place(theme.pk, years) for theme in themes}
    tints = scale(max((max(each.values(), default=0) for each in by_theme.values()), default=0))
    total = counts.by_place(None, years)
    places: list[tuple[str | None, str]] = [(each.code, each.short_name) for each in provinces]
    if total[None]:
        places.append((None, _("地区未载")))
    theme_urls = [(theme.pk, theme.get_absolute_url()) for theme in themes]
    rows = []
    for code, name in places:
        query = filter_query_string(ThemeFilters(PlaceFilter(code), years), slugs)
        cells = []
        for theme, theme_url in theme_urls:
            meetings = by_theme[theme][code]
            url = f"{theme_url}{query}" if meetings else ""
            cells.append(AtlasCell(meetings, tints.tint(meetings), url))
        rows.append(AtlasRow(name, total[code], cells))
    return rows, tints


def compare_periods(
    counts: MeetingCounts,
    years: YearRange,
    themes: Sequence[Theme],
    slugs: Mapping[str | None, str],
) -> PeriodComparison | None:
    """Compare a range of years with the one of the same length just before it.

    Returns None where the archive has no meetings of one of them.
    """
    before = years.before
    total = counts.by_place(None, years).total()
    total_before = counts.by_place(None, before).total()
    if not total or not total_before:
        return None
    changes = []
    query = filter_query_string(ThemeFilters(None, years), slugs)
    for theme in themes:
        meetings = counts.by_place(theme.pk, years).total()
        meetings_before = counts.by_place(theme.pk, before).total()
        changes.append(
            ThemeChange(
                theme,
                f"{theme.get_absolute_url()}{query}",
                meetings,
                100 * meetings / total,
                100 * meetings_before / total_before,
            )
        )
    changes.sort(key=lambda change: change.points, reverse=True)
    return PeriodComparison(before, total, total_before, changes)
