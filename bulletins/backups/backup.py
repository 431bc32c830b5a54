"""Making a backup: the database at one moment, then the originals.

In this order, because an original is stored before its row commits and never deleted: every row of
the copy finds its original. What is received meanwhile is in the backup as well, and in the next.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from bulletins.backups.container import BackupReader, BackupWriter, read_chunks
from bulletins.backups.databases import copy_database
from bulletins.backups.errors import BackupError
from bulletins.backups.manifest import ORIGINALS, Base, Manifest, Member, database_name
from bulletins.ingest import original_names
from common.files import atomic_file
from common.progress import Progress


@dataclass(frozen=True, slots=True)
class BackupResult:
    """SHA-256 and manifest of a new backup; `damaged` are originals with other bytes."""

    sha256: str
    manifest: Manifest
    damaged: list[str]


def write_backup(path: Path, since: Path | None, progress: Progress) -> BackupResult:
    """Write a backup to a new file, which is there when it is whole, and not before.

    Args:
        path: the new file.
        since: an earlier backup; originals that it and its bases have are left out.
        progress: wraps what takes time.

    Raises BackupError where there is such a file already, or `since` is no sound backup; OSError.
    """
    if path.exists():
        raise BackupError(_("%(name)s 已经存在，没有动它；请换一个文件名。") % {"name": path})
    if not path.parent.is_dir():
        raise BackupError(_("没有 %(folder)s 这个文件夹。") % {"folder": path.parent})
    refuse_data_folder(path)
    bases, held = _held_by(BackupReader(since, progress) if since else None)
    with (
        atomic_file(path) as file,
        copy_database(path.parent) as copy,
        BackupWriter(file) as writer,
    ):
        manifest = Manifest(
            vendor=connection.vendor,
            version=program_version(),
            created_at=timezone.localtime().isoformat(timespec="seconds"),
            migrations=copy.migrations,
            bases=bases,
            in_bases=held,
        )
        manifest.members.append(writer.add(database_name(manifest.vendor), copy.chunks))
        in_bases = {member.original for member in held}
        stored = set(original_names())
        manifest.missing = sorted({*copy.originals} - stored - in_bases)
        new = sorted(stored - in_bases)
        for name in progress(new, len(new)):
            manifest.members.append(writer.add(ORIGINALS + name, _original(name)))
        sha256 = writer.finish(manifest)
    damaged = [member.original for member in manifest.originals if not member.is_intact]
    return BackupResult(sha256, manifest, damaged)


def refuse_data_folder(path: Path) -> None:
    """Raise BackupError for a place in the data folder, with which a backup would be lost."""
    if path.resolve().is_relative_to(Path(settings.ARCHIVE_DATA).resolve()):
        raise BackupError(
            _("%(path)s 在数据文件夹里，会和档案一起丢失；请放到别处，最好是另一个磁盘。")
            % {"path": path}
        )


def program_version() -> str:
    """Return the version of the program, from pyproject.toml."""
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def _held_by(earlier: BackupReader | None) -> tuple[list[Base], list[Member]]:
    """Return an earlier backup with its bases, and the originals that they hold intact."""
    if earlier is None:
        return [], []
    manifest = earlier.manifest
    held = [member for member in manifest.originals if member.is_intact]
    base = Base(earlier.digest, earlier.path.resolve().name, manifest.created_at)
    return [base, *manifest.bases], [*held, *manifest.in_bases]


def _original(name: str) -> Iterator[bytes]:
    with (Path(settings.MEDIA_ROOT) / name).open("rb") as file:
        yield from read_chunks(file)
