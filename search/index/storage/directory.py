"""The index folder on disk: the live index, indexes being built, the journal and the locks.

The folder holds one folder for each index, live or being built, and a small file CURRENT that
names the live one, the format of its files and the fingerprint it was made under. Replacing that
file activates a rebuilt index: atomically, and never if the rebuild dies before. An index of
another format, or one that cannot be opened, is not used; one of another fingerprint (schema,
analyzer, dictionary) is *stale*: it is still searched, as it was made (docs/decisions/009).

Only the site's user may read or write here (mode 0700): the index holds unpublished words, and
Whoosh's table of contents is a pickle. One that others could have written is rebuilt, unread.
"""

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from common.files import atomic_write, file_lock, keep_private
from search.index.errors import IndexUnavailableError

# Incremented when the files change so that an older index can no longer be read.
FORMAT_VERSION = 2
_FOLDER_PREFIX = "index-"
_FOLDER_NAME = re.compile(rf"{_FOLDER_PREFIX}[0-9a-f]{{16}}")
_CURRENT = "CURRENT"
_JOURNAL = "JOURNAL"
_WRITE_LOCK = "lock"


@dataclass(frozen=True, slots=True)
class IndexDirectory:
    """The index folder of one connection; immutable, and a key of the shared readers."""

    path: Path

    def live_folder(self) -> Path:
        """Return the folder of the live index, stale or not.

        Raises IndexUnavailableError where there is none, or one of another format.
        """
        current = self._current()
        if current.get("format") != FORMAT_VERSION:
            raise IndexUnavailableError(
                "index of another format version" if current else "no index"
            )
        return self.path / str(current["folder"])

    def is_stale(self, fingerprint: str) -> bool:
        """Return whether there is a live index, made under another fingerprint."""
        current = self._current()
        is_ours = current.get("format") == FORMAT_VERSION
        return is_ours and current.get("fingerprint") != fingerprint

    def exists(self) -> bool:
        """Return whether an index was ever created here; a new site has none."""
        return self.path.exists() or self._lock_file(_WRITE_LOCK).exists()

    def create_folder(self) -> Path:
        """Create a folder for an index beside the live one; changes are journalled from now on.

        The caller holds the write lock, so that no change falls between. Raises PermissionError
        where other users can open the index folder and this process cannot close it to them.
        """
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_private(self.path, marks=(_CURRENT,))
        folder = self.path / f"{_FOLDER_PREFIX}{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700)
        (folder / _JOURNAL).touch()
        return folder

    def append_journal(self, identifiers: Iterable[str]) -> None:
        """Append what is about to change in the live index to the journal of every rebuild.

        The caller holds the write lock.
        """
        lines = "".join(f"{identifier}\n" for identifier in identifiers)
        for journal in self.path.glob(f"{_FOLDER_PREFIX}*/{_JOURNAL}"):
            with journal.open("a", encoding="utf-8") as file:
                file.write(lines)

    def read_journal(self, folder: Path) -> set[str]:
        """Return the identifiers changed in the live index since `folder` was created."""
        return set((folder / _JOURNAL).read_text(encoding="utf-8").splitlines())

    def activate(self, folder: Path, fingerprint: str) -> None:
        """Make an index the live one and remove the one before. The caller holds the write lock.

        `fingerprint` is the one the index was created under.
        """
        (folder / _JOURNAL).unlink()
        previous = self._named_folder()
        content = {"folder": folder.name, "format": FORMAT_VERSION, "fingerprint": fingerprint}
        atomic_write(self.path / _CURRENT, json.dumps(content).encode("ascii"))
        if previous is not None and previous != folder:
            shutil.rmtree(previous, ignore_errors=True)

    def deactivate(self) -> None:
        """Leave no index live; the next rebuild removes the folder of the one that was.

        The caller holds the write lock.
        """
        (self.path / _CURRENT).unlink(missing_ok=True)

    def discard(self, folder: Path) -> None:
        """Remove the folder of an index that will not be finished."""
        shutil.rmtree(folder, ignore_errors=True)

    def remove_abandoned(self) -> None:
        """Remove what killed rebuilds left. The caller holds the write and the rebuild lock.

        Only names of this class's own are removed: a folder configured by mistake keeps its files.
        """
        for leftover in self.abandoned():
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)

    def abandoned(self) -> list[Path]:
        """Return what killed rebuilds left; the caller holds the rebuild lock."""
        live = self._named_folder()
        folders = (each for each in self.path.glob(f"{_FOLDER_PREFIX}*") if each != live)
        return sorted([*folders, *self.path.glob(f"{_CURRENT}.*")])

    def _current(self) -> dict[str, Any]:
        """Return the content of CURRENT; empty where it is missing or unreadable."""
        path = os.path.join(self.path, _CURRENT)  # noqa: PTH118 (on the path of every search; Path is slow)
        try:
            status = os.stat(path)  # noqa: PTH116
        except OSError:
            return {}
        return _read_current(path, (status.st_ino, status.st_mtime_ns, status.st_size))

    def _named_folder(self) -> Path | None:
        """Return the folder that CURRENT names, of whatever format version."""
        current = self._current()
        return self.path / str(current["folder"]) if current else None

    def write_lock(self, wait_seconds: float = 0) -> AbstractContextManager[bool]:
        """Hold the lock of the one writer of the live index.

        Yields whether it was acquired within the given time; the other locks do likewise.
        """
        return self._hold_lock(_WRITE_LOCK, wait_seconds)

    def rebuild_lock(self, wait_seconds: float = 0) -> AbstractContextManager[bool]:
        """Hold the lock of the one rebuild; the live index may be written meanwhile."""
        return self._hold_lock("rebuild.lock", wait_seconds)

    def merge_lock(self) -> AbstractContextManager[bool]:
        """Hold the lock of the one merge of segments; the index may be written meanwhile."""
        return self._hold_lock("merge.lock", 0)

    def _lock_file(self, name: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{name}")

    def _hold_lock(self, name: str, wait_seconds: float) -> AbstractContextManager[bool]:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return file_lock(self._lock_file(name), wait_seconds)


@lru_cache(maxsize=64)
def _read_current(path: str, identity: tuple[int, int, int]) -> dict[str, Any]:
    """Return the content of a CURRENT, read once for each replacement of the file.

    `identity` (inode, mtime, size) is there for the cache key only.
    """
    try:
        current = json.loads(Path(path).read_bytes())
    except (OSError, ValueError):
        return {}
    # The named folder will be removed one day: accept only a name that this class makes.
    is_ours = isinstance(current, dict) and _FOLDER_NAME.fullmatch(str(current.get("folder")))
    return current if is_ours else {}
