"""Counts of public meetings by place, theme and year, stored so that pages need not count.

A hundred thousand meetings have seven hundred thousand themes; grouping them takes seconds. So
the counts of each place are stored in a row (`Tally`), and every change of a meeting invalidates
its place in the same transaction by inserting a row (`TallyMark`). The next reader recounts the
invalidated places, one by one, which takes some tens of milliseconds each at that size. Marks are
only inserted, never updated: imports do not wait for each other, and a mark inserted during a
recount remains for the next reader.

Where the database cannot be written (full, read-only or locked), a reader counts without storing.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import InternalError, OperationalError, transaction
from django.db.models import Count, Max, signals
from django.utils import timezone

from bulletins.models import Chair, Meeting, Province, Speaker, Tally, TallyMark
from bulletins.models.querysets import meetings_changed, meetings_changing

logger = logging.getLogger(__name__)

# The key of a tally for all meetings of the place, with themes or without.
ALL = "all"
# None cannot be a key in the database: that of the unknown year in a tally, and of the tally of the
# meetings without a province. Only the functions that read and write tallies know it.
_NONE_KEY = ""
# SQLite limits the number of parameters of a query.
_BATCH_SIZE = 500


@dataclass(frozen=True, slots=True)
class YearRange:
    """A range of years, both ends included; of None to None, the unknown year."""

    first: int | None
    last: int | None

    def __contains__(self, year: int | None) -> bool:
        if year is None or self.first is None or self.last is None:
            return year is self.first
        return self.first <= year <= self.last

    @property
    def before(self) -> "YearRange":
        """The range of the same length just before. Raises ValueError for the unknown year."""
        if self.first is None or self.last is None:
            raise ValueError("no year is before the unknown one")
        return YearRange(2 * self.first - self.last - 1, self.first - 1)


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """A filter by place: the code of a province, None for the meetings without one."""

    code: str | None


class MeetingCounts:
    """The counts of all places, and the time at which each place was counted.

    A place is the code of a province, None for the meetings without one. `counted_at` maps places
    to that time; caches of values derived from the counts can be validated by it.
    """

    def __init__(
        self,
        tallies: dict[str, dict[str, dict[str, int]]],
        counted_at: dict[str | None, datetime],
    ) -> None:
        self.counted_at = counted_at
        # Theme → place, year, number of meetings.
        self._counts: dict[str, list[tuple[str | None, int | None, int]]] = {}
        for place, by_theme in tallies.items():
            for theme, by_year in by_theme.items():
                counts = self._counts.setdefault(theme, [])
                counts += [
                    (place or None, int(year) if year else None, number)
                    for year, number in by_year.items()
                ]
        self._by_place_cache: dict[tuple[int | None, YearRange | None], Counter[str | None]] = {}

    def by_place(
        self, theme: int | None = None, years: YearRange | None = None
    ) -> Counter[str | None]:
        """Count meetings by place.

        Args:
            theme: primary key of a theme; None counts all meetings, with themes or without.
            years: None counts all years, the unknown one included.
        """
        if (theme, years) not in self._by_place_cache:
            counts: Counter[str | None] = Counter()
            for place, year, meetings in self._of_theme(theme):
                if years is None or year in years:
                    counts[place] += meetings
            self._by_place_cache[theme, years] = counts
        return self._by_place_cache[theme, years].copy()

    def by_year(
        self, theme: int | None = None, place: PlaceFilter | None = None
    ) -> Counter[int | None]:
        """Count meetings by year, of one theme and place or of all."""
        counts: Counter[int | None] = Counter()
        for code, year, meetings in self._of_theme(theme):
            if place is None or code == place.code:
                counts[year] += meetings
        return counts

    def _of_theme(self, theme: int | None) -> list[tuple[str | None, int | None, int]]:
        return self._counts.get(ALL if theme is None else str(theme), [])


_cached_counts: MeetingCounts | None = None


def get_counts() -> MeetingCounts:
    """Return the current counts, after recounting the places that were invalidated."""
    counted_at = dict(Tally.objects.values_list("place", "counted_at"))
    stale = set(TallyMark.objects.values_list("place", flat=True)) | (_places() - counted_at.keys())
    if stale:
        try:
            counted_at |= recount(stale)
        except (OperationalError, InternalError) as error:
            logger.warning("The counts of meetings cannot be stored: %s", error)
            return _unstored_counts(stale, counted_at)
    global _cached_counts  # noqa: PLW0603 (one per process, replaced by a newer one)
    # Parsed once: in a large archive that takes longer than all else on a page.
    places_counted_at = {key or None: time for key, time in counted_at.items()}
    if _cached_counts is None or _cached_counts.counted_at != places_counted_at:
        tallies = dict(Tally.objects.values_list("place", "meetings"))
        _cached_counts = MeetingCounts(tallies, places_counted_at)
    return _cached_counts


_cached_unstored: tuple[object, MeetingCounts] | None = None


def _unstored_counts(stale: set[str], counted_at: dict[str, datetime]) -> MeetingCounts:
    """Return the current counts, for which the stale places are counted but nothing is written."""
    state = stale, counted_at, TallyMark.objects.aggregate(Max("pk"))
    global _cached_unstored  # noqa: PLW0603 (one per process, replaced by a newer one)
    if _cached_unstored is None or _cached_unstored[0] != state:
        tallies = dict(Tally.objects.values_list("place", "meetings"))
        now = timezone.now()
        times = {
            key or None: time for key, time in (counted_at | dict.fromkeys(stale, now)).items()
        }
        tallies |= {place: _count_place(place) for place in stale}
        _cached_unstored = state, MeetingCounts(tallies, times)
    return _cached_unstored[1]


def invalidate(provinces: Iterable[str | None]) -> None:
    """Mark the counts of these provinces as stale; None is the place of the other meetings."""
    TallyMark.objects.bulk_create(TallyMark(place=code or _NONE_KEY) for code in set(provinces))


def invalidate_meetings(pks: Iterable[int]) -> None:
    """Mark the counts of the places of these meetings as stale."""
    pks, provinces = list(pks), set[str | None]()
    for start in range(0, len(pks), _BATCH_SIZE):
        batch = Meeting.objects.order_by().filter(pk__in=pks[start : start + _BATCH_SIZE])
        provinces.update(batch.values_list("province_id", flat=True).distinct())
    invalidate(provinces)


def connect_signals() -> None:
    """Connect the receivers that invalidate the counts of changed meetings."""
    meetings_changing.connect(_on_bulk_change)
    meetings_changed.connect(_on_bulk_change)
    signals.pre_save.connect(_on_pre_save, sender=Meeting)
    signals.post_save.connect(_on_change, sender=Meeting)
    signals.post_delete.connect(_on_change, sender=Meeting)
    signals.m2m_changed.connect(_on_themes_change, sender=Meeting.themes.through)
    # The activity rankings of `bulletins.selectors.people` are cached by `counted_at` too.
    for participant in (Chair, Speaker):
        signals.post_save.connect(_on_participant_change, sender=participant)
        signals.post_delete.connect(_on_participant_change, sender=participant)


def _on_bulk_change(pks: list[int], **kwargs: Any) -> None:
    invalidate_meetings(pks)


def _on_pre_save(instance: Any, **kwargs: Any) -> None:
    # This save may move it to another province.
    if not instance._state.adding:
        invalidate_meetings([instance.pk])


def _on_change(instance: Any, **kwargs: Any) -> None:
    invalidate([instance.province_id])


def _on_participant_change(instance: Any, **kwargs: Any) -> None:
    invalidate_meetings([instance.meeting_id])


def _on_themes_change(instance: Any, reverse: bool, **kwargs: Any) -> None:
    invalidate(_places() if reverse else [instance.province_id])


def _places() -> set[str]:
    return {*Province.objects.order_by().values_list("pk", flat=True), _NONE_KEY}


def stored_places() -> list[str]:
    """Return the keys of all places that have counts or should have them, in order."""
    return sorted({*Tally.objects.values_list("pk", flat=True), *_places()})


@transaction.atomic
def wrong_counts(place: str) -> tuple[int, int] | None:
    """Return how many meetings a place has by its stored counts, and by its rows, if these differ.

    Both numbers are equal where only a theme or a year is counted wrongly. None where the counts
    are right, or will be recounted by the next reader.
    """
    stored = Tally.objects.filter(pk=place).values_list("meetings", flat=True).first()
    if stored is None or TallyMark.objects.filter(place=place).exists():
        return None
    counted = _count_place(place)
    if stored == counted:
        return None
    try:
        return sum(stored.get(ALL, {}).values()), sum(counted[ALL].values())
    except (AttributeError, TypeError):
        # The row has something else than counts.
        return 0, sum(counted[ALL].values())


@transaction.atomic
def recount(places: set[str]) -> dict[str, datetime]:
    """Count the meetings of places anew; return when each was counted."""
    Tally.objects.bulk_create([Tally(place=place) for place in places], ignore_conflicts=True)
    # One reader at a time recounts a place: an older count must not overwrite a newer one.
    rows = list(Tally.objects.select_for_update().filter(pk__in=places).order_by("pk"))
    marks = list(TallyMark.objects.filter(place__in=places).values_list("pk", flat=True))
    now = timezone.now()
    for row in rows:
        row.meetings, row.counted_at = _count_place(row.place), now
    Tally.objects.bulk_update(rows, ["meetings", "counted_at"])
    for start in range(0, len(marks), _BATCH_SIZE):
        TallyMark.objects.filter(pk__in=marks[start : start + _BATCH_SIZE]).delete()
    return {row.place: row.counted_at for row in rows}


def _count_place(place: str) -> dict[str, dict[str, int]]:
    meetings = Meeting.objects.public().order_by()
    meetings = meetings.filter(province=place or None)
    by_theme: dict[str, dict[str, int]] = {ALL: {}}
    for year, number in meetings.values_list("year").annotate(Count("pk")):
        by_theme[ALL][str(year or _NONE_KEY)] = number
    themed = meetings.filter(themes__isnull=False).values_list("themes", "year")
    for theme, year, number in themed.annotate(Count("pk")):
        by_theme.setdefault(str(theme), {})[str(year or _NONE_KEY)] = number
    return by_theme
