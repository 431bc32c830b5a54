"""Writing a meeting record to the rows of a meeting: on import, re-extraction and restoring.

Every field of the record is written, and None empties the column; `published` is not part of a
record and stays as it is. The inverse is `bulletins.records.record_serializer`. Only
`bulletins.editing.revisions` writes records, because it also updates the fingerprint and records
the revision, and `bulletins.backups.plain`, which imports records with their revisions.
"""

from dataclasses import replace

from bulletins.models import Chair, Meeting, Priority, Speaker, Theme
from bulletins.reading import MeetingRecord
from bulletins.records import lookup_tables
from bulletins.records.record_serializer import TEXT_COLUMNS, VALUE_COLUMNS


def apply_record(meeting: Meeting, record: MeetingRecord) -> MeetingRecord:
    """Write a record to a meeting, saved or unsaved, and replace its people and priorities.

    Call it inside a transaction. A province that is in no lookup table becomes a doubt in
    `needs_review`; unknown themes are dropped.

    Returns:
        The record as stored, equal to that which `to_record` makes of the rows.
    """
    province = lookup_tables.find_province(record.province) if record.province else None
    doubts = list(record.needs_review)
    if record.province and not province:
        doubts.append(f"province unknown: {record.province}")
    meeting.province = province
    for name in TEXT_COLUMNS:
        # A kind of document is a member of an enum, which not every database takes for a text.
        setattr(meeting, name, str(getattr(record, name) or ""))
    for name in VALUE_COLUMNS:
        setattr(meeting, name, getattr(record, name))
    meeting.evidence = record.to_json()["evidence"]
    meeting.needs_review = doubts
    is_new = meeting.pk is None
    meeting.save()
    if not is_new:
        for rows in (meeting.chairs, meeting.speakers, meeting.priorities):
            rows.all().delete()
    record = replace(
        record,
        file=meeting.bulletin.name,
        index=meeting.index,
        province=province.name if province else None,
        date_precision=meeting.date_precision,
        needs_review=doubts,
    )
    _write_people(meeting, record)
    return _write_priorities(meeting, record)


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


def _write_priorities(meeting: Meeting, record: MeetingRecord) -> MeetingRecord:
    """Write priorities and themes; return the record with the themes as stored."""
    names = {*record.themes, *(name for each in record.priorities for name in each.themes)}
    themes = lookup_tables.find_themes(names)

    def stored(names: list[str]) -> list[Theme]:
        found = {themes[name] for name in names if name in themes}
        return sorted(found, key=lambda theme: theme.sort_key)

    meeting_themes = stored(record.themes)
    meeting.themes.set(meeting_themes)
    rows = Priority.objects.bulk_create(
        Priority(
            meeting=meeting,
            ordinal=priority.ordinal,
            section=priority.section or "",
            heading=priority.heading,
            text=priority.text,
        )
        for priority in record.priorities
    )
    priority_themes = [stored(priority.themes) for priority in record.priorities]
    # In one query: set() makes three for each priority, half of the time an import takes.
    through = Priority.themes.through
    through.objects.bulk_create(
        through(priority=row, theme=theme)
        for row, row_themes in zip(rows, priority_themes, strict=True)
        for theme in row_themes
    )
    return replace(
        record,
        themes=[theme.name for theme in meeting_themes],
        priorities=[
            replace(priority, themes=[theme.name for theme in row_themes])
            for priority, row_themes in zip(record.priorities, priority_themes, strict=True)
        ],
    )
