"""The way back: a backup into an empty place, after all of it has been verified.

The database comes last and makes the archive: a restore that was interrupted before is run again,
and keeps the originals that are in their place. What is left of another index is not live any more,
so that the next start makes one from this database.
"""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from bulletins.backups.container import BackupReader
from bulletins.backups.databases import is_empty, place_database, unpack_database
from bulletins.backups.errors import BackupError
from bulletins.backups.manifest import Manifest, Member
from bulletins.ingest import copy_original
from common.commands import unknown_migrations
from common.files import file_lock
from common.progress import Progress
from search import services


def restore_backup(path: Path, base_paths: Sequence[Path], progress: Progress) -> Manifest:
    """Restore a backup and return its manifest; the tables may be those of an earlier version.

    Args:
        path: the backup.
        base_paths: the earlier backups that it is based on, in any order.
        progress: wraps what takes time.

    Raises BackupError where there is an archive already, or a backup is missing or unfit; OSError,
    OperationalError. Then there is no archive, as before.
    """
    with file_lock(Path(settings.ARCHIVE_DATA) / "restore.lock", wait_seconds=0) as is_alone:
        if not is_alone:
            raise BackupError(_("另一个恢复正在进行。"))
        if not is_empty():
            raise BackupError(
                _(
                    "%(folder)s（或它的数据库）里已有档案。只恢复到空的地方：请把 ARCHIVE_DATA "
                    "设成一个新文件夹，用 PostgreSQL 的再建一个空库。如果上一次恢复是最后才中断的，"
                    "档案已经完整：运行 manage.py prepare_archive，再启动网站。"
                )
                % {"folder": settings.ARCHIVE_DATA}
            )
        backup = BackupReader(path, progress)
        manifest = backup.manifest
        _check_version(manifest)
        originals = _find_originals(backup, base_paths, progress)
        with unpack_database(backup) as database:
            for reader, member in progress(originals, len(originals)):
                for _chunk in reader.chunks(member):
                    pass  # verified by being read
            services.discard_index()
            for reader, member in progress(originals, len(originals)):
                with closing(reader.chunks(member)) as chunks:
                    copy_original(chunks, member.original, member.sha256)
            place_database(database)
    return manifest


def _check_version(manifest: Manifest) -> None:
    """Raise BackupError unless this program can use the database of the backup."""
    if manifest.vendor != connection.vendor:
        raise BackupError(
            _("备份的数据库是 %(theirs)s，这里是 %(ours)s：请先改好 DATABASE_URL。")
            % {"theirs": manifest.vendor, "ours": connection.vendor}
        )
    if unknown_migrations(MigrationLoader(None), manifest.migrations):
        raise BackupError(
            _("备份来自较新的版本（%(version)s），请用那个版本或更新的程序恢复。")
            % {"version": manifest.version}
        )


def _find_originals(
    backup: BackupReader, base_paths: Sequence[Path], progress: Progress
) -> list[tuple[BackupReader, Member]]:
    """Return every original of a backup with the reader of the file that has it."""
    needed = {base.digest: base for base in backup.manifest.bases}
    readers = {}
    for path in base_paths:
        reader = BackupReader(path, progress)
        if reader.digest not in needed:
            raise BackupError(
                _("%(name)s 不是 %(backup)s 的基础。")
                % {"name": path.name, "backup": backup.path.name}
            )
        readers[reader.digest] = reader
    if missing := [base for digest, base in needed.items() if digest not in readers]:
        names = "、".join(f"{base.file}（{base.created_at}）" for base in missing)
        raise BackupError(
            _("这份备份只有新的原件，还要写上它的基础：%(names)s。") % {"names": names}
        )
    held = {member: reader for reader in readers.values() for member in reader.manifest.originals}
    try:
        from_bases = [(held[member], member) for member in backup.manifest.in_bases]
    except KeyError as error:
        raise BackupError(_("备份的清单不完整或被改动。")) from error
    return [*((backup, member) for member in backup.manifest.originals), *from_bases]
