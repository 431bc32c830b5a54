"""A record → the rows of a meeting: for what is taken in, read again, or restored.

The other way round is `bulletins.records.record_serializer`. Everything that a record tells is written, and what
it does not tell is emptied; whether everybody may see the meeting is no business of a record.
"""

from bulletins.models import Chair, Meeting, Priority, Speaker
from bulletins.reading import MeetingRecord
from bulletins.records import lookup_tables


def apply_record(meeting: Meeting, record: MeetingRecord) -> None:
    """Make the rows of a meeting, saved before or not, say what a record says.

    Call it inside a transaction.
    """
    province = lookup_tables.find_province(record.province) if record.province else None
    doubts = list(record.needs_review)
    if record.province and not province:
        doubts.append(f"province unknown: {record.province}")
    meeting.title = record.title or ""
    meeting.province = province
    meeting.level = record.level or ""
    meeting.meeting_type = record.meeting_type or ""
    meeting.date = record.date or ""
    meeting.year_source = record.year_source or ""
    meeting.venue = record.venue or ""
    meeting.exchange_units = record.exchange_units
    meeting.priorities_declared = record.priorities_declared
    meeting.source = record.source or ""
    meeting.body = record.body
    meeting.evidence = record.to_json()["evidence"]
    meeting.needs_review = doubts
    is_new = meeting.pk is None
    meeting.save()
    if not is_new:
        for rows in (meeting.chairs, meeting.speakers, meeting.priorities):
            rows.all().delete()
    _write_people(meeting, record)
    _write_priorities(meeting, record)


def _write_people(meeting: Meeting, record: MeetingRecord) -> None:
    Chair.objects.bulk_create(
        Chair(meeting=meeting, position=position, name=chair.name, post=chair.post or "")
        for position, chair in enumerate(record.chairs, start=1)
    )
    Speaker.objects.bulk_create(
        Speaker(
            meeting=meeting,
            position=position,
            name=speaker.name,
            post=speaker.post or "",
            role=speaker.role or "",
        )
        for position, speaker in enumerate(record.speakers, start=1)
    )


def _write_priorities(meeting: Meeting, record: MeetingRecord) -> None:
    named = {*record.themes, *(name for each in record.priorities for name in each.themes)}
    themes = lookup_tables.find_themes(named)
    meeting.themes.set([themes[name] for name in record.themes if name in themes])
    stored = Priority.objects.bulk_create(
        Priority(
            meeting=meeting,
            ordinal=priority.ordinal,
            section=priority.section or "",
            heading=priority.heading,
            text=priority.text,
        )
        for priority in record.priorities
    )
    # At once: set() asks three times for each priority, half the time that storing takes.
    through = Priority.themes.through
    through.objects.bulk_create(
        through(priority=row, theme=themes[name])
        for row, priority in zip(stored, record.priorities, strict=True)
        for name in priority.themes
        if name in themes
    )
