"""Where the index lies on disk, and which of it is live.

The index folder holds one folder for each index that was ever begun, and a small file CURRENT
that names the live one and the fingerprint it was made under. Replacing that file is what makes
a rebuilt index live: at once, whole, and never if the rebuild dies before. An index whose
fingerprint is another one, or that cannot be opened, is not used.

TOC and postings are pickles, so nobody but the site's user may write here (mode 0700).
"""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

_FOLDER_PREFIX = "index-"
_CURRENT = "CURRENT"
_SIZES = "SIZES"
_JOURNAL = "JOURNAL"
# How often a waiting writer looks again; a commit takes about as long.
_LOOK_AGAIN_SECONDS = 0.01


class NotUsable(Exception):
    """There is no index, or it cannot be read, or it was made under other rules."""


@dataclass(frozen=True, slots=True)
class Store:
    """The index folder of one connection."""

    path: Path
    fingerprint: str

    def live_folder(self) -> Path:
        """The folder of the live index. Raises NotUsable."""
        try:
            current = json.loads((self.path / _CURRENT).read_bytes())
            folder, fingerprint = str(current["folder"]), current["fingerprint"]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise NotUsable("no index") from error
        if fingerprint != self.fingerprint:
            raise NotUsable("index made under other rules")
        return self.path / Path(folder).name

    def new_index(self, schema: Schema) -> FileIndex:
        """Begin an empty index beside the live one; what changes from now on is journalled."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = self.path / f"{_FOLDER_PREFIX}{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700)
        (folder / _JOURNAL).touch()
        return FileIndex.create(FileStorage(str(folder)), schema)

    def journal(self, identifiers: Iterable[str]) -> None:
        """Tell every index that is being made what is about to change in the live one.

        The caller is the writer.
        """
        lines = "".join(f"{identifier}\n" for identifier in identifiers)
        for journal in self.path.glob(f"{_FOLDER_PREFIX}*/{_JOURNAL}"):
            with journal.open("a", encoding="utf-8") as file:
                file.write(lines)

    def journalled(self, index: FileIndex) -> set[str]:
        """What has changed in the live index since `index` was begun."""
        return set((Path(index.storage.folder) / _JOURNAL).read_text(encoding="utf-8").split())

    def make_live(self, index: FileIndex) -> None:
        """Let `index` be the one that searches read from now on. The caller is the writer."""
        folder = Path(index.storage.folder)
        (folder / _JOURNAL).unlink()
        before = self._named_folder()
        content = {"folder": folder.name, "fingerprint": self.fingerprint}
        _put_in_place(self.path / _CURRENT, json.dumps(content))
        if before is not None and before != folder:
            shutil.rmtree(before, ignore_errors=True)

    def discard(self, index: FileIndex) -> None:
        """Remove an index that was begun and will not be finished."""
        shutil.rmtree(index.storage.folder, ignore_errors=True)

    def clear_away(self) -> None:
        """Remove what killed rebuilds left. The caller holds both locks.

        Only what this class itself named: a folder set by mistake keeps what is in it.
        """
        live = self._named_folder()
        for leftover in self.path.glob(f"{_FOLDER_PREFIX}*"):
            if leftover != live:
                shutil.rmtree(leftover, ignore_errors=True)
        for leftover in self.path.glob(f"{_CURRENT}.*"):
            leftover.unlink(missing_ok=True)

    def _named_folder(self) -> Path | None:
        """The folder that CURRENT names, whatever rules it was made under."""
        try:
            current = json.loads((self.path / _CURRENT).read_bytes())
            return self.path / Path(str(current["folder"])).name
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def writing(self, wait_seconds: float = 0) -> AbstractContextManager[bool]:
        """Be the one writer of the live index; yields whether that was got in the given time."""
        return self._holding("lock", wait_seconds)

    def rebuilding(self, wait_seconds: float = 0) -> AbstractContextManager[bool]:
        """Be the one who makes the index anew; the live one may be written meanwhile."""
        return self._holding("rebuild.lock", wait_seconds)

    @contextmanager
    def _holding(self, name: str, wait_seconds: float) -> Iterator[bool]:
        # These locks bind threads and processes of one machine; a process that dies lets go.
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock_file = self.path.with_name(f"{self.path.name}.{name}")
        descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            yield _lock(descriptor, time.monotonic() + wait_seconds)
        finally:
            os.close(descriptor)


def _lock(descriptor: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK_AGAIN_SECONDS)
        else:
            return True


def settle(folder: Path) -> None:
    """See to it that an index survives a power cut, and note how long its files are."""
    files = [
        path for path in folder.iterdir() if path.is_file() and path.name not in (_SIZES, _JOURNAL)
    ]
    sizes = {path.name: path.stat().st_size for path in files}
    _put_in_place(folder / _SIZES, json.dumps(sizes))
    for path in files:
        _sync(path)


def check_lengths(folder: Path, segment: str) -> None:
    """Raise NotUsable where a file of a segment is not as long as when it was written.

    Whoosh maps its files and would find out in the middle of an answer, or never.
    """
    try:
        sizes = json.loads((folder / _SIZES).read_bytes())
    except FileNotFoundError:
        return  # killed before the lengths of the first commit were noted
    except ValueError as error:
        raise NotUsable("lengths unreadable") from error
    for name, size in sizes.items():
        path = folder / name
        if name.startswith(segment) and (not path.exists() or path.stat().st_size != size):
            raise NotUsable(f"{name} is damaged")


def _put_in_place(path: Path, text: str) -> None:
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
