"""The facts of a meeting as labels and values, in display order."""

from dataclasses import dataclass, replace
from typing import Any

from bulletins.doubt_kinds import doubt_kind, reader_label
from bulletins.fields import FACTS, Kind, MeetingField
from bulletins.formatting import format_date
from bulletins.models import Meeting
from bulletins.models.choices import DocumentKind, YearSource
from bulletins.selectors.people import person_url

# In tables and documents; the themes are not one of the facts there.
TEXT_FACTS = [field for field in FACTS if field.kind is not Kind.THEMES]
FACT_LABELS = [field.fact_label for field in TEXT_FACTS]
# The page says where the year is from in a note beside the date.
PAGE_FACTS = [field for field in FACTS if field.name != "year_source"]


@dataclass(frozen=True, slots=True)
class FactValue:
    """A value of a fact, with its page if it has one; post and role are those of a person."""

    text: str
    post: str = ""
    role: str = ""
    url: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.text, self.post, self.role)))


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as the page of a meeting shows it, with what is in doubt about it, for readers."""

    field: MeetingField
    values: list[FactValue]
    doubts: list[str]

    @property
    def is_inline_list(self) -> bool:
        return self.field.kind in (Kind.WORDS, Kind.THEMES)

    @property
    def is_of_people(self) -> bool:
        return self.field.kind is Kind.PEOPLE


def page_facts(meeting: Meeting) -> list[Fact]:
    """Return the facts that the page of a meeting shows: known ones, `is_always_shown`, doubted."""
    facts = []
    for field in PAGE_FACTS:
        if field.name == "document_kind" and meeting.document_kind == DocumentKind.REPORT:
            continue  # the usual kind goes without saying
        urls = _urls(meeting, field)
        values = [replace(each, url=urls.get(each.text, "")) for each in _values(meeting, field)]
        doubts = _doubts(meeting, field)
        if values or field.is_always_shown or doubts:
            facts.append(Fact(field, values, doubts))
    return facts


def doubts_of_whole(meeting: Meeting) -> list[str]:
    """Return what is in doubt about a whole report that an editor has published, for readers."""
    return [reader_label(doubt) for doubt in meeting.needs_review if doubt_kind(doubt).withholds]


def doubts_text(meeting: Meeting) -> str:
    """Return all that is in doubt about a meeting, for readers; "" where nothing is."""
    return "；".join(map(reader_label, meeting.needs_review))


def _doubts(meeting: Meeting, field: MeetingField) -> list[str]:
    """Return the doubts about a field; one about several is shown at the first."""
    kinds = ((doubt, doubt_kind(doubt)) for doubt in meeting.needs_review)
    return [
        reader_label(doubt)
        for doubt, kind in kinds
        if not kind.withholds and kind.fields[:1] == (field.name,)
    ]


def fact_values(meeting: Meeting) -> list[str]:
    """Return the facts of a meeting in the order of FACT_LABELS, "" for unknown ones."""
    return [
        ("；" if field.kind is Kind.PEOPLE else "、").join(map(str, _values(meeting, field)))
        for field in TEXT_FACTS
    ]


def inferred_year_source(meeting: Meeting) -> str:
    """Return what the year was inferred from; "" where the date itself has it."""
    is_inferred = meeting.year_source and meeting.year_source != YearSource.DATE
    return meeting.get_year_source_display() if is_inferred else ""


def _values(meeting: Meeting, field: MeetingField) -> list[FactValue]:
    value = getattr(meeting, field.name)
    match field.kind:
        case Kind.PEOPLE:
            return [
                FactValue(person.name, person.post, getattr(person, "role", ""))
                for person in value.all()
            ]
        case Kind.THEMES:
            return [FactValue(theme.name) for theme in value.all()]
        case Kind.WORDS:
            return [FactValue(word) for word in value]
        case _single:
            text = _text(meeting, field, value)
            return [FactValue(text)] if text else []


def _text(meeting: Meeting, field: MeetingField, value: Any) -> str:
    if field.name == "year_source":
        return inferred_year_source(meeting)
    if field.kind is Kind.DATE:
        return format_date(value)
    if field.kind is Kind.CHOICE:
        return str(getattr(meeting, f"get_{field.name}_display")())
    if field.kind is Kind.PROVINCE:
        return value.name if value else ""
    return "" if value is None else str(value)


def _urls(meeting: Meeting, field: MeetingField) -> dict[str, str]:
    """Return the pages of a field's values, by their texts."""
    match field.kind:
        case Kind.PROVINCE:
            place = meeting.province
            return {place.name: place.get_absolute_url()} if place else {}
        case Kind.PEOPLE:
            people = getattr(meeting, field.name).all()
            return {each.name: person_url(each.name, meeting.province) for each in people}
        case Kind.THEMES:
            return {theme.name: theme.get_absolute_url() for theme in meeting.themes.all()}
        case _without_pages:
            return {}
