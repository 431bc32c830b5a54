"""Where the index lies on disk, and which of it is live.

The index folder holds one folder for each index that was ever begun, and a small file CURRENT
that names the live one, the format of its files and the fingerprint it was made under. Replacing
that file is what makes a rebuilt index live: at once, whole, and never if the rebuild dies
before. An index of another format, or one that cannot be opened, is not used; one of another
fingerprint (schema, analyzer, lexicon) is *stale*: it goes on answering, as it was made.

Nobody but the site's user may read or write here (mode 0700): unpublished words pass through.
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from search.index.errors import IndexUnavailableError

# Counts up when the files change so that an older index cannot be read any more.
FORMAT_VERSION = 2
_FOLDER_PREFIX = "index-"
_FOLDER_NAME = re.compile(rf"{_FOLDER_PREFIX}[0-9a-f]{{16}}")
_CURRENT = "CURRENT"
_JOURNAL = "JOURNAL"
_WRITING_LOCK = "lock"
# How often a waiting writer looks again; a commit takes about as long.
_RETRY_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class IndexDirectory:
    """The index folder of one connection."""

    path: Path

    def live_folder(self) -> Path:
        """The folder of the live index, stale or not. Raises NotUsable."""
        current = self._current()
        if current.get("format") != FORMAT_VERSION:
            raise IndexUnavailableError(
                "index in a format of another version" if current else "no index"
            )
        return self.path / str(current["folder"])

    def is_stale(self, fingerprint: str) -> bool:
        """Whether there is an index, made under other rules than those of a fingerprint."""
        current = self._current()
        is_ours = current.get("format") == FORMAT_VERSION
        return is_ours and current.get("fingerprint") != fingerprint

    def exists(self) -> bool:
        """Whether an index was ever begun here; without one, nothing is amiss."""
        return self.path.exists() or self._lock_file(_WRITING_LOCK).exists()

    def create_folder(self) -> Path:
        """A folder for an index beside the live one; what changes from now on is journalled."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = self.path / f"{_FOLDER_PREFIX}{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700)
        (folder / _JOURNAL).touch()
        return folder

    def append_journal(self, identifiers: Iterable[str]) -> None:
        """Tell every index that is being made what is about to change in the live one.

        The caller is the writer.
        """
        lines = "".join(f"{identifier}\n" for identifier in identifiers)
        for journal in self.path.glob(f"{_FOLDER_PREFIX}*/{_JOURNAL}"):
            with journal.open("a", encoding="utf-8") as file:
                file.write(lines)

    def read_journal(self, folder: Path) -> set[str]:
        """What has changed in the live index since the one in `folder` was begun."""
        return set((folder / _JOURNAL).read_text(encoding="utf-8").splitlines())

    def activate(self, folder: Path, fingerprint: str) -> None:
        """Let an index be the one that searches read from now on. The caller is the writer.

        `fingerprint` is that of the rules under which it was begun.
        """
        (folder / _JOURNAL).unlink()
        before = self._named_folder()
        content = {"folder": folder.name, "format": FORMAT_VERSION, "fingerprint": fingerprint}
        _replace_file(self.path / _CURRENT, json.dumps(content))
        if before is not None and before != folder:
            shutil.rmtree(before, ignore_errors=True)

    def discard(self, folder: Path) -> None:
        """Remove an index that was begun and will not be finished."""
        shutil.rmtree(folder, ignore_errors=True)

    def remove_abandoned(self) -> None:
        """Remove what killed rebuilds left. The caller is the writer and the one who rebuilds.

        Only what this class itself named: a folder set by mistake keeps what is in it.
        """
        live = self._named_folder()
        for leftover in self.path.glob(f"{_FOLDER_PREFIX}*"):
            if leftover != live:
                shutil.rmtree(leftover, ignore_errors=True)
        for leftover in self.path.glob(f"{_CURRENT}.*"):
            leftover.unlink(missing_ok=True)

    def _current(self) -> dict[str, Any]:
        """What CURRENT says; nothing where it is not there or not readable."""
        path = os.path.join(self.path, _CURRENT)  # noqa: PTH118 (every search asks; Path is slow)
        try:
            status = os.stat(path)  # noqa: PTH116
        except OSError:
            return {}
        return _content(path, (status.st_ino, status.st_mtime_ns, status.st_size))

    def _named_folder(self) -> Path | None:
        """The folder that CURRENT names, whatever it was made by."""
        current = self._current()
        return self.path / str(current["folder"]) if current else None

    def write_lock(self, wait_seconds: float = 0) -> AbstractContextManager[bool]:
        """Be the one writer of the live index; yields whether that was got in the given time."""
        return self._hold_lock(_WRITING_LOCK, wait_seconds)

    def rebuild_lock(self, wait_seconds: float = 0) -> AbstractContextManager[bool]:
        """Be the one who makes the index anew; the live one may be written meanwhile."""
        return self._hold_lock("rebuild.lock", wait_seconds)

    def merge_lock(self) -> AbstractContextManager[bool]:
        """Be the one who merges segments of the live index; it may be written meanwhile."""
        return self._hold_lock("merge.lock", 0)

    def _lock_file(self, name: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{name}")

    @contextmanager
    def _hold_lock(self, name: str, wait_seconds: float) -> Iterator[bool]:
        # These locks bind threads and processes of one machine; a process that dies lets go.
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._lock_file(name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        is_held = False
        try:
            is_held = _acquire(descriptor, time.monotonic() + wait_seconds)
            yield is_held
        finally:
            if is_held:
                # Closing alone would not do: a process forked meanwhile has the lock as well.
                fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)


@lru_cache(maxsize=64)
def _content(path: str, identity: tuple[int, int, int]) -> dict[str, Any]:
    """What a CURRENT says, read once for each time it was put in place."""
    try:
        current = json.loads(Path(path).read_bytes())
    except (OSError, ValueError):
        return {}
    # What is named here is removed one day: nothing but a folder that this class made.
    is_ours = isinstance(current, dict) and _FOLDER_NAME.fullmatch(str(current.get("folder")))
    return current if is_ours else {}


def _acquire(descriptor: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_RETRY_SECONDS)
        else:
            return True


def _replace_file(path: Path, text: str) -> None:
    """Write a small file so that at any moment it is there whole, as it was or as it is."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    fresh.write_text(text, encoding="ascii")
    _sync(fresh)
    fresh.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
