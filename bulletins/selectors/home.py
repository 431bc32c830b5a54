"""Data of the home page, in a fixed number of queries.

Everything starts from `Meeting.objects.public()`, so that drafts are neither shown nor counted.
Keyword queries are answered by the `search` app.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from bulletins.models import Meeting
from bulletins.models.querysets import MeetingQuerySet
from bulletins.selectors.provinces import ProvinceCount, Region, count_by_region
from bulletins.selectors.years import YearCount, year_counts
from bulletins.stats import MeetingCounts

# How long a received meeting counts as recent.
RECENT_PERIOD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole archive by province and year.

    `unplaced` is the number of meetings without a province, `provinces_present` the number of
    provinces that have any meeting.
    """

    regions: list[Region]
    years: list[YearCount]
    total: int
    unplaced: int
    provinces_present: int

    @property
    def provinces(self) -> list[ProvinceCount]:
        """All provinces in one list."""
        return [count for region in self.regions for count in region.provinces]


@dataclass(frozen=True, slots=True)
class RecentMeetings:
    """The meetings received most recently, newest first; `total` counts those not listed too."""

    total: int
    meetings: list[Meeting]


def overview(counts: MeetingCounts) -> Overview:
    """Return the archive by province and by year."""
    by_province = counts.by_place()
    return Overview(
        regions=count_by_region(by_province),
        years=year_counts(counts.by_year()),
        total=by_province.total(),
        unplaced=by_province.pop(None, 0),
        provinces_present=len(+by_province),
    )


def newest_meetings(limit: int) -> MeetingQuerySet[Meeting]:
    """Return the `limit` meetings with the latest dates."""
    return Meeting.objects.public().for_list()[:limit]


def recent_meetings(limit: int) -> RecentMeetings:
    """Return the meetings received within `RECENT_PERIOD`, at most `limit` of them listed."""
    since = timezone.now() - RECENT_PERIOD
    meetings = Meeting.objects.public().filter(created_at__gte=since)
    newest_first = meetings.for_list().order_by("-created_at", "-id")
    return RecentMeetings(meetings.count(), list(newest_first[:limit]))
