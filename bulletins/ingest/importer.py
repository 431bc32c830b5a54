"""From a received file to rows: the only writer of meetings.

`read` opens and understands a file without writing to the database, so that a dry run and the
check of an upload form do the very same; `store` writes what was read, in one transaction.
The same bytes twice are one bulletin: the second time changes nothing, and so never undoes a
correction made since.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from bulletins.editing import near_duplicates, revisions
from bulletins.ingest import original_store
from bulletins.ingest.zip_archive import is_zip_of_files, unpack
from bulletins.models import Bulletin, Meeting
from bulletins.reading import Document, DocumentError, MeetingRecord, open_document, read_text
from bulletins.records import lookup_tables, record_writer


@dataclass(frozen=True)
class ParsedFile:
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
class ImportResult:
    """Where a reading is in the archive; `is_new` is False where its bytes already were."""

    bulletin: Bulletin
    is_new: bool


def parse_file(
    name: str, data: bytes, published_on: datetime.date | None = None, source: str = ""
) -> ParsedFile:
    """Open and understand a file by the office's tables. Raises DocumentError in Chinese.

    `published_on` and `source` are what is known besides the text; `source` stands where the
    text names none.
    """
    document = open_document(name, data, settings.READING_LIMITS)
    records = read_text(name, document.text, published_on, lookup_tables.current_tables())
    for record in records:
        record.source = record.source or source or None
    return ParsedFile(name, data, published_on, document, records)


def find_by_bytes(data: bytes) -> Bulletin | None:
    """Return the bulletin that has these very bytes, if the archive has them."""
    return Bulletin.objects.filter(sha256=hashlib.sha256(data).hexdigest()).first()


def import_parsed(
    reading: ParsedFile, *, published: bool, received_by: User | None = None
) -> ImportResult:
    """Write a reading into the archive, whole or not at all.

    `published` says whether its meetings are shown to everybody at once or wait as drafts.
    Raises OSError where the received bytes cannot be kept.
    """
    kept_as = original_store.save_original(reading.data, reading.sha256)
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
                record_writer.apply_record(meeting, record)
                near_duplicates.update_fingerprint(meeting)
                revisions.record_revision(meeting, received_by, _("收入"), is_new=True)
    return ImportResult(bulletin, is_new)


# A pasted text is named by its beginning.
_NAME_LENGTH = 30


@dataclass(frozen=True, slots=True)
class UploadDefaults:
    """What the editor says of what is handed in, where its text does not say it."""

    published_on: datetime.date | None = None
    source: str = ""
    received_by: User | None = None


@dataclass(frozen=True, slots=True)
class UploadResult:
    """What became of one file: its bulletin, new or known before, or why it was not taken."""

    name: str
    bulletin: Bulletin | None = None
    is_new: bool = False
    meetings: int = 0
    error: str = ""
    possible_duplicates: int = 0
    """How many of its meetings may be in the archive already, from another report."""


def import_uploads(
    uploads: Iterable["UploadedFile[bytes]"], given: UploadDefaults
) -> Iterator[UploadResult]:
    """Take in uploaded files, those of a zip one by one, and say of each what became of it."""
    limit = settings.READING_LIMITS.max_bytes
    for upload in uploads:
        name = upload.name or _("未命名")
        if (upload.size or 0) > limit:
            # Not even read.
            cause = _("文件超过 %(limit)d MB，请拆分后再上传。") % {"limit": limit >> 20}
            yield UploadResult(name, error=cause)
            continue
        data = upload.read()
        if is_zip_of_files(name, data):
            yield from _import_zip(name, data, given)
        else:
            yield _import_one(name, data, given)


def import_text(text: str, given: UploadDefaults) -> UploadResult:
    """Take in a pasted text."""
    first_line = text.strip().partition("\n")[0].strip()
    return _import_one(f"{first_line[:_NAME_LENGTH]}.txt", text.encode(), given)


def _import_zip(name: str, data: bytes, given: UploadDefaults) -> Iterator[UploadResult]:
    try:
        for member in unpack(data, settings.READING_LIMITS):
            within = f"{name} › {member.name}"
            if member.data is None:
                yield UploadResult(within, error=member.error)
            else:
                yield _import_one(member.name, member.data, given, shown=within)
    except DocumentError as error:
        yield UploadResult(name, error=str(error))


def _import_one(name: str, data: bytes, given: UploadDefaults, shown: str = "") -> UploadResult:
    shown = shown or name
    if known := find_by_bytes(data):
        return UploadResult(shown, known, meetings=known.meetings.count())
    try:
        reading = parse_file(name, data, given.published_on, given.source)
        stored = import_parsed(reading, published=False, received_by=given.received_by)
    except DocumentError as error:
        return UploadResult(shown, error=str(error))
    except OSError:
        cause = _("文件没有存下来，可能磁盘已满。请告诉管理网站的人，再上传一次。")
        return UploadResult(shown, error=cause)
    alike = _flag_possible_duplicates(stored.bulletin) if stored.is_new else 0
    return UploadResult(
        shown, stored.bulletin, stored.is_new, len(reading.records), possible_duplicates=alike
    )


def _flag_possible_duplicates(bulletin: Bulletin) -> int:
    """Put those of a new bulletin's meetings in the queue that may have been reported before."""
    found = [
        meeting
        for meeting in bulletin.meetings.all()
        if near_duplicates.find_duplicate_candidates(meeting)
    ]
    for meeting in found:
        meeting.needs_review = [*meeting.needs_review, near_duplicates.POSSIBLE_DUPLICATE]
        meeting.save()
    return len(found)


def result_message(received: UploadResult) -> str:
    """Say in a sentence what became of a file."""
    if received.bulletin is None:
        return received.error
    if not received.is_new:
        return _("档案中已有这份简报，没有重复存入。")
    told = _("已收下，读出 %(count)d 次会议。") % {"count": received.meetings}
    if received.possible_duplicates:
        told += _("其中 %(count)d 次可能与已有的会议重复，请并排看。") % {
            "count": received.possible_duplicates
        }
    return told
