"""From a received file to rows: the only writer of meetings.

`read` opens and understands a file without touching the database, so that a dry run and the
check of an upload form do the very same; `store` writes what was read, in one transaction.
The same bytes twice are one bulletin: the second time changes nothing, and so never undoes a
correction made since.
"""

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from bulletins import originals
from bulletins.models import Bulletin, Chair, Meeting, Priority, Province, Speaker, Theme
from bulletins.reading import Document, MeetingRecord, open_document, read_text
from bulletins.reference import load_themes


@dataclass(frozen=True)
class Reading:
    """A received file and what the reader made of it."""

    name: str
    data: bytes
    published_on: datetime.date | None
    document: Document
    records: list[MeetingRecord]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Stored:
    """Where a reading is in the archive; `is_new` is False where its bytes already were."""

    bulletin: Bulletin
    is_new: bool


def read(
    name: str, data: bytes, published_on: datetime.date | None = None, source: str = ""
) -> Reading:
    """Open and understand a file. Raises DocumentError with a Chinese sentence.

    `published_on` and `source` are what is known besides the text; `source` stands where the
    text names none.
    """
    document = open_document(name, data, settings.READING_LIMITS)
    records = read_text(name, document.text, published_on)
    for record in records:
        record.source = record.source or source or None
    return Reading(name, data, published_on, document, records)


def bulletin_with(data: bytes) -> Bulletin | None:
    """Return the bulletin that has these very bytes, if the archive has them."""
    return Bulletin.objects.filter(sha256=hashlib.sha256(data).hexdigest()).first()


def store(reading: Reading, *, published: bool, received_by: User | None = None) -> Stored:
    """Write a reading into the archive, whole or not at all.

    `published` says whether its meetings are shown to everybody at once or wait as drafts.
    Raises OSError where the received bytes cannot be kept.
    """
    kept_as = originals.keep(reading.data, reading.sha256)
    with transaction.atomic():
        # Of two that store the same bytes at once, the unique SHA-256 lets one create.
        bulletin, is_new = Bulletin.objects.get_or_create(
            sha256=reading.sha256,
            defaults={
                "name": Path(reading.name).name,
                "file": kept_as,
                "size": len(reading.data),
                "media_type": reading.document.media_type,
                "text": reading.document.text,
                "published_on": reading.published_on,
                "received_by": received_by,
            },
        )
        if is_new:
            provinces = Province.objects.in_bulk(field_name="name")
            themes = load_themes()
            for record in reading.records:
                _store_meeting(bulletin, record, provinces, themes, published=published)
    return Stored(bulletin, is_new)


def _store_meeting(
    bulletin: Bulletin,
    record: MeetingRecord,
    provinces: dict[str, Province],
    themes: dict[str, Theme],
    *,
    published: bool,
) -> None:
    province = provinces.get(record.province or "")
    doubts = list(record.needs_review)
    if record.province and not province:
        doubts.append(f"province unknown: {record.province}")
    meeting = Meeting(
        bulletin=bulletin,
        index=record.index,
        title=record.title or "",
        province=province,
        level=record.level or "",
        meeting_type=record.meeting_type or "",
        date=record.date or "",
        year_source=record.year_source or "",
        venue=record.venue or "",
        exchange_units=record.exchange_units,
        priorities_declared=record.priorities_declared,
        source=record.source or "",
        body=record.body,
        evidence=record.to_json()["evidence"],
        needs_review=doubts,
        published=published,
    )
    meeting.save(force_insert=True)
    meeting.themes.set([themes[name] for name in record.themes])
    Chair.objects.bulk_create(
        Chair(
            meeting=meeting,
            position=position,
            name=chair.name,
            post=chair.post or "",
        )
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
    for row, priority in zip(stored, record.priorities, strict=True):
        row.themes.set([themes[name] for name in priority.themes])
