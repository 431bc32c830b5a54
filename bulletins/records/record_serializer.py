"""Serialization of a stored meeting as a meeting record (docs/formats.md).

Every JSON of a meeting is made of this record: API, exports, revisions. The inverse is
`bulletins.records.record_writer`.
"""

from bulletins.models import Meeting
from bulletins.reading import Chair, MeetingRecord, Priority, Speaker


def to_record(meeting: Meeting) -> MeetingRecord:
    """Return the record of a meeting in its current state; empty strings become None.

    Load the meeting by `MeetingQuerySet.with_related` to save queries.
    """
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
        chairs=[Chair(chair.name, chair.post or None) for chair in meeting.chairs.all()],
        speakers=[
            Speaker(speaker.name, speaker.post or None, speaker.role or None)
            for speaker in meeting.speakers.all()
        ],
        exchange_units=meeting.exchange_units,
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
