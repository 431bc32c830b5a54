"""Permanent storage of received files on disk, content-addressed by SHA-256.

A file is written completely before the row that refers to it is committed: a crash leaves at most
a file without a row, never a row without its file. Nothing here deletes.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from common.files import atomic_file, atomic_write

# The name of an original relative to MEDIA_ROOT: its SHA-256 in a folder of its first digits.
_NAME = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}")


def original_name(sha256: str) -> str:
    """Return the name of an original relative to MEDIA_ROOT."""
    return f"{sha256[:2]}/{sha256}"


def is_original_name(name: str) -> bool:
    """Return whether a text has the form of `original_name`, and so is safe to be a path."""
    return _NAME.fullmatch(name) is not None


def original_names() -> Iterator[str]:
    """Yield the names of all stored originals, in no order."""
    root = Path(settings.MEDIA_ROOT)
    for path in root.glob("??/*"):
        if is_original_name(name := path.relative_to(root).as_posix()):
            yield name


def copy_original(chunks: Iterable[bytes], name: str, sha256: str) -> None:
    """Store an original piece by piece, unless it is there already with these bytes.

    Its bytes are those of its name, but for one that was damaged on the disk it was copied from.

    Raises ValueError where the bytes are not those of `sha256`, or the name is none; OSError.
    """
    if not is_original_name(name):
        raise ValueError(name)
    path = Path(settings.MEDIA_ROOT) / name
    if path.exists():
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
                return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with atomic_file(path) as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
        if digest.hexdigest() != sha256:
            raise ValueError(name)


def save_original(data: bytes, sha256: str) -> str:
    """Store `data` and return its name relative to MEDIA_ROOT; storing it again changes nothing.

    Raises OSError where the folder is not writable.
    """
    name = original_name(sha256)
    path = Path(settings.MEDIA_ROOT) / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        atomic_write(path, data)
    return name
