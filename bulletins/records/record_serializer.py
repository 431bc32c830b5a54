"""A meeting of the database as the record of docs/formats.md, for all that leaves as JSON."""

from bulletins.models import Meeting
from bulletins.reading import MeetingRecord
from bulletins.reading.records import Chair, Priority, Speaker


def to_record(meeting: Meeting) -> MeetingRecord:
    """Return the record of a meeting as editors corrected it; what is empty there is null here."""
    return MeetingRecord(
        file=meeting.bulletin.name,
        index=meeting.index,
        title=meeting.title or None,
        province=meeting.province.name if meeting.province else None,
        level=meeting.level or None,
        meeting_type=meeting.meeting_type or None,
        date=meeting.date or None,
        date_precision=meeting.date_precision,
        year_source=meeting.year_source or None,
        venue=meeting.venue or None,
        chairs=[Chair(each.name, each.post or None) for each in meeting.chairs.all()],
        speakers=[
            Speaker(each.name, each.post or None, each.role or None)
            for each in meeting.speakers.all()
        ],
        exchange_units=meeting.exchange_units,
        priorities=[
            Priority(
                ordinal=each.ordinal,
                heading=each.heading,
                text=each.text,
                section=each.section or None,
                themes=[theme.name for theme in each.themes.all()],
            )
            for each in meeting.priorities.all()
        ],
        priorities_declared=meeting.priorities_declared,
        themes=[theme.name for theme in meeting.themes.all()],
        source=meeting.source or None,
        body=meeting.body,
        evidence={
            field: [(start, end) for start, end in spans]
            for field, spans in meeting.evidence.items()
        },
        needs_review=meeting.needs_review,
    )
