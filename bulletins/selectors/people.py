"""Who chaired and who spoke. A person is a name in one province: two of one name in two
provinces are two people, for nothing in a bulletin says that they are one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar, overload

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse

from bulletins.models import Chair, Meeting, Province, Speaker
from bulletins.stats.meeting_counts import UNKNOWN, UNPLACED, MeetingCounts

Row = TypeVar("Row", Chair, Speaker)

# What of a meeting pages and the API tell beside a person.
_SHOWN = (
    "title",
    "level",
    "meeting_type",
    "date",
    "year",
    "first_day",
    "last_day",
    "changed_at",
    "province",
)
# Asked of each row of a name; as a list of meetings, all would be read first.
_IN_PUBLIC = Exists(Meeting.objects.public().order_by().filter(pk=OuterRef("meeting")))


@dataclass(slots=True)
class Appearance:
    """A meeting and what the person did there, in the words of the text."""

    meeting: Meeting
    chaired: bool = False
    spoke: bool = False
    posts: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Post:
    """A post as it is written, with the meetings that write it, from the first to the last."""

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
    """A name in one place; the same name in another is perhaps somebody else."""

    name: str
    province: Province | None
    meetings: int
    address: str


@dataclass(frozen=True, slots=True)
class Activity:
    """Somebody in the list of a province."""

    name: str
    chaired: int
    spoke: int
    province: Province | None

    @property
    def address(self) -> str:
        return person_url(self.name, self.province)


def person_url(name: str, province: Province | None) -> str:
    """Return where the person's page is; "" for a name that no address can hold."""
    if "/" in name:
        return ""
    return reverse("person", args=[province.slug if province else UNPLACED, name])


def appearances(name: str, province: Province | None) -> list[Appearance]:
    """Return what the archive knows of a person, newest first."""
    by_meeting: dict[int, Appearance] = {}
    for row in _of_name(Chair, name, province):
        appearance = by_meeting.setdefault(row.meeting_id, Appearance(row.meeting))
        appearance.chaired = True
        _add(appearance.posts, row.post)
    for spoken in _of_name(Speaker, name, province):
        appearance = by_meeting.setdefault(spoken.meeting_id, Appearance(spoken.meeting))
        appearance.spoke = True
        _add(appearance.posts, spoken.post)
        _add(appearance.roles, spoken.role)
    return sorted(by_meeting.values(), key=lambda each: _place_in_time(each.meeting), reverse=True)


def posts(of: Iterable[Appearance]) -> list[Post]:
    """Return the posts of a person, the latest first."""
    by_name: dict[str, Post] = {}
    for appearance in sorted(of, key=lambda each: _place_in_time(each.meeting)):
        for post in appearance.posts:
            by_name.setdefault(post, Post(post, [])).meetings.append(appearance.meeting)
    return sorted(by_name.values(), key=lambda post: _place_in_time(post.last), reverse=True)


def namesakes(name: str, province: Province | None) -> list[Namesake]:
    """Return the other places where the name occurs, with how many meetings."""
    return [each for each in find_by_name([name]) if each.province != province]


def find_by_name(names: Sequence[str]) -> list[Namesake]:
    """Return where each of the names occurs, those with most meetings first."""
    meetings_of: dict[tuple[str, str | None], set[int]] = {}
    for model in (Chair, Speaker):
        rows = model.objects.order_by().filter(_IN_PUBLIC, name__in=names)
        for name, place, meeting in rows.values_list("name", "meeting__province", "meeting"):
            meetings_of.setdefault((name, place), set()).add(meeting)
    provinces = Province.objects.in_bulk([place for _name, place in meetings_of if place])
    found = [
        Namesake(name, there := provinces.get(place or ""), len(meetings), person_url(name, there))
        for (name, place), meetings in meetings_of.items()
    ]
    return sorted(found, key=lambda each: (-each.meetings, each.address))


def autocomplete_names(typed: str, most: int) -> list[Namesake]:
    """Return who is called so or whose name begins so, in every place; of so many names."""
    # A range, which an index answers; LIKE is none in every database.
    within = {"name__gte": typed, "name__lt": typed + "\U0010ffff"}
    names: set[str] = set()
    for model in (Chair, Speaker):
        rows = model.objects.order_by("name").filter(_IN_PUBLIC, **within).distinct()
        names.update(rows.values_list("name", flat=True)[:most])
    return find_by_name(sorted(names)[:most])


