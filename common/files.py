"""Durable files and locks between processes, for whatever is stored outside the database."""

import fcntl
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

# Between two attempts of a waiting process; a commit of the index takes about as long.
_RETRY_SECONDS = 0.01


class OpenToOthersError(PermissionError):
    """Error for a folder that other users may enter."""


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Write or replace a file piece by piece: it has the old content or the new, whole.

    Yields the new file, open for writing and reading. It is synced to disk and in its place when
    the block has ended; an exception leaves the old state. The new file has mode 0600. Raises
    OSError, and then leaves nothing behind; a kill may leave a file `<name>.<16 hex digits>` beside
    it.
    """
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    fsync(path.parent)


def atomic_write(path: Path, data: bytes) -> None:
    """Write or replace a file from memory; the guarantees are those of `atomic_file`."""
    with atomic_file(path) as file:
        file.write(data)


def read_or_create(path: Path, create: Callable[[], str]) -> str:
    """Return the text of a file that is written once: `create` makes it where it has none.

    Of several processes that start together one creates it, and all use it. The file has mode 0600
    and is synced to disk. Raises OSError, and may then leave it empty, which is as if there were
    none.
    """
    text = path.read_text(encoding="ascii").strip() if path.exists() else ""
    if not text:
        # Locked is the empty file, which is replaced: who waited for it reads the new one.
        with file_lock(path):
            text = path.read_text(encoding="ascii").strip()
            if not text:
                text = create()
                atomic_write(path, text.encode("ascii"))
    return text


def keep_private(folder: Path, marks: Iterable[str]) -> None:
    """Let nobody but its owner into a folder.

    Changed is a folder that is empty or has one of our own files in it, which `marks` names.
    Raises OpenToOthersError for another one that is open to others, which may be anything (`/srv`),
    and where the mode cannot be changed; OSError where it cannot be read.
    """
    if not stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return
    if any(folder.iterdir()) and not any((folder / mark).exists() for mark in marks):
        raise OpenToOthersError(f"{folder} is open to other users")
    try:
        folder.chmod(0o700)
    except PermissionError as error:
        raise OpenToOthersError(f"{folder} belongs to another user") from error
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        raise OpenToOthersError(f"{folder} stays open to other users: its file system has no modes")


def is_writable_by_others(path: Path) -> bool:
    """Return whether another user may change a file or folder. Raises OSError."""
    status = path.stat()
    is_foreign = os.geteuid() not in (0, status.st_uid)
    return is_foreign or bool(stat.S_IMODE(status.st_mode) & 0o022)


def fsync(path: Path) -> None:
    """Sync a file or a folder to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def file_lock(path: Path, wait_seconds: float | None = None) -> Iterator[bool]:
    """Hold the lock of a file, between the threads and processes of one machine.

    A process that dies frees its locks. Raises OSError where the file cannot be created.

    Args:
        path: the lock file; created, and never removed.
        wait_seconds: how long to wait for another holder; None for as long as it takes.

    Yields whether the lock was acquired.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    is_held = False
    try:
        is_held = _acquire(descriptor, wait_seconds)
        yield is_held
    finally:
        if is_held:
            # Closing is not enough: a process forked meanwhile shares the lock.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _acquire(descriptor: int, wait_seconds: float | None) -> bool:
    if wait_seconds is None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return True
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_RETRY_SECONDS)
        else:
            return True
