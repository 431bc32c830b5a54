"""How many public meetings there are by place, theme and year, kept so that pages need not count.

A hundred thousand meetings have seven hundred thousand themes; grouping them takes seconds. So
the numbers of each place are kept in a row of their own, and whatever changes a meeting leaves
a mark on its place in the same transaction. Who reads counts the marked places anew, one by
one, which takes some milliseconds a province. Marks are only added, never changed: imports do
not wait for each other, and a mark that comes while somebody counts stays for the next reader.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, signals
from django.utils import timezone

from bulletins.models import Chair, Meeting, Province, Speaker, Tally, TallyMark
from bulletins.models.querysets import meetings_changed, meetings_changing

# Under this key a tally has all meetings of the place, with themes or without.
ALL = "all"
# How a tally calls the unknown year, and the place of meetings without a province.
UNKNOWN = ""
# How addresses call that place.
UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class YearRange:
    """The years that are asked for, both ends included; 0 stands for the unknown year."""

    first: int
    last: int

    def __contains__(self, year: int | None) -> bool:
        return self.first <= (year or 0) <= self.last

    @property
    def is_unknown(self) -> bool:
        return self.last == 0

    @property
    def before(self) -> "YearRange":
        """Return the same span, just before."""
        return YearRange(2 * self.first - self.last - 1, self.first - 1)


class MeetingCounts:
    """The numbers of all places, as one page needs them, and when each place's were counted."""

    def __init__(
        self, by_place: dict[str, dict[str, dict[str, int]]], moments: dict[str, datetime]
    ) -> None:
        self.counted_at = moments
        # For each theme, place, year (0 for the unknown one) and number of meetings.
        self._numbers: dict[str, list[tuple[str, int, int]]] = {}
        for place, by_theme in by_place.items():
            for theme, by_year in by_theme.items():
                numbers = self._numbers.setdefault(theme, [])
                numbers += [(place, int(year or 0), number) for year, number in by_year.items()]
        self._asked: dict[tuple[int | None, YearRange | None], Counter[str]] = {}

    def by_place(self, theme: int | None = None, years: YearRange | None = None) -> Counter[str]:
        """Count meetings about `theme` by place; None asks for all themes, or all years."""
        if (theme, years) not in self._asked:
            first, last = (years.first, years.last) if years else (0, MAXYEAR)
            counted: Counter[str] = Counter()
            for place, year, meetings in self._about(theme):
                if first <= year <= last:
                    counted[place] += meetings
            self._asked[theme, years] = counted
        return self._asked[theme, years].copy()

    def by_year(self, theme: int | None = None, place: str | None = None) -> Counter[int | None]:
        """Count meetings about `theme` by year, in one place or in all."""
        counted: Counter[int | None] = Counter()
        for where, year, meetings in self._about(theme):
            if place is None or where == place:
                counted[year or None] += meetings
        return counted

    def _about(self, theme: int | None) -> list[tuple[str, int, int]]:
        return self._numbers.get(ALL if theme is None else str(theme), [])


# The numbers that were read last.
_last_read: MeetingCounts | None = None


def get_counts() -> MeetingCounts:
    """Return the numbers as the database has them now."""
    moments = dict(Tally.objects.values_list("place", "counted_at"))
    stale = set(TallyMark.objects.values_list("place", flat=True)) | (_places() - moments.keys())
    if stale:
        moments |= _recount(stale)
    global _last_read  # noqa: PLW0603 (one for each process; a newer one takes its place)
    # Taken apart once: in a large archive that takes longer than all else on a page.
    if _last_read is None or _last_read.counted_at != moments:
        kept = dict(Tally.objects.values_list("place", "meetings"))
        _last_read = MeetingCounts(kept, moments)
    return _last_read


def invalidate(provinces: Iterable[str | None]) -> None:
    """Note that the numbers of these provinces no longer hold; None is the place of the rest."""
    TallyMark.objects.bulk_create(TallyMark(place=code or UNKNOWN) for code in set(provinces))


def invalidate_meetings(pks: Iterable[int]) -> None:
    """Mark the places of many meetings; not more at once than a database takes as parameters."""
    pks, found = list(pks), set[str | None]()
    for start in range(0, len(pks), 500):
        some = Meeting.objects.order_by().filter(pk__in=pks[start : start + 500])
        found.update(some.values_list("province_id", flat=True).distinct())
    invalidate(found)


def connect_signals() -> None:
    """Hear of every meeting that is saved, deleted, or given other themes."""
    meetings_changing.connect(_on_bulk_change)
    meetings_changed.connect(_on_bulk_change)
    signals.pre_save.connect(_on_pre_save, sender=Meeting)
    signals.post_save.connect(_on_change, sender=Meeting)
    signals.post_delete.connect(_on_change, sender=Meeting)
    signals.m2m_changed.connect(_on_themes_change, sender=Meeting.themes.through)
    # Who took part is counted by place too (`bulletins.people`).
    for participant in (Chair, Speaker):
        signals.post_save.connect(_on_participant_change, sender=participant)
        signals.post_delete.connect(_on_participant_change, sender=participant)


def _on_bulk_change(pks: list[int], **kwargs: Any) -> None:
    invalidate_meetings(pks)


def _on_pre_save(instance: Any, **kwargs: Any) -> None:
    # It may be moved to another province by this save.
    if not instance._state.adding:
        invalidate_meetings([instance.pk])


def _on_change(instance: Any, **kwargs: Any) -> None:
    invalidate([instance.province_id])


def _on_participant_change(instance: Any, **kwargs: Any) -> None:
    invalidate_meetings([instance.meeting_id])


def _on_themes_change(instance: Any, reverse: bool, **kwargs: Any) -> None:
    invalidate(_places() if reverse else [instance.province_id])


def _places() -> set[str]:
    return {*Province.objects.order_by().values_list("pk", flat=True), UNKNOWN}


@transaction.atomic
def _recount(places: set[str]) -> dict[str, datetime]:
    Tally.objects.bulk_create([Tally(place=place) for place in places], ignore_conflicts=True)
    # One reader at a time counts a place: an older number must not be stored after a newer.
    rows = list(Tally.objects.select_for_update().filter(pk__in=places).order_by("pk"))
    seen = list(TallyMark.objects.filter(place__in=places).values_list("pk", flat=True))
    now = timezone.now()
    for row in rows:
        row.meetings, row.counted_at = _counted(row.place), now
    Tally.objects.bulk_update(rows, ["meetings", "counted_at"])
    for start in range(0, len(seen), 500):
        TallyMark.objects.filter(pk__in=seen[start : start + 500]).delete()
    return {row.place: row.counted_at for row in rows}


def _counted(place: str) -> dict[str, dict[str, int]]:
    meetings = Meeting.objects.public().order_by()
    meetings = meetings.filter(province=place or None)
    by_theme: dict[str, dict[str, int]] = {ALL: {}}
    for year, number in meetings.values_list("year").annotate(Count("pk")):
        by_theme[ALL][str(year or UNKNOWN)] = number
    themed = meetings.filter(themes__isnull=False).values_list("themes", "year")
    for theme, year, number in themed.annotate(Count("pk")):
        by_theme.setdefault(str(theme), {})[str(year or UNKNOWN)] = number
    return by_theme
