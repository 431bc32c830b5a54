"""Import of received files: from bytes to a bulletin with its meetings, the same for every way in.

`parse_file` opens a file and extracts its meetings without writing to the database; `import_parsed`
writes the result in one transaction. `import_bytes` does both for the upload page and the command:
limits, zip archives, known files, errors as Chinese sentences. Equal bytes are one bulletin:
importing them again changes nothing, and so never undoes a correction. Which meetings are published
says `PublishPolicy`; the others are drafts, and those with doubts in the review queue.
"""

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from bulletins.doubt_kinds import withholding_kind
from bulletins.editing import publishing, revisions
from bulletins.editing.bulletin_paragraphs import search_text
from bulletins.ingest import original_store
from bulletins.ingest.reading_turn import reading_turn
from bulletins.ingest.results import FileResult
from bulletins.ingest.zip_archive import ZipMember, unpack
from bulletins.models import Bulletin, Meeting
from bulletins.reading import (
    BulletinReading,
    Document,
    DocumentError,
    ExcludedParagraph,
    MeetingRecord,
    is_archive_of_files,
    open_document,
    read_bulletin,
)
from bulletins.records import current_tables, write_excluded
from common.storage_errors import storage_error


class PublishPolicy(StrEnum):
    """The imported meetings that are published at once; never a document of another kind."""

    SURE = "sure"
    """Those without a doubt that withholds (`bulletins.doubt_kinds`)."""
    DOUBTED = "doubted"
    """All, with any doubt."""
    NONE = "none"
    """None: all are drafts."""


@dataclass(frozen=True)
class ParsedFile:
    """A received file, its text, its extracted meeting records, and its text that is in none."""

    name: str
    data: bytes
    published_on: datetime.date | None
    document: Document
    records: list[MeetingRecord]
    excluded: list[ExcludedParagraph]

    @property
    def reading(self) -> BulletinReading:
        return BulletinReading(self.records, self.excluded)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class ImportResult:
    """The bulletin of an imported file; `is_new` is False where its bytes were imported before.

    `withheld` counts the drafts with a doubt that withholds, each by the first of its kinds;
    `drafts` all drafts, and `public_doubted` the published meetings with any doubt.
    """

    bulletin: Bulletin
    is_new: bool
    withheld: Counter[str] = field(default_factory=Counter)
    drafts: int = 0
    public_doubted: int = 0


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
    reading = read_bulletin(name, document, published_on, current_tables())
    for record in reading.records:
        record.source = record.source or source or None
    return ParsedFile(name, data, published_on, document, reading.records, reading.excluded)


def find_by_bytes(data: bytes) -> Bulletin | None:
    """Return the bulletin with exactly these bytes, None where there is none."""
    return Bulletin.objects.filter(sha256=hashlib.sha256(data).hexdigest()).first()


def import_parsed(
    parsed: ParsedFile, *, publish: PublishPolicy, received_by: User | None = None
) -> ImportResult:
    """Store a parsed file with its meetings in one transaction.

    Args:
        parsed: the result of `parse_file`.
        publish: which of the meetings are published.
        received_by: the user who uploaded the file; None for commands.

    Raises:
        OSError: the received bytes cannot be stored.
    """
    file_name = original_store.save_original(parsed.data, parsed.sha256)
    withheld: Counter[str] = Counter()
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
                "doubts": list(parsed.document.doubts),
                "search_text": search_text(parsed.reading),
                "published_on": parsed.published_on,
                "received_by": received_by,
            },
        )
        if is_new:
            for record in parsed.records:
                is_wanted = publish is not PublishPolicy.NONE
                meeting = Meeting(bulletin=bulletin, index=record.index, published=is_wanted)
                revisions.create_meeting(meeting, record, received_by, _("收入"))
            if publish is PublishPolicy.DOUBTED:
                publishing.publish(bulletin.meetings.all(), received_by)
            write_excluded(bulletin, parsed.excluded)
            for doubts in bulletin.meetings.drafts().values_list("needs_review", flat=True):
                withheld += _withheld(doubts)
    meetings = bulletin.meetings.all() if is_new else Meeting.objects.none()
    return ImportResult(
        bulletin,
        is_new,
        withheld,
        drafts=meetings.filter(published=False).count(),
        public_doubted=meetings.filter(published=True, is_doubtful=True).count(),
    )


