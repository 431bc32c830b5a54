"""Serialization of a stored meeting as a meeting record (docs/formats.md).

Every JSON of a meeting is made of this record: API, exports, revisions. The inverse is
`bulletins.records.record_writer`.
"""

from typing import Any

from bulletins.fields import Kind, of_kind
from bulletins.models import Meeting
from bulletins.reading import Chair, MeetingRecord, Priority, Speaker

# The columns that have the value of the record, and those in which an unknown one is "".
VALUE_COLUMNS = of_kind(Kind.NUMBER, Kind.WORDS, Kind.BODY)
TEXT_COLUMNS = of_kind(Kind.TEXT, Kind.CHOICE, Kind.DATE)


def to_record(meeting: Meeting) -> MeetingRecord:
    """Return the record of a meeting in its current state; empty strings become None.

    Load the meeting by `MeetingQuerySet.with_related` to save queries.
    """
    columns: dict[str, Any] = {
        **{name: getattr(meeting, name) or None for name in TEXT_COLUMNS},
        **{name: getattr(meeting, name) for name in VALUE_COLUMNS},
    }
    return MeetingRecord(
        file=meeting.bulletin.name,
        index=meeting.index,
        province=meeting.province.name if meeting.province else None,
        date_precision=meeting.date_precision,
        chairs=[Chair(chair.name, chair.post or None) for chair in meeting.chairs.all()],
        speakers=[
            Speaker(speaker.name, speaker.post or None, speaker.role or None)
            for speaker in meeting.speakers.all()
        ],
        priorities=[
            Priority(
                ordinal=priority.ordinal,
                heading=priority.heading,
                text=priority.text,
                section=priority.section or None,
                themes=[theme.name for theme in priority.themes.all()],
            )
            for priority in meeting.priorities.all()
        ],
        themes=[theme.name for theme in meeting.themes.all()],
        evidence={
            field: [(start, end) for start, end in spans]
            for field, spans in meeting.evidence.items()
        },
        needs_review=meeting.needs_review,
        **columns,
    )
