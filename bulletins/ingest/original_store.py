"""Permanent storage of received files on disk, content-addressed by SHA-256.

A file is written completely before the row that refers to it is committed: a crash leaves at most
a file without a row, never a row without its file. Nothing here deletes.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings


def save_original(data: bytes, sha256: str) -> str:
    """Store `data` and return its name relative to MEDIA_ROOT; storing it again changes nothing.

    Raises OSError where the folder is not writable.
    """
    name = f"{sha256[:2]}/{sha256}"
    path = Path(settings.MEDIA_ROOT) / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_atomically(path, data)
    return name


def _write_atomically(path: Path, data: bytes) -> None:
    """Write and sync a temporary file, then rename it: `path` is complete or absent."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".receiving-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
