"""Data of the pages of people: appearances, posts, namesakes, rankings by activity.

A person is a name in one province: the same name in two provinces is two people, because nothing
in a bulletin says that they are one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar, overload

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse

from bulletins.models import Chair, Meeting, Province, Speaker
from bulletins.slugs import UNPLACED
from bulletins.stats import MeetingCounts

Row = TypeVar("Row", Chair, Speaker)

# The columns of a meeting that pages and the API show beside a person.
_MEETING_FIELDS = (
    "title",
    "document_kind",
    "needs_review",
    "level",
    "meeting_type",
    "date",
    "year",
    "first_day",
    "last_day",
    "changed_at",
    "province",
)
# An EXISTS per row of a name; a subquery of meetings would first be read completely.
_IS_PUBLIC = Exists(Meeting.objects.public().order_by().filter(pk=OuterRef("meeting")))


@dataclass(slots=True)
class Appearance:
    """A meeting and the person's part in it; posts and roles in the wording of the text."""

    meeting: Meeting
    chaired: bool = False
    spoke: bool = False
    posts: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Post:
    """A post in the wording of the text, with the meetings it is found in, oldest first."""

    name: str
    meetings: list[Meeting]

    @property
    def first(self) -> Meeting:
        return self.meetings[0]

    @property
    def last(self) -> Meeting:
        return self.meetings[-1]


@dataclass(frozen=True, slots=True)
class Namesake:
    """A name in one place; the same name in another place may be another person."""

    name: str
    province: Province | None
    meetings: int
    url: str


@dataclass(frozen=True, slots=True)
class Activity:
    """A person in one place, with the numbers of meetings chaired and spoken at."""

    name: str
    chaired: int
    spoke: int
    province: Province | None

    @property
    def url(self) -> str:
        return person_url(self.name, self.province)


def person_url(name: str, province: Province | None) -> str:
    """Return the URL of a person's page; "" for a name that no URL can contain."""
    if "/" in name:
        return ""
    return reverse("person", args=[province.slug if province else UNPLACED, name])


def appearances(name: str, province: Province | None) -> list[Appearance]:
    """Return the meetings in which a person chaired or spoke, newest first."""
    by_meeting: dict[int, Appearance] = {}
    for chair in _rows_of_person(Chair, name, province):
        appearance = by_meeting.setdefault(chair.meeting_id, Appearance(chair.meeting))
        appearance.chaired = True
        _append_new(appearance.posts, chair.post)
    for speaker in _rows_of_person(Speaker, name, province):
        appearance = by_meeting.setdefault(speaker.meeting_id, Appearance(speaker.meeting))
        appearance.spoke = True
        _append_new(appearance.posts, speaker.post)
        _append_new(appearance.roles, speaker.role)
    return sorted(
        by_meeting.values(), key=lambda appearance: _date_key(appearance.meeting), reverse=True
    )


def posts(history: Iterable[Appearance]) -> list[Post]:
    """Return the posts in the appearances of a person, the latest first."""
    by_name: dict[str, Post] = {}
    for appearance in sorted(history, key=lambda appearance: _date_key(appearance.meeting)):
        for post in appearance.posts:
            by_name.setdefault(post, Post(post, [])).meetings.append(appearance.meeting)
    return sorted(by_name.values(), key=lambda post: _date_key(post.last), reverse=True)


def namesakes(name: str, province: Province | None) -> list[Namesake]:
    """Return the other places where the name occurs, those with most meetings first."""
    return [each for each in find_by_name([name]) if each.province != province]


def find_by_name(names: Sequence[str]) -> list[Namesake]:
    """Return the places where each of the names occurs, those with most meetings first."""
    meetings_by_person: dict[tuple[str, str | None], set[int]] = {}
    for model in (Chair, Speaker):
        rows = model.objects.order_by().filter(_IS_PUBLIC, name__in=names)
        for name, place, meeting in rows.values_list("name", "meeting__province", "meeting"):
            meetings_by_person.setdefault((name, place), set()).add(meeting)
    provinces = Province.objects.in_bulk([place for _name, place in meetings_by_person if place])
    people = []
    for (name, code), meetings in meetings_by_person.items():
        province = provinces.get(code or "")
        people.append(Namesake(name, province, len(meetings), person_url(name, province)))
    return sorted(people, key=lambda person: (-person.meetings, person.url))


