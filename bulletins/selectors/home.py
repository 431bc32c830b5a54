"""What the reading pages show, asked of the database in a fixed number of queries a page.

Everything here starts from `Meeting.objects.public()`, so that what is not published is neither
shown nor counted. Keywords are not answered here: that is the room of `search`.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from bulletins.models import Meeting
from bulletins.models.querysets import MeetingQuerySet
from bulletins.selectors.provinces import ProvinceCount, Region, count_by_region
from bulletins.selectors.years import YearCount, year_counts
from bulletins.stats.meeting_counts import UNKNOWN, MeetingCounts

# How long something is new.
RECENT_PERIOD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole archive at a glance, for the home page."""

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
    """What the archive took in of late, newest first; `total` counts what is not shown too."""

    total: int
    meetings: list[Meeting]


def overview(numbers: MeetingCounts) -> Overview:
    """The archive by province and by year."""
    by_province = numbers.by_place()
    return Overview(
        regions=count_by_region(by_province),
        years=year_counts(numbers.by_year()),
        total=by_province.total(),
        unplaced=by_province.pop(UNKNOWN, 0),
        provinces_present=len(+by_province),
    )


def newest_meetings(number: int) -> MeetingQuerySet[Meeting]:
    """The meetings held last."""
    return Meeting.objects.public().for_list()[:number]


def recent_meetings(number: int) -> RecentMeetings:
    """What came into the archive within the last seven days."""
    since = timezone.now() - RECENT_PERIOD
    meetings = Meeting.objects.public().filter(created_at__gte=since)
    newest_first = meetings.for_list().order_by("-created_at", "-id")
    return RecentMeetings(meetings.count(), list(newest_first[:number]))
