"""What of a meeting is searched, and how much each part of it weighs."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Model, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from haystack import indexes

from bulletins.exports import table
from bulletins.models import Chair, Meeting, Priority, Province, Speaker, Theme
from bulletins.models.choices import Level
from bulletins.selectors.people import Namesake, find_by_name

# A heading is often a row of clauses; one of them is what is asked for again elsewhere.
_CLAUSE_ENDS = re.compile(r"[，,；;、。：:\s]+")
# Nobody picks a longer one out of a list; it is a sentence.
_LONGEST_PHRASE = 16

# Of more people of one name than these a search would show nothing else.
_MOST_PEOPLE = 5


class LandingPage(NamedTuple):
    """A page that a search leads to before its results, and its meetings where they are counted."""

    kind: str
    label: str
    url: str
    meetings: int | None = None


class MeetingIndex(indexes.SearchIndex, indexes.Indexable):
    """One document for each published meeting.

    `text` has everything in it, so that whatever stands anywhere is found there; what the
    reader concluded is left to its own field (themes, roles), for in quotes only that is found
    which stands there. A boost says
    how much more a word tells where it stands in that part too: the headline says what the
    meeting was about (5), the headings of its tasks nearly so (2.5); a name is asked for as a
    name, a province as a province, a theme as a theme (2); the type of the meeting stands in
    most headlines already (1).
    """

    text = indexes.MultiValueField(document=True, stored=False)
    title = indexes.CharField(model_attr="title", boost=5.0, stored=False)
    headings = indexes.MultiValueField(boost=2.5, stored=False)
    chairs = indexes.MultiValueField(boost=2.0, stored=False)
    speakers = indexes.MultiValueField(boost=2.0, stored=False)
    province = indexes.CharField(model_attr="province__name", null=True, faceted=True, boost=2.0)
    themes = indexes.MultiValueField(faceted=True, boost=2.0)
    meeting_type = indexes.CharField(model_attr="meeting_type", faceted=True, boost=1.0)
    # Filtered and sorted by, never searched as words.
    province_slug = indexes.CharField(
        model_attr="province__slug", null=True, indexed=False, faceted=True
    )
    level = indexes.CharField(model_attr="level", indexed=False, faceted=True)
    year = indexes.IntegerField(model_attr="year", null=True, faceted=True)
    first_day = indexes.DateField(model_attr="first_day", null=True)
    last_day = indexes.DateField(model_attr="last_day", null=True)
    # What a query can be completed with: kind and text of each.
    entries = indexes.MultiValueField(stored=False)

    # Meeting.Meta.ordering; the engine puts the newer row first where even these are equal.
    tie_break_order = ("-first_day", "last_day")

    def get_model(self) -> type[Meeting]:
        return Meeting

    def index_queryset(self, using: str | None = None) -> "QuerySet[Meeting]":
        """Only what everybody may see is in the index."""
        meetings = Meeting.objects.public().select_related("province")
        # Large, or slow to read, and not searched.
        meetings = meetings.defer("evidence", "needs_review", "created_at", "changed_at")
        return meetings.prefetch_related(
            _read_at_once("chairs", Chair.objects.only("meeting", "name", "post")),
            _read_at_once("speakers", Speaker.objects.only("meeting", "name", "post", "role")),
            _read_at_once(
                "priorities", Priority.objects.only("meeting", "section", "heading", "text")
            ),
            _read_at_once("themes", Theme.objects.only("name")),
        )

    def read_queryset(self, using: str | None = None) -> "QuerySet[Meeting]":
        """Return what a page of results shows of a meeting: its row and its province."""
        meetings = Meeting.objects.public().select_related("province")
        return meetings.defer("evidence", "needs_review")  # large, and not shown there

    def get_updated_field(self) -> str:
        return "changed_at"

    def dependencies(self) -> dict[type[Model], Callable[[Any], Iterable[Any]]]:
        """Return the other models shown in a document, with the documents that show a row."""
        return {
            Chair: _its_meeting,
            Speaker: _its_meeting,
            Priority: _its_meeting,
            Province: _meetings_in,
            Theme: _meetings_about,
        }

    def shown_text(self, meeting: Meeting) -> str:
        """Return the text that a result shows passages of."""
        return meeting.body

    def export(self, request: HttpRequest, heading: str, keys: Iterable[int]) -> HttpResponseBase:
        """Answer with the meetings of these keys, in the format that the request asks for."""
        return table.export_meetings(request, heading, table.read_by_pk(request, keys))

    def landing_pages(self, words: Sequence[str]) -> list[LandingPage]:
        """Return the pages of people, provinces and themes that are called just so."""
        found = find_by_name(words)
        people = [
            LandingPage(_("人物"), _in_its_place(each), each.address, each.meetings)
            for each in found[:_MOST_PEOPLE]
            if each.address
        ]
        if len(found) > _MOST_PEOPLE:
            everybody = f"{reverse('people')}?{urlencode({'name': found[0].name})}"
            people.append(LandingPage(_("人物"), _("全部同名的人"), everybody))
        provinces = Province.objects.filter(Q(name__in=words) | Q(short_name__in=words))
        themes = Theme.objects.filter(name__in=words)
        return [
            *people,
            *(LandingPage(_("省份"), each.name, each.get_absolute_url()) for each in provinces),
            *(LandingPage(_("主题"), each.name, each.get_absolute_url()) for each in themes),
        ]

    def facet_labels(self, name: str, values: Iterable[Any]) -> dict[Any, str]:
        """Return how the values of a facet are called on a page."""
        if name == "province_slug":
            return dict(Province.objects.filter(slug__in=values).values_list("slug", "short_name"))
        if name == "level":
            return {value: str(label) for value, label in Level.choices}
        return {value: str(value) for value in values}

    def prepare_text(self, meeting: Meeting) -> list[str]:
        """Return everything, without what stands in the body anyway."""
        parts = [
            meeting.title,
            *(part for each in _rows(meeting, "chairs") for part in (each.name, each.post)),
            *(part for each in _rows(meeting, "speakers") for part in (each.name, each.post)),
            meeting.province.name if meeting.province else "",
            meeting.meeting_type,
            meeting.source,
            meeting.venue,
            *meeting.exchange_units,
            *(part for each in _rows(meeting, "priorities") for part in _parts_of(each)),
        ]
        return [meeting.body, *(part for part in parts if part and part not in meeting.body)]

    def prepare_chairs(self, meeting: Meeting) -> list[str]:
        return [
            part for chair in _rows(meeting, "chairs") for part in (chair.name, chair.post) if part
        ]

    def prepare_speakers(self, meeting: Meeting) -> list[str]:
        return [
            part
            for speaker in _rows(meeting, "speakers")
            for part in (speaker.name, speaker.post, speaker.role)
            if part
        ]

    def prepare_headings(self, meeting: Meeting) -> list[str]:
        return [priority.heading for priority in _rows(meeting, "priorities")]

    def prepare_themes(self, meeting: Meeting) -> list[str]:
        return [theme.name for theme in _rows(meeting, "themes")]

    def prepare_entries(self, meeting: Meeting) -> list[str]:
        return [f"{kind}\x1e{text}" for kind, text in _entries(meeting) if text]


def _read_at_once(relation: str, rows: "QuerySet[Any]") -> "Prefetch[Any]":
    return Prefetch(relation, rows, to_attr=f"{relation}_read")


def _rows(meeting: Meeting, relation: str) -> Iterable[Any]:
    """The rows of a relation: as index_queryset read them, or from the database.

    A list, because Django makes a query set each time that a relation is asked for, also of rows
    that were read before.
    """
    read: list[Any] | None = getattr(meeting, f"{relation}_read", None)
    return getattr(meeting, relation).all() if read is None else read


def _parts_of(priority: Priority) -> tuple[str, str, str]:
    return priority.section, priority.heading, priority.text


def _entries(meeting: Meeting) -> Iterator[tuple[str, str]]:
    for person in (*_rows(meeting, "chairs"), *_rows(meeting, "speakers")):
        yield "person", person.name
    if meeting.province:
        yield "place", meeting.province.name
    yield "place", meeting.venue
    for unit in meeting.exchange_units:
        yield "place", unit
    for theme in _rows(meeting, "themes"):
        yield "theme", theme.name
    for priority in _rows(meeting, "priorities"):
        for clause in _CLAUSE_ENDS.split(priority.heading):
            if len(clause) <= _LONGEST_PHRASE:
                yield "phrase", clause


def _in_its_place(person: Namesake) -> str:
    place = person.province.short_name if person.province else _("地区未载")
    return _("%(name)s（%(place)s）") % {"name": person.name, "place": place}


def _its_meeting(row: Chair | Speaker | Priority) -> list[int]:
    return [row.meeting_id]


def _meetings_about(theme: Theme) -> list[int]:
    return list(theme.meetings.values_list("pk", flat=True))


def _meetings_in(province: Province) -> list[int]:
    return list(Meeting.objects.filter(province=province).values_list("pk", flat=True))
