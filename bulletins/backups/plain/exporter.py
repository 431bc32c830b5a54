"""Writing the whole archive as plain files, as it is at one moment, while the site runs."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletins.backups.backup import program_version, refuse_data_folder
from bulletins.backups.container import read_chunks
from bulletins.backups.databases import read_snapshot
from bulletins.backups.errors import BackupError
from bulletins.backups.plain import layout
from bulletins.backups.plain.checksums import write_checksums
from bulletins.backups.plain.tables import TABLES, models_of, to_rows
from bulletins.exports import DOCUMENT_FORMATS, csv_line
from bulletins.models import Bulletin, ExcludedParagraph, Meeting
from bulletins.records import to_record
from bulletins.selectors.facts import doubts_text
from common.files import fsync
from common.progress import BATCH, Progress

_INDEX_HEADINGS = (
    "文件夹",
    "简报编号",
    "文件名",
    "会议编号",
    "标题",
    "日期",
    "省份",
    "文种",
    "状态",
    "待核",
)


@dataclass
class ExportResult:
    """The amount written, and the originals that were not as their digests say."""

    bulletins: int = 0
    meetings: int = 0
    revisions: int = 0
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def export_archive(folder: Path, progress: Progress) -> ExportResult:
    """Write the archive into a new folder, which is there when it is whole, and not before.

    What an interrupted export left, `<folder>.partial`, is written anew.

    Raises BackupError where the folder has anything in it; OSError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(
            _("%(folder)s 已有东西，没有动它；请换一个空的或新的文件夹。") % {"folder": folder}
        )
    refuse_data_folder(folder)
    partial = folder.with_name(f"{folder.name}.partial")
    if partial.exists():
        if not (partial / layout.README).exists():
            raise BackupError(_("%(folder)s 不是本程序留下的，没有动它。") % {"folder": partial})
        shutil.rmtree(partial)
    partial.mkdir(mode=0o700, parents=True)
    try:
        result = _write(partial, progress)
    except Exception:
        # A kill leaves it to the next run; a full disk is not left full.
        shutil.rmtree(partial, ignore_errors=True)
        raise
    os.sync()  # a million small files are synced faster together
    if folder.exists():
        folder.rmdir()
    partial.rename(folder)
    fsync(folder.parent)
    return result


def _write(folder: Path, progress: Progress) -> ExportResult:
    """Write all files of an export; those with the counts and the digests are the last."""
    time = timezone.localtime().isoformat(timespec="seconds")
    readme = layout.readme_text(program_version(), time)
    (folder / layout.README).write_text(readme, encoding="utf-8-sig")
    with read_snapshot():
        result = _Exporter(folder).write(progress)
        migrations = sorted(MigrationRecorder.Migration.objects.values_list("app", "name"))
    description = {
        "format": layout.FORMAT,
        "version": program_version(),
        "exported_at": time,
        "migrations": migrations,
        **asdict(result),
    }
    layout.write_json(folder / layout.ARCHIVE, description)
    write_checksums(folder)
    return result


class _Exporter:
    """Writes the folders of an export and counts what is in them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._result = ExportResult()

    def write(self, progress: Progress) -> ExportResult:
        self._write_tables()
        bulletins = Bulletin.objects.order_by("pk")
        rows = bulletins.iterator(chunk_size=BATCH)
        with (self._root / layout.INDEX).open("wb") as index:
            # A byte order mark, without which spreadsheets guess another encoding.
            index.write("\ufeff".encode() + csv_line(_INDEX_HEADINGS))
            for bulletin in progress(rows, bulletins.count()):
                for cells in self._write_bulletin(bulletin):
                    index.write(csv_line(cells))
        return self._result

    def _write_tables(self) -> None:
        (self._root / "tables").mkdir()
        for table in TABLES:
            for model in models_of(table):
                rows = to_rows(model._default_manager.order_by("pk"), model)
                layout.write_json(self._root / layout.table_file(model), rows)
        history = Meeting.history.model
        deleted = history.objects.exclude(bulletin_id__in=Bulletin.objects.values("pk"))
        rows = to_rows(deleted.order_by("pk").iterator(BATCH), history)
        layout.write_json(self._root / "tables" / layout.DELETED, rows)
        self._result.revisions += len(rows)

    def _write_bulletin(self, bulletin: Bulletin) -> Iterator[Iterable[str]]:
        """Write the folder of a bulletin; yield its lines of the index."""
        meetings = list(Meeting.objects.with_related().filter(bulletin=bulletin).order_by("index"))
        name = layout.bulletin_folder(bulletin, meetings[0].year if meetings else None)
        folder = self._root / name
        folder.mkdir(parents=True)
        (folder / layout.TEXT).write_text(bulletin.text, encoding="utf-8")
        excluded = bulletin.excluded_paragraphs.order_by("position")
        layout.write_json(
            folder / layout.BULLETIN,
            {
                "bulletin": to_rows([bulletin], Bulletin)[0],
                "original": self._copy_original(bulletin, folder),
                "excluded_paragraphs": to_rows(excluded, ExcludedParagraph),
            },
        )
        for meeting in meetings:
            content = {
                "record": to_record(meeting).to_json(),
                "row": to_rows([meeting], Meeting)[0],
            }
            layout.write_json(folder / layout.meeting_file(meeting.index, "json"), content)
            text = DOCUMENT_FORMATS["txt"][1](meeting, meeting.get_absolute_url())
            (folder / layout.meeting_file(meeting.index, "txt")).write_bytes(text)
            yield _index_cells(name, bulletin, meeting)
        if not meetings:
            yield [name, str(bulletin.pk), bulletin.name]
        history = Meeting.history.model
        revisions = to_rows(history.objects.filter(bulletin_id=bulletin.pk).order_by("pk"), history)
        layout.write_json(folder / layout.REVISIONS, revisions)
        self._result.bulletins += 1
        self._result.meetings += len(meetings)
        self._result.revisions += len(revisions)

    def _copy_original(self, bulletin: Bulletin, folder: Path) -> dict[str, str] | None:
        """Copy an original under its own name; return its name and digest, None without a file."""
        source = Path(settings.MEDIA_ROOT) / str(bulletin.file)
        if not source.exists():
            self._result.missing.append(bulletin.sha256)
            return None
        name, digest = layout.file_name(bulletin.name), hashlib.sha256()
        (folder / layout.ORIGINAL).mkdir()
        with source.open("rb") as file, (folder / layout.ORIGINAL / name).open("wb") as target:
            for chunk in read_chunks(file):
                digest.update(chunk)
                target.write(chunk)
        if digest.hexdigest() != bulletin.sha256:
            self._result.damaged.append(bulletin.sha256)
        return {"name": name, "sha256": digest.hexdigest()}


def _index_cells(folder: str, bulletin: Bulletin, meeting: Meeting) -> list[str]:
    return [
        folder,
        str(bulletin.pk),
        bulletin.name,
        str(meeting.pk),
        meeting.display_title,
        meeting.date,
        str(meeting.province or ""),
        str(meeting.get_document_kind_display()),
        _("已发布") if meeting.published else _("草稿"),
        doubts_text(meeting),
    ]
