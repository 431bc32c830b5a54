"""Import of received files: from bytes to a bulletin with its meetings.

`parse_file` opens a file and extracts its meetings without writing to the database, so that dry
runs and the validation of an upload do the same; `import_parsed` writes the result in one
transaction. Equal bytes are one bulletin: importing them again changes nothing, and so never
undoes a correction. `import_uploads` and `import_text` do both for the upload page, with drafts,
zip archives and the detection of near-duplicates.
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
from bulletins.records import apply_record, current_tables


@dataclass(frozen=True)
class ParsedFile:
    """A received file, its text and its extracted meeting records."""

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
    """The bulletin of an imported file; `is_new` is False where its bytes were imported before."""

    bulletin: Bulletin
    is_new: bool


def parse_file(
    name: str, data: bytes, published_on: datetime.date | None = None, source: str = ""
) -> ParsedFile:
    """Open a file and extract its meetings with the current lookup tables.

    Args:
        name: the file name.
        data: the bytes.
        published_on: the day of publication, from which missing years are inferred.
        source: the source of meetings whose text names none.

    Raises:
        DocumentError: the file cannot be read; the message is in Chinese.
    """
    document = open_document(name, data, settings.READING_LIMITS)
    records = read_text(name, document.text, published_on, current_tables())
    for record in records:
        record.source = record.source or source or None
    return ParsedFile(name, data, published_on, document, records)


def find_by_bytes(data: bytes) -> Bulletin | None:
    """Return the bulletin with exactly these bytes, None where there is none."""
    return Bulletin.objects.filter(sha256=hashlib.sha256(data).hexdigest()).first()


def import_parsed(
    parsed: ParsedFile, *, published: bool, received_by: User | None = None
) -> ImportResult:
    """Store a parsed file with its meetings in one transaction.

    Args:
        parsed: the result of `parse_file`.
        published: whether the meetings are published immediately or are drafts.
        received_by: the user who uploaded the file; None for commands.

    Raises:
        OSError: the received bytes cannot be stored.
    """
    file_name = original_store.save_original(parsed.data, parsed.sha256)
    with transaction.atomic():
        # Of concurrent imports of the same bytes, the unique SHA-256 lets one create the row.
        bulletin, is_new = Bulletin.objects.get_or_create(
            sha256=parsed.sha256,
            defaults={
                "name": Path(parsed.name).name,
                "file": file_name,
                "size": len(parsed.data),
                "media_type": parsed.document.media_type,
                "text": parsed.document.text,
                "published_on": parsed.published_on,
                "received_by": received_by,
            },
        )
        if is_new:
            for record in parsed.records:
                meeting = Meeting(bulletin=bulletin, index=record.index, published=published)
                apply_record(meeting, record)
                near_duplicates.update_fingerprint(meeting)
                revisions.record_revision(meeting, received_by, _("收入"), is_new=True)
    return ImportResult(bulletin, is_new)


# Characters of the first line of a pasted text that become its file name.
_PASTED_NAME_LENGTH = 30


@dataclass(frozen=True, slots=True)
class UploadDefaults:
    """Values that an editor enters for an upload, used where its text has none."""

    published_on: datetime.date | None = None
    source: str = ""
    received_by: User | None = None


@dataclass(frozen=True, slots=True)
class UploadResult:
    """The outcome for one uploaded file: its bulletin, new or existing, or an error message.

    `possible_duplicates` counts its meetings that may have been reported before by another file.
    """

    name: str
    bulletin: Bulletin | None = None
    is_new: bool = False
    meetings: int = 0
    error: str = ""
    possible_duplicates: int = 0


def import_uploads(
    uploads: Iterable["UploadedFile[bytes]"], defaults: UploadDefaults
) -> Iterator[UploadResult]:
    """Import uploaded files as drafts; yield a result for each, and for each file of a zip."""
    limit = settings.READING_LIMITS.max_bytes
    for upload in uploads:
        name = upload.name or _("未命名")
        if (upload.size or 0) > limit:
            # Rejected without reading it.
            error = _("文件超过 %(limit)d MB，请拆分后再上传。") % {"limit": limit >> 20}
            yield UploadResult(name, error=error)
            continue
        data = upload.read()
        if is_zip_of_files(name, data):
            yield from _import_zip(name, data, defaults)
        else:
            yield _import_file(name, data, defaults)


def import_text(text: str, defaults: UploadDefaults) -> UploadResult:
    """Import a pasted text as drafts, named by its first line."""
    first_line = text.strip().partition("\n")[0].strip()
    return _import_file(f"{first_line[:_PASTED_NAME_LENGTH]}.txt", text.encode(), defaults)


def _import_zip(name: str, data: bytes, defaults: UploadDefaults) -> Iterator[UploadResult]:
    try:
        for member in unpack(data, settings.READING_LIMITS):
            display_name = f"{name} › {member.name}"
            if member.data is None:
                yield UploadResult(display_name, error=member.error)
            else:
                yield _import_file(member.name, member.data, defaults, display_name)
    except DocumentError as error:
        yield UploadResult(name, error=str(error))


def _import_file(
    name: str, data: bytes, defaults: UploadDefaults, display_name: str = ""
) -> UploadResult:
    display_name = display_name or name
    if existing := find_by_bytes(data):
        return UploadResult(display_name, existing, meetings=existing.meetings.count())
    try:
        parsed = parse_file(name, data, defaults.published_on, defaults.source)
        result = import_parsed(parsed, published=False, received_by=defaults.received_by)
    except DocumentError as error:
        return UploadResult(display_name, error=str(error))
    except OSError:
        message = _("文件没有存下来，可能磁盘已满。请告诉管理网站的人，再上传一次。")
        return UploadResult(display_name, error=message)
    duplicates = _flag_possible_duplicates(result.bulletin) if result.is_new else 0
    return UploadResult(
        display_name,
        result.bulletin,
        result.is_new,
        len(parsed.records),
        possible_duplicates=duplicates,
    )


def _flag_possible_duplicates(bulletin: Bulletin) -> int:
    """Add a doubt to each meeting that may have been reported before; return their number."""
    flagged = [
        meeting
        for meeting in bulletin.meetings.all()
        if near_duplicates.find_duplicate_candidates(meeting)
    ]
    for meeting in flagged:
        meeting.needs_review = [*meeting.needs_review, near_duplicates.POSSIBLE_DUPLICATE]
        meeting.save()
    return len(flagged)


def result_message(result: UploadResult) -> str:
    """Return the outcome of an upload as a Chinese sentence."""
    if result.bulletin is None:
        return result.error
    if not result.is_new:
        return _("档案中已有这份简报，没有重复存入。")
    message = _("已收下，读出 %(count)d 次会议。") % {"count": result.meetings}
    if result.possible_duplicates:
        message += _("其中 %(count)d 次可能与已有的会议重复，请并排看。") % {
            "count": result.possible_duplicates
        }
    return message
