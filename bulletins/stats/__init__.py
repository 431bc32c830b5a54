"""Stored counts of public meetings by place, theme and year.

Only what can be counted in advance; counts that a page makes itself are in `bulletins.selectors`.
"""

from bulletins.stats.meeting_counts import (
    MeetingCounts,
    PlaceFilter,
    YearRange,
    connect_signals,
    get_counts,
    recount,
    stored_places,
    wrong_counts,
)

__all__ = [
    "MeetingCounts",
    "PlaceFilter",
    "YearRange",
    "connect_signals",
    "get_counts",
    "recount",
    "stored_places",
    "wrong_counts",
]