def _withheld(doubts: list[str]) -> Counter[str]:
    """Return the count of one draft with these doubts, by the kind that withholds it."""
    kind = withholding_kind(doubts)
    return Counter([kind.key] if kind else [])


# Characters of the first line of a pasted text that become its file name.
_PASTED_NAME_LENGTH = 30


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How files are imported.

    Args:
        published_on: the day of publication, from which missing years are inferred.
        source: the source of meetings whose text names none.
        received_by: the user who uploads the files; None for commands.
        publish: which of the meetings are published.
        dry_run: only extract the meetings, store nothing.
        in_turn: read each file only while no other upload is read on this machine.
    """

    published_on: datetime.date | None = None
    source: str = ""
    received_by: User | None = None
    publish: PublishPolicy = PublishPolicy.NONE
    dry_run: bool = False
    in_turn: bool = False

    def turn(self) -> AbstractContextManager[bool]:
        """Wait until a file may be read; yields whether it may. Raises OSError."""
        return reading_turn() if self.in_turn else nullcontext(True)


def too_large_error(size: int) -> str:
    """Return why a file of `size` bytes is not imported, "" where it may be."""
    limit = settings.READING_LIMITS.max_bytes
    if size <= limit:
        return ""
    return _("文件超过 %(limit)d MB，请拆分后再上传。") % {"limit": limit >> 20}


def import_bytes(name: str, data: bytes, options: ImportOptions) -> Iterator[FileResult]:
    """Import one file; yield its result, or one for each file of a zip archive.

    Raises OSError where other uploads cannot be waited for.
    """
    if error := too_large_error(len(data)):
        yield FileResult(name, error=error)
    elif is_archive_of_files(name, data):
        yield from _import_zip(name, data, options)
    else:
        yield _import_in_turn(name, data, options)


def import_text(text: str, options: ImportOptions) -> FileResult:
    """Import a pasted text, named by its first line."""
    first_line = text.strip().partition("\n")[0].strip()
    return _import_in_turn(f"{first_line[:_PASTED_NAME_LENGTH]}.txt", text.encode(), options)


def _import_in_turn(name: str, data: bytes, options: ImportOptions) -> FileResult:
    with options.turn() as is_turn:
        return _import_file(name, data, options) if is_turn else _busy(name)


def _busy(name: str) -> FileResult:
    return FileResult(
        name, error=_("服务器正在读取别的文件，这一份还没有读。请过一会儿再上传一次。")
    )


def _import_zip(name: str, data: bytes, options: ImportOptions) -> Iterator[FileResult]:
    members = unpack(data, settings.READING_LIMITS)
    while True:
        # Unpacked in its turn, too. Others have theirs between two members.
        with options.turn() as is_turn:
            result = _import_next(name, members, options) if is_turn else _busy(name)
        if result is None:
            return
        yield result
        if not is_turn:
            return


def _import_next(
    name: str, members: Iterator[ZipMember], options: ImportOptions
) -> FileResult | None:
    """Import the next member of an archive; None after the last one."""
    try:
        member = next(members, None)
    except DocumentError as error:
        return FileResult(name, error=str(error))
    if member is None:
        return None
    display_name = f"{name} › {member.name}"
    if member.data is None:
        return FileResult(display_name, error=member.error)
    return _import_file(member.name, member.data, options, display_name)


def _import_file(
    name: str, data: bytes, options: ImportOptions, display_name: str = ""
) -> FileResult:
    display_name = display_name or name
    if not options.dry_run and (existing := find_by_bytes(data)):
        return FileResult(display_name, existing)
    try:
        parsed = parse_file(name, data, options.published_on, options.source)
        if options.dry_run:
            withheld = sum((_withheld(each.needs_review) for each in parsed.records), Counter())
            return FileResult(display_name, None, True, parsed.records, withheld=withheld)
        result = import_parsed(parsed, publish=options.publish, received_by=options.received_by)
    except DocumentError as error:
        return FileResult(display_name, error=str(error))
    except (OSError, OperationalError) as error:
        message = _("文件没有存下来：%s") % (storage_error(error) or error)
        return FileResult(display_name, error=message, is_storage_error=True)
    return FileResult(
        display_name,
        result.bulletin,
        result.is_new,
        parsed.records if result.is_new else [],
        withheld=result.withheld,
        drafts=result.drafts,
        public_doubted=result.public_doubted,
    )
