"""Haystack index of meetings: the indexed fields, their boosts, the text to take fragments from.

What pages of results need beside it belongs in `bulletins.search_results`.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from haystack import indexes

from bulletins.fields import FIELDS, Kind, MeetingField
from bulletins.models import Chair, Meeting, Priority, Province, Speaker, Theme

# A heading is often a sequence of clauses; autocompletion suggests single clauses.
_CLAUSE_ENDS = re.compile(r"[，,；;、。：:\s]+")
# Characters of a suggested phrase; a longer clause is a sentence that nobody picks from a list.
_MAX_PHRASE_LENGTH = 16


class MeetingIndex(indexes.SearchIndex, indexes.Indexable):
    """One document for each published meeting.

    `text` contains all parts of the meeting, so that a term matches wherever it occurs. Only what
    the reader inferred (themes, roles) is in its own field alone, because a phrase query must
    match nothing but what is written. A boost is the extra weight of a term that also occurs in
    that field: the headline says what the meeting was about (5), the headings of its priorities
    nearly so (2.5); names, provinces and themes are searched for as such (2); the type of the
    meeting is in most headlines already (1).
    """

    text = indexes.MultiValueField(document=True, stored=False)
    title = indexes.CharField(model_attr="title", boost=5.0, stored=False)
    headings = indexes.MultiValueField(boost=2.5, stored=False)
    chairs = indexes.MultiValueField(boost=2.0, stored=False)
    speakers = indexes.MultiValueField(boost=2.0, stored=False)
    province = indexes.CharField(model_attr="province__name", null=True, faceted=True, boost=2.0)
    themes = indexes.MultiValueField(faceted=True, boost=2.0)
    meeting_type = indexes.CharField(model_attr="meeting_type", faceted=True, boost=1.0)
    # For filters, facets and sorting, not for full-text search.
    province_slug = indexes.CharField(
        model_attr="province__slug", null=True, indexed=False, faceted=True
    )
    level = indexes.CharField(model_attr="level", indexed=False, faceted=True)
    year = indexes.IntegerField(model_attr="year", null=True, faceted=True)
    first_day = indexes.DateField(model_attr="first_day", null=True)
    last_day = indexes.DateField(model_attr="last_day", null=True)
    # Suggestions for autocompletion: kind and text, separated by U+001E.
    entries = indexes.MultiValueField(stored=False)

    # Meeting.Meta.ordering; the index puts the newer row first where even these are equal.
    tie_break_order = ("-first_day", "last_day")

    def get_model(self) -> type[Meeting]:
        return Meeting

    def index_queryset(self, using: str | None = None) -> "QuerySet[Meeting]":
        """Return the public meetings with everything that a document is built from."""
        meetings = Meeting.objects.public().select_related("province")
        # Large, or slow to read, and not searched.
        meetings = meetings.defer("evidence", "needs_review", "created_at", "changed_at")
        return meetings.prefetch_related(
            _prefetch("chairs", Chair.objects.only("meeting", "name", "post")),
            _prefetch("speakers", Speaker.objects.only("meeting", "name", "post", "role")),
            _prefetch("priorities", Priority.objects.only("meeting", "section", "heading", "text")),
            _prefetch("themes", Theme.objects.only("name")),
        )

    def read_queryset(self, using: str | None = None) -> "QuerySet[Meeting]":
        """Return the public meetings with what a page of results shows of them."""
        meetings = Meeting.objects.public().select_related("province")
        return meetings.defer("evidence", "needs_review")  # large, and not shown in results

    def get_updated_field(self) -> str:
        return "changed_at"

    def dependencies(self) -> dict[type[Model], Callable[[Any], Iterable[Any]]]:
        """Return the other models a document is built from, each with row → affected meetings."""
        return {
            Chair: _meeting_of_row,
            Speaker: _meeting_of_row,
            Priority: _meeting_of_row,
            Province: _meetings_of_province,
            Theme: _meetings_of_theme,
        }

    def shown_text(self, meeting: Meeting) -> str:
        """Return the text whose fragments a result shows."""
        return meeting.body

    def prepare_text(self, meeting: Meeting) -> list[str]:
        """Return the body and every other part of the meeting that the body does not contain."""
        parts = (part for field in FIELDS for part in _written_parts(meeting, field))
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
        return [
            f"{field.autocomplete}\x1e{text}"
            for field in FIELDS
            if field.autocomplete
            for text in _names(meeting, field)
            if text
        ]


def _prefetch(relation: str, rows: "QuerySet[Any]") -> "Prefetch[Any]":
    return Prefetch(relation, rows, to_attr=f"{relation}_prefetched")


def _rows(meeting: Meeting, relation: str) -> Iterable[Any]:
    """Return the rows of a relation as `index_queryset` prefetched them, or from the database.

    Prefetched to a list, because Django builds a query set at each access to a relation, even
    where its rows are prefetched.
    """
    prefetched: list[Any] | None = getattr(meeting, f"{relation}_prefetched", None)
    return getattr(meeting, relation).all() if prefetched is None else prefetched


def _written_parts(meeting: Meeting, field: MeetingField) -> Iterable[str]:
    """Return what is written of a field in the text; nothing of what the reader inferred."""
    match field.kind:
        case Kind.PEOPLE:
            return (part for each in _rows(meeting, field.name) for part in (each.name, each.post))
        case Kind.PRIORITIES:
            return (
                part
                for each in _rows(meeting, field.name)
                for part in (each.section, each.heading, each.text)
            )
        case Kind.TEXT | Kind.WORDS | Kind.PROVINCE:
            return _names(meeting, field)
        case _inferred:
            return ()


def _names(meeting: Meeting, field: MeetingField) -> Iterable[str]:
    """Return the names or phrases that a field has, as autocompletion suggests them."""
    match field.kind:
        case Kind.TEXT:
            return [getattr(meeting, field.name)]
        case Kind.WORDS:
            return list(getattr(meeting, field.name))
        case Kind.PROVINCE:
            return [meeting.province.name] if meeting.province else []
        case Kind.PEOPLE | Kind.THEMES:
            return [row.name for row in _rows(meeting, field.name)]
        case Kind.PRIORITIES:
            clauses = (
                clause
                for row in _rows(meeting, field.name)
                for clause in _CLAUSE_ENDS.split(row.heading)
            )
            return [clause for clause in clauses if len(clause) <= _MAX_PHRASE_LENGTH]
        case _without_names:
            return []


def _meeting_of_row(row: Chair | Speaker | Priority) -> list[int]:
    return [row.meeting_id]


def _meetings_of_theme(theme: Theme) -> list[int]:
    return list(theme.meetings.values_list("pk", flat=True))


def _meetings_of_province(province: Province) -> list[int]:
    return list(Meeting.objects.filter(province=province).values_list("pk", flat=True))
