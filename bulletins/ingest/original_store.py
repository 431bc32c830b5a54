"""Permanent storage of received files on disk, content-addressed by SHA-256.

A file is written completely before the row that refers to it is committed: a crash leaves at most
a file without a row, never a row without its file. Nothing here deletes.
"""

from pathlib import Path

from django.conf import settings

from common.files import atomic_write


def save_original(data: bytes, sha256: str) -> str:
    """Store `data` and return its name relative to MEDIA_ROOT; storing it again changes nothing.

    Raises OSError where the folder is not writable.
    """
    name = f"{sha256[:2]}/{sha256}"
    path = Path(settings.MEDIA_ROOT) / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic_write(path, data)
    return name
