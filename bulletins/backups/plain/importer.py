"""An archive from the files of a plain export, all of it or nothing.

Numbers of bulletins, meetings and revisions stay what they were, and so do addresses of pages.
People and priorities are written from the meeting's record, and get numbers of their own. Users
come without passwords.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError, DeserializedObject
from django.db import DataError, IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from bulletins.backups.container import read_chunks
from bulletins.backups.errors import BackupError
from bulletins.backups.plain import layout
from bulletins.backups.plain.checksums import verify_checksums
from bulletins.backups.plain.tables import MEETING_STATE_COLUMNS, TABLES, from_rows, models_of
from bulletins.ingest import copy_original
from bulletins.models import Bulletin, ExcludedParagraph, Meeting
from bulletins.reading import MeetingRecord
from bulletins.records import apply_record
from common.commands import unknown_migrations
from common.progress import Progress
from search import services

# What a file raises that is not as the exporter wrote it.
_FILE_ERRORS = (
    AttributeError,
    DataError,
    DeserializationError,
    IntegrityError,
    KeyError,
    TypeError,
    ValidationError,
    ValueError,
)


@dataclass
class ImportedArchive:
    """The amount imported, and who can log in once a password has been set."""

    bulletins: int = 0
    meetings: int = 0
    revisions: int = 0
    superusers: tuple[str, ...] = ()


def import_archive(folder: Path, progress: Progress) -> ImportedArchive:
    """Import a plain export into an archive without bulletins, users and revisions.

    Provinces, themes and lexicon of a new archive are replaced. Originals are stored first; all
    rows are written in one transaction.

    Raises BackupError where the archive is not empty, or a file is missing or damaged; OSError,
    OperationalError.
    """
    description = layout.read_json(folder / layout.ARCHIVE)
    _check_version(description)
    verify_checksums(folder, progress)
    with services.batching(), transaction.atomic():
        if any(model.objects.exists() for model in (Bulletin, User, Meeting.history.model)):
            raise BackupError(_("这里已有档案。只导入到空的地方：请把 ARCHIVE_DATA 设成新文件夹。"))
        services.discard_index()
        result = _Importer(folder).read(progress)
        for name in ("bulletins", "meetings", "revisions"):
            if getattr(result, name) != description.get(name):
                raise BackupError(
                    _("导出的文件夹不完整：%(name)s 应有 %(expected)s，只有 %(found)d。")
                    % {
                        "name": name,
                        "expected": description.get(name),
                        "found": getattr(result, name),
                    }
                )
    return result


def _check_version(description: Any) -> None:
    try:
        is_newer = description["format"] > layout.FORMAT or unknown_migrations(
            MigrationLoader(None), [(app, name) for app, name in description["migrations"]]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError(_("%(name)s 不是本程序写的。") % {"name": layout.ARCHIVE}) from error
    if is_newer:
        raise BackupError(
            _("导出来自较新的版本（%(version)s），请用那个版本或更新的程序导入。")
            % {"version": description.get("version")}
        )


class _Importer:
    """Reads the files of an export into tables that are empty or of a new archive."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._result = ImportedArchive()

    def read(self, progress: Progress) -> ImportedArchive:
        self._read_tables()
        folders = sorted((self._root / layout.BULLETINS).glob("*/*"))
        for folder in progress(folders, len(folders)):
            self._read_bulletin(folder)
        superusers = User.objects.filter(is_superuser=True, is_active=True)
        self._result.superusers = tuple(superusers.values_list("username", flat=True))
        _reset_sequences()
        return self._result

    def _read_tables(self) -> None:
        models = [model for table in TABLES for model in models_of(table)]
        # A table before its revisions, which deleting its rows adds to.
        for model in models:
            model._default_manager.all().delete()
        for model in models:
            with _reading(self._root / layout.table_file(model)) as rows:
                for each in from_rows(rows, model):
                    if isinstance(each.object, User):
                        each.object.set_unusable_password()
                    each.save()
        with _reading(self._root / "tables" / layout.DELETED) as rows:
            self._save_revisions(rows)

    def _read_bulletin(self, folder: Path) -> None:
        with _reading(folder / layout.BULLETIN) as content:
            [row] = from_rows([content["bulletin"]], Bulletin)
            bulletin: Any = row.object
            if content["original"]:
                _store_original(folder, content["original"], bulletin.file.name)
            row.save()
            _save(from_rows(content["excluded_paragraphs"], ExcludedParagraph))
        for path in sorted(folder.glob("meeting-*.json")):
            with _reading(path) as content:
                self._save_meeting(content, bulletin)
        with _reading(folder / layout.REVISIONS) as rows:
            self._save_revisions(rows)
        self._result.bulletins += 1

    def _save_meeting(self, content: Any, bulletin: Bulletin) -> None:
        record = MeetingRecord.from_json(content["record"])
        [row] = from_rows([content["row"]], Meeting)
        meeting: Any = row.object
        meeting.bulletin, meeting.index = bulletin, record.index
        state = {name: getattr(meeting, name) for name in MEETING_STATE_COLUMNS}
        apply_record(meeting, record)
        meeting.distinct_from.add(*(row.m2m_data or {})["distinct_from"])
        # As it was, with its times; the meeting has been enqueued for the index by being saved.
        QuerySet(Meeting).filter(pk=meeting.pk).update(**state)
        self._result.meetings += 1

    def _save_revisions(self, rows: Any) -> None:
        self._result.revisions += _save(from_rows(rows, Meeting.history.model))


@contextmanager
def _reading(path: Path) -> Iterator[Any]:
    """Read a file and yield what it has; errors in the block are errors of this file."""
    content = layout.read_json(path)
    try:
        yield content
    except _FILE_ERRORS as error:
        raise BackupError(
            _("%(path)s 的内容不对（%(error)s）。") % {"path": path, "error": error}
        ) from error


def _save(objects: Iterable[DeserializedObject]) -> int:
    number = 0
    for each in objects:
        each.save()
        number += 1
    return number


def _store_original(folder: Path, original: Any, name: str) -> None:
    # Only its last part: a name in a file is no path to follow.
    path = folder / layout.ORIGINAL / Path(str(original["name"])).name
    with path.open("rb") as file:
        copy_original(read_chunks(file), name, str(original["sha256"]))


def _reset_sequences() -> None:
    """Let the next rows get numbers above those that were imported, where a database counts."""
    models: list[type[Model]] = [Bulletin, ExcludedParagraph, Meeting, Meeting.history.model]
    models += [model for table in TABLES for model in models_of(table)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
