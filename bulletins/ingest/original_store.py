"""The received bytes, kept for ever on disk under their SHA-256.

A file is written whole before the row that names it is committed: a crash leaves at most a
file that nobody names yet, never a row without its bytes. Nothing here deletes.
"""

import os
import tempfile
from pathlib import Path

from django.conf import settings


def save_original(data: bytes, sha256: str) -> str:
    """Store `data` and return its name below MEDIA_ROOT; storing it again changes nothing.

    Raises OSError where the folder cannot be written.
    """
    name = f"{sha256[:2]}/{sha256}"
    path = Path(settings.MEDIA_ROOT) / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_whole(path, data)
    return name


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside `path`, to the disk itself, then rename: `path` is complete or absent."""
    descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=".receiving-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
