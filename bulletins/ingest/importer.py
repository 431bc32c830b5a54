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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from bulletins.doubt_kinds import KINDS, withholding_kind
from bulletins.editing import publishing, revisions
from bulletins.editing.bulletin_paragraphs import search_text
from bulletins.ingest import original_store
from bulletins.ingest.zip_archive import unpack
from bulletins.models import Bulletin, Meeting
from bulletins.reading import (
    MEETING_KINDS,
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
    """

    published_on: datetime.date | None = None
    source: str = ""
    received_by: User | None = None
    publish: PublishPolicy = PublishPolicy.NONE
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class FileResult:
    """The outcome for one file: its bulletin and what was extracted, or an error message.

    Args:
        name: the file name; of a file in a zip archive, that of the archive precedes it.
        bulletin: the bulletin, new or existing; None after an error and in a dry run.
        is_new: whether the file was not in the archive; True in a dry run.
        records: the extracted meetings; empty where the file was in the archive.
        error: the Chinese sentence on why the file was not imported.
        is_storage_error: whether it could be read but not stored.
        withheld: of its records, those that wait for an editor because of a doubt, by the first
            kind of doubt that withholds each. In a dry run that a meeting may have been reported
            before is not known.
        drafts: how many of the records were stored as drafts.
        public_doubted: how many were published with a doubt about a field, or in spite of one.
    """

    name: str
    bulletin: Bulletin | None = None
    is_new: bool = False
    records: list[MeetingRecord] = field(default_factory=list)
    error: str = ""
    is_storage_error: bool = False
    withheld: Counter[str] = field(default_factory=Counter)
    drafts: int = 0
    public_doubted: int = 0

    @property
    def is_known(self) -> bool:
        """Whether the file was in the archive before."""
        return self.bulletin is not None and not self.is_new

    @property
    def meetings(self) -> int:
        """Number of the records that report a meeting."""
        return sum(record.document_kind in MEETING_KINDS for record in self.records)


def too_large_error(size: int) -> str:
    """Return why a file of `size` bytes is not imported, "" where it may be."""
    limit = settings.READING_LIMITS.max_bytes
    if size <= limit:
        return ""
    return _("文件超过 %(limit)d MB，请拆分后再上传。") % {"limit": limit >> 20}


def import_bytes(name: str, data: bytes, options: ImportOptions) -> Iterator[FileResult]:
    """Import one file; yield its result, or one for each file of a zip archive."""
    if error := too_large_error(len(data)):
        yield FileResult(name, error=error)
    elif is_archive_of_files(name, data):
        yield from _import_zip(name, data, options)
    else:
        yield _import_file(name, data, options)


def import_text(text: str, options: ImportOptions) -> FileResult:
    """Import a pasted text, named by its first line."""
    first_line = text.strip().partition("\n")[0].strip()
    return _import_file(f"{first_line[:_PASTED_NAME_LENGTH]}.txt", text.encode(), options)


def _import_zip(name: str, data: bytes, options: ImportOptions) -> Iterator[FileResult]:
    try:
        for member in unpack(data, settings.READING_LIMITS):
            display_name = f"{name} › {member.name}"
            if member.data is None:
                yield FileResult(display_name, error=member.error)
            else:
                yield _import_file(member.name, member.data, options, display_name)
    except DocumentError as error:
        yield FileResult(name, error=str(error))


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
    except OSError as error:
        message = _("文件没有存下来：%s") % error
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


def withheld_phrase(withheld: Mapping[str, int]) -> str:
    """Return why meetings wait for an editor: 5 篇不是会议报道，3 篇有字无法辨认."""
    return "，".join(
        _("%(count)d 篇%(kind)s") % {"count": withheld[kind.key], "kind": kind.summary}
        for kind in KINDS
        if withheld.get(kind.key)
    )


def result_message(result: FileResult) -> str:
    """Return the outcome for an uploaded file, of which all is a draft, in Chinese sentences."""
    if result.is_storage_error:
        return _("文件没有存下来，可能磁盘已满。请告诉管理网站的人，再上传一次。")
    if result.error:
        return result.error
    if not result.is_new:
        return _("档案中已有这份简报，没有重复存入。")
    if result.meetings:
        message = _("已收下，读出 %(count)d 次会议，存为草稿。") % {"count": result.meetings}
    else:
        message = _("已收下，没有读出会议，存为草稿。")
    if result.withheld:
        message += _("待核：%s。") % withheld_phrase(result.withheld)
    return message
