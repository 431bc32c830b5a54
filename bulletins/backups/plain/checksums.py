"""The SHA-256 of every file of a plain export, in a file that `sha256sum --check` reads.

It tells a file that was cut, changed or mixed up from one that was exported. Whoever changes files
on purpose can write it anew; it proves nothing about who did.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from bulletins.backups.errors import BackupError
from bulletins.backups.plain.layout import ORIGINAL
from common.progress import Progress

CHECKSUMS = "SHA256SUMS"
_SEPARATOR = "  "


def write_checksums(folder: Path) -> None:
    """Write the digests of all files that are in the folder. Raises OSError."""
    with (folder / CHECKSUMS).open("w", encoding="utf-8") as file:
        for path in _files(folder):
            if path.name != CHECKSUMS:
                file.write(f"{_sha256(path)}{_SEPARATOR}{path.relative_to(folder)}\n")


def verify_checksums(folder: Path, progress: Progress) -> None:
    """Raise BackupError unless what an import reads is there as it was exported, and no more.

    Those files are originals and JSON; the others are for people. OSError.
    """
    listed = _read_checksums(folder)
    for name, digest in progress(sorted(listed.items()), len(listed)):
        path = folder / name
        if not _is_imported(path):
            continue
        if not path.is_file():
            raise BackupError(_("导出的文件夹里没有 %(name)s。") % {"name": name})
        if _sha256(path) != digest:
            raise BackupError(
                _("%(name)s 导出以后改动过或已损坏，与 %(checksums)s 不符。")
                % {"name": name, "checksums": CHECKSUMS}
            )
    for path in _files(folder):
        name = str(path.relative_to(folder))
        if _is_imported(path) and name not in listed:
            raise BackupError(
                _("%(name)s 不是导出的文件：%(checksums)s 里没有它。")
                % {"name": name, "checksums": CHECKSUMS}
            )


def _read_checksums(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").split("\n")
        # A name may have the line separator of Unicode, at which `splitlines` would split.
        pairs = [line.split(_SEPARATOR, 1) for line in lines if line]
        return {name: digest for digest, name in pairs}
    except ValueError as error:
        raise BackupError(_("%(name)s 已损坏，读不出来。") % {"name": CHECKSUMS}) from error


def _is_imported(path: Path) -> bool:
    return path.suffix == ".json" or path.parent.name == ORIGINAL


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