def activities(name: str) -> list[Activity]:
    """Return what whoever is called so did in each place, by the codes of the provinces."""
    chaired, spoke = _by_place(Chair, name), _by_place(Speaker, name)
    places = sorted({*chaired, *spoke}, key=lambda place: (place is None, place or ""))
    provinces = Province.objects.in_bulk([place for place in places if place])
    return [
        Activity(name, chaired[place], spoke[place], provinces.get(place or "")) for place in places
    ]


# Everybody of a place, as they were at the moment when its numbers were counted.
_rankings: dict[str, tuple[datetime, "ActivityRanking"]] = {}


def activity_ranking(province: Province | None, numbers: MeetingCounts) -> "ActivityRanking":
    """Return everybody of a place; counted again only where something in it has changed."""
    place = province.code if province else UNKNOWN
    moment = numbers.counted_at[place]
    if place not in _rankings or _rankings[place][0] != moment:
        _rankings[place] = moment, ActivityRanking(province)
    return _rankings[place][1]


class ActivityRanking(Sequence[Activity]):
    """Everybody of a place, whoever chaired and spoke at most meetings first.

    They are thousands, of whom a page shows a hundred: only these are made.
    """

    def __init__(self, province: Province | None) -> None:
        self._province = province
        self._chaired, self._spoke = _counted(Chair, province), _counted(Speaker, province)
        both = self._chaired + self._spoke
        self._names = sorted(both)
        self._names.sort(key=both.__getitem__, reverse=True)

    def top_chairs(self, number: int) -> list[tuple[str, int]]:
        """Return who chaired most often, with how often."""
        return _first(self._chaired, number)

    def top_speakers(self, number: int) -> list[tuple[str, int]]:
        """Return who spoke most often, with how often."""
        return _first(self._spoke, number)

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, wanted: int) -> Activity: ...

    @overload
    def __getitem__(self, wanted: slice) -> list[Activity]: ...

    def __getitem__(self, wanted: int | slice) -> Activity | list[Activity]:
        if isinstance(wanted, int):
            return self._of(self._names[wanted])
        return [self._of(name) for name in self._names[wanted]]

    def _of(self, name: str) -> Activity:
        return Activity(name, self._chaired[name], self._spoke[name], self._province)


def _of_name(model: type[Row], name: str, province: Province | None) -> QuerySet[Row]:
    rows = model.objects.order_by().filter(_IN_PUBLIC, name=name, meeting__province=province)
    # Whole texts are large and not shown.
    shown_of_meeting = [f"meeting__{each}" for each in _SHOWN]
    own = [each.attname for each in model._meta.concrete_fields]
    return rows.select_related("meeting__province").only(
        *own, *shown_of_meeting, "meeting__province__name", "meeting__province__slug"
    )


def _by_place(model: type[Chair | Speaker], name: str) -> Counter[str | None]:
    rows = model.objects.order_by().filter(_IN_PUBLIC, name=name).values_list("meeting__province")
    return Counter(dict(rows.annotate(meetings=Count("meeting", distinct=True))))


def _counted(model: type[Chair | Speaker], province: Province | None) -> Counter[str]:
    meetings = Meeting.objects.public().order_by().filter(province=province)
    rows = model.objects.order_by().filter(meeting__in=meetings)
    counted = rows.values_list("name").annotate(meetings=Count("meeting", distinct=True))
    return Counter(dict(counted))


def _first(counted: Counter[str], number: int) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:number]


def _add(to: list[str], words: str) -> None:
    if words and words not in to:
        to.append(words)


def _place_in_time(meeting: Meeting) -> tuple[date, date, int]:
    """Sort as Meeting.Meta.ordering does, oldest first."""
    if meeting.first_day is None or meeting.last_day is None:
        return date.min, date.min, meeting.pk
    # Of two that begin together the one that is known more precisely is the newer.
    return meeting.first_day, date.max - (meeting.last_day - date.min), meeting.pk
