"""From a received file to rows: the only writer of meetings.

`read` opens and understands a file without writing to the database, so that a dry run and the
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
from django.utils.translation import gettext as _

from bulletins.editing import revisions
from bulletins.records import lookup_tables, record_writer
from bulletins.ingest import original_store
from bulletins.models import Bulletin, Meeting
from bulletins.reading import Document, MeetingRecord, open_document, read_text


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
    """Open and understand a file by the office's tables. Raises DocumentError in Chinese.

    `published_on` and `source` are what is known besides the text; `source` stands where the
    text names none.
    """
    document = open_document(name, data, settings.READING_LIMITS)
    records = read_text(name, document.text, published_on, lookup_tables.tables())
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
    kept_as = original_store.keep(reading.data, reading.sha256)
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
            for record in reading.records:
                meeting = Meeting(bulletin=bulletin, index=record.index, published=published)
                record_writer.write(meeting, record)
                revisions.note(meeting, received_by, _("收入"), is_new=True)
    return Stored(bulletin, is_new)
