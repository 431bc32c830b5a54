"""Files as an editor hands them in, a dozen at once or in a zip: each is taken in by itself.

One bad file never spoils the rest. What is said of each is a sentence for the editor: what is
wrong with it and what to do.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from bulletins.editing import near_duplicates
from bulletins.ingest import importer
from bulletins.models import Bulletin
from bulletins.reading import DocumentError
from bulletins.ingest.zip_archive import is_bundle, unpack

# A pasted text is named by its beginning.
_NAME_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Given:
    """What the editor says of what is handed in, where its text does not say it."""

    published_on: datetime.date | None = None
    source: str = ""
    received_by: User | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file: its bulletin, new or known before, or why it was not taken."""

    name: str
    bulletin: Bulletin | None = None
    is_new: bool = False
    meetings: int = 0
    cause: str = ""
    alike: int = 0
    """How many of its meetings may be in the archive already, from another report."""


def receive_files(uploads: Iterable["UploadedFile[bytes]"], given: Given) -> Iterator[Received]:
    """Take in uploaded files, those of a zip one by one, and say of each what became of it."""
    limit = settings.READING_LIMITS.max_bytes
    for upload in uploads:
        name = upload.name or _("未命名")
        if (upload.size or 0) > limit:
            # Not even read.
            cause = _("文件超过 %(limit)d MB，请拆分后再上传。") % {"limit": limit >> 20}
            yield Received(name, cause=cause)
            continue
        data = upload.read()
        if is_bundle(name, data):
            yield from _of_bundle(name, data, given)
        else:
            yield _one(name, data, given)


def receive_text(text: str, given: Given) -> Received:
    """Take in a pasted text."""
    first_line = text.strip().partition("\n")[0].strip()
    return _one(f"{first_line[:_NAME_LENGTH]}.txt", text.encode(), given)


def _of_bundle(name: str, data: bytes, given: Given) -> Iterator[Received]:
    try:
        for member in unpack(data, settings.READING_LIMITS):
            within = f"{name} › {member.name}"
            if member.data is None:
                yield Received(within, cause=member.cause)
            else:
                yield _one(member.name, member.data, given, shown=within)
    except DocumentError as error:
        yield Received(name, cause=str(error))


def _one(name: str, data: bytes, given: Given, shown: str = "") -> Received:
    shown = shown or name
    if known := importer.bulletin_with(data):
        return Received(shown, known, meetings=known.meetings.count())
    try:
        reading = importer.read(name, data, given.published_on, given.source)
        stored = importer.store(reading, published=False, received_by=given.received_by)
    except DocumentError as error:
        return Received(shown, cause=str(error))
    except OSError:
        cause = _("文件没有存下来，可能磁盘已满。请告诉管理网站的人，再上传一次。")
        return Received(shown, cause=cause)
    alike = _doubted(stored.bulletin) if stored.is_new else 0
    return Received(shown, stored.bulletin, stored.is_new, len(reading.records), alike=alike)


def _doubted(bulletin: Bulletin) -> int:
    """Put those of a new bulletin's meetings in the queue that may have been reported before."""
    found = [meeting for meeting in bulletin.meetings.all() if near_duplicates.alike(meeting)]
    for meeting in found:
        meeting.needs_review = [*meeting.needs_review, near_duplicates.PERHAPS_REPORTED]
        meeting.save()
    return len(found)