def autocomplete_names(prefix: str, limit: int) -> list[Namesake]:
    """Return the people of the first `limit` names that begin with `prefix`, in every place."""
    # A range, which an index answers in every database; LIKE is not answered by one everywhere.
    name_range = {"name__gte": prefix, "name__lt": prefix + "\U0010ffff"}
    names: set[str] = set()
    for model in (Chair, Speaker):
        rows = model.objects.order_by("name").filter(_IS_PUBLIC, **name_range).distinct()
        names.update(rows.values_list("name", flat=True)[:limit])
    return find_by_name(sorted(names)[:limit])


def activities(name: str) -> list[Activity]:
    """Return the activity of a name in each place, by the codes of the provinces, None last."""
    chaired, spoke = _count_by_place(Chair, name), _count_by_place(Speaker, name)
    places = sorted({*chaired, *spoke}, key=lambda place: (place is None, place or ""))
    provinces = Province.objects.in_bulk([place for place in places if place])
    return [
        Activity(name, chaired[place], spoke[place], provinces.get(place or "")) for place in places
    ]


# The ranking of each place, with the time at which the meetings of the place were counted.
_rankings: dict[str | None, tuple[datetime, "ActivityRanking"]] = {}


def activity_ranking(province: Province | None, counts: MeetingCounts) -> "ActivityRanking":
    """Return the ranking of a place, cached until a meeting of the place changes."""
    place = province.code if province else None
    counted_at = counts.counted_at[place]
    if place not in _rankings or _rankings[place][0] != counted_at:
        _rankings[place] = counted_at, ActivityRanking(province)
    return _rankings[place][1]


class ActivityRanking(Sequence[Activity]):
    """All people of a place, by the sum of meetings chaired and spoken at, highest first.

    There are thousands, of whom a page shows a hundred: `Activity` objects are made on access.
    """

    def __init__(self, province: Province | None) -> None:
        self._province = province
        self._chaired = _count_by_name(Chair, province)
        self._spoke = _count_by_name(Speaker, province)
        both = self._chaired + self._spoke
        self._names = sorted(both)
        self._names.sort(key=both.__getitem__, reverse=True)

    def top_chairs(self, limit: int) -> list[tuple[str, int]]:
        """Return the names of the most frequent chairs, with their numbers of meetings."""
        return _most_frequent(self._chaired, limit)

    def top_speakers(self, limit: int) -> list[tuple[str, int]]:
        """Return the names of the most frequent speakers, with their numbers of meetings."""
        return _most_frequent(self._spoke, limit)

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, index: int) -> Activity: ...

    @overload
    def __getitem__(self, index: slice) -> list[Activity]: ...

    def __getitem__(self, index: int | slice) -> Activity | list[Activity]:
        if isinstance(index, int):
            return self._activity(self._names[index])
        return [self._activity(name) for name in self._names[index]]

    def _activity(self, name: str) -> Activity:
        return Activity(name, self._chaired[name], self._spoke[name], self._province)


def _rows_of_person(model: type[Row], name: str, province: Province | None) -> QuerySet[Row]:
    rows = model.objects.order_by().filter(_IS_PUBLIC, name=name, meeting__province=province)
    # Without the texts of the meetings, which are large and not shown.
    meeting_fields = [f"meeting__{field}" for field in _MEETING_FIELDS]
    own_fields = [field.attname for field in model._meta.concrete_fields]
    return rows.select_related("meeting__province").only(
        *own_fields, *meeting_fields, "meeting__province__name", "meeting__province__slug"
    )


def _count_by_place(model: type[Chair | Speaker], name: str) -> Counter[str | None]:
    rows = model.objects.order_by().filter(_IS_PUBLIC, name=name).values_list("meeting__province")
    return Counter(dict(rows.annotate(meetings=Count("meeting", distinct=True))))


def _count_by_name(model: type[Chair | Speaker], province: Province | None) -> Counter[str]:
    meetings = Meeting.objects.public().order_by().filter(province=province)
    rows = model.objects.order_by().filter(meeting__in=meetings).values_list("name")
    return Counter(dict(rows.annotate(meetings=Count("meeting", distinct=True))))


def _most_frequent(counts: Counter[str], limit: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


def _append_new(values: list[str], value: str) -> None:
    if value and value not in values:
        values.append(value)


def _date_key(meeting: Meeting) -> tuple[date, date, int]:
    """Return a sort key for the reverse of Meeting.Meta.ordering, oldest first."""
    if meeting.first_day is None or meeting.last_day is None:
        return date.min, date.min, meeting.pk
    # Of two with the same first day the one of the more precise date is the newer.
    return meeting.first_day, date.max - (meeting.last_day - date.min), meeting.pk
