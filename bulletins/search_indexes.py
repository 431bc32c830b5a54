"""What of a meeting is searched, and how much each part of it weighs."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, QuerySet
from haystack import indexes

from bulletins.models import Chair, Meeting, Priority, Province, Speaker


class MeetingIndex(indexes.SearchIndex, indexes.Indexable):
    """One document for each published meeting.

    A boost says how much more a word tells there than in the body: the headline says what the
    meeting was about, the headings of its tasks nearly so, and a name is asked for as a name.
    The places where words are merely mentioned again weigh little.
    """

    text = indexes.CharField(document=True, model_attr="body", stored=False)
    title = indexes.CharField(model_attr="title", boost=5.0)
    headings = indexes.MultiValueField(boost=2.5)
    tasks = indexes.MultiValueField(boost=0.5)
    chairs = indexes.MultiValueField(boost=2.0)
    speakers = indexes.MultiValueField(boost=2.0)
    province = indexes.CharField(model_attr="province__name", null=True, faceted=True, boost=2.0)
    source = indexes.CharField(model_attr="source", boost=0.5)
    venue = indexes.CharField(model_attr="venue", boost=0.5)
    exchange_units = indexes.MultiValueField(model_attr="exchange_units", boost=0.5)
    meeting_type = indexes.CharField(model_attr="meeting_type", faceted=True, boost=1.0)
    # Filtered and sorted by, never searched as words.
    province_slug = indexes.CharField(
        model_attr="province__slug", null=True, indexed=False, faceted=True
    )
    level = indexes.CharField(model_attr="level", indexed=False, faceted=True)
    year = indexes.IntegerField(model_attr="year", null=True, faceted=True)
    first_day = indexes.DateField(model_attr="first_day", null=True)
    last_day = indexes.DateField(model_attr="last_day", null=True)

    # Meeting.Meta.ordering; the engine puts the newer row first where even these are equal.
    order_of_equals = ("-first_day", "last_day")

    def get_model(self) -> type[Meeting]:
        return Meeting

    def index_queryset(self, using: str | None = None) -> "QuerySet[Meeting]":
        """Only what everybody may see is in the index."""
        meetings = Meeting.objects.public().select_related("province")
        return meetings.prefetch_related("chairs", "speakers", "priorities")

    def read_queryset(self, using: str | None = None) -> "QuerySet[Meeting]":
        """Return what a page of results shows of a meeting: its row and its province."""
        return Meeting.objects.public().select_related("province")

    def get_updated_field(self) -> str:
        return "changed_at"

    def made_of(self) -> dict[type[Model], Callable[[Any], Iterable[Any]]]:
        """Return the other models shown in a document, with the documents that show a row."""
        return {
            Chair: _its_meeting,
            Speaker: _its_meeting,
            Priority: _its_meeting,
            Province: _meetings_in,
        }

    def facet_labels(self, name: str, values: Iterable[Any]) -> dict[Any, str]:
        """Return how the values of a facet are called on a page."""
        if name == "province_slug":
            return dict(Province.objects.filter(slug__in=values).values_list("slug", "short_name"))
        return {value: str(value) for value in values}

    def prepare_chairs(self, meeting: Meeting) -> list[str]:
        return [part for chair in meeting.chairs.all() for part in (chair.name, chair.post) if part]

    def prepare_speakers(self, meeting: Meeting) -> list[str]:
        return [
            part
            for speaker in meeting.speakers.all()
            for part in (speaker.name, speaker.post, speaker.role)
            if part
        ]

    def prepare_headings(self, meeting: Meeting) -> list[str]:
        return [priority.heading for priority in meeting.priorities.all()]

    def prepare_tasks(self, meeting: Meeting) -> list[str]:
        """Return what the tasks say beyond the body, where most of them are copied from."""
        return [
            part
            for priority in meeting.priorities.all()
            for part in (priority.section, priority.text)
            if part and part not in meeting.body
        ]


def _its_meeting(row: Chair | Speaker | Priority) -> list[int]:
    return [row.meeting_id]


def _meetings_in(province: Province) -> list[int]:
    return list(Meeting.objects.filter(province=province).values_list("pk", flat=True))
