"""The file of a backup: a zip that any zip program opens, sealed with its own SHA-256.

Its first member says what it is, uncompressed, so that a cut backup is told from a foreign file;
the last is the manifest. The comment at its end is the SHA-256 of all bytes before: whatever was
cut off or changed is noticed before anything is read. That protects against accidents, not against
somebody who can write the file and knows how it is made. The digest also names a backup for those
that are based on it.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import RawIOBase
from pathlib import Path
from typing import IO, Any, BinaryIO, Self

from django.utils.translation import gettext as _

from bulletins.backups.errors import BackupError
from bulletins.backups.manifest import Manifest, Member
from common.progress import Progress

CHUNK = 1 << 20
_KIND_NAME, _KIND = "mimetype", b"application/x-civil-affairs-archive-backup"
_MANIFEST = "manifest.json"
_SEAL_LENGTH = 64
# The record at the end of a zip begins with its signature; 22 bytes without the comment.
_END, _END_LENGTH = b"PK\x05\x06", 22
# What zipfile raises for a file that is no zip of this program.
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class _Sealing(RawIOBase):
    """A stream that can only be written, and digests all but its last bytes, the seal."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.is_abandoned = False
        self._digest = hashlib.sha256()
        self._tail = b""

    def write(self, data: Any) -> int:
        if self.is_abandoned:
            return len(data)
        self._tail += data
        self._digest.update(self._tail[:-_SEAL_LENGTH])
        self._tail = self._tail[-_SEAL_LENGTH:]
        return self._file.write(data)

    def seal(self) -> str:
        """Write the digest over the last bytes; return the SHA-256 of the file with it."""
        digest = self._digest.hexdigest()
        self._file.seek(-_SEAL_LENGTH, 2)
        self._file.write(digest.encode())
        self._digest.update(digest.encode())
        return self._digest.hexdigest()


class BackupWriter:
    """Writes the members of a backup one after the other, each piece by piece.

    A context manager: after an exception in its block nothing more is written.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._stream = _Sealing(file)
        # Level 1: reports compress nearly as well, in a third of the time.
        self._zip = zipfile.ZipFile(self._stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._zip.comment = b"0" * _SEAL_LENGTH
        self._zip.writestr(_KIND_NAME, _KIND, zipfile.ZIP_STORED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if kind:
            # Else the zip would write its end once it is collected, to a closed file.
            self._stream.is_abandoned = True
            self._zip.close()

    def add(self, name: str, chunks: Iterable[bytes]) -> Member:
        """Add a member; its size and digest are those of what was written."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as target:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                target.write(chunk)
        return Member(name, size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> str:
        """Add the manifest, close the zip and seal it; return the SHA-256 of the file."""
        text = json.dumps(manifest.to_json(), ensure_ascii=False, indent=1)
        self._zip.writestr(_MANIFEST, text.encode())
        self._zip.close()
        return self._stream.seal()


class BackupReader:
    """Reads a backup, after it has been found whole and unchanged.

    Raises BackupError with the reason where it is no backup, cut, changed, or of a newer program;
    OSError where the file cannot be read.
    """

    def __init__(self, path: Path, progress: Progress) -> None:
        self.path = path
        with path.open("rb") as file:
            self.digest = _check_seal(file, path, progress)
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = Manifest.from_json(json.loads(self._zip.read(_MANIFEST)))
        except _ZIP_ERRORS as error:
            raise _changed(path) from error
        names = [_KIND_NAME, *(member.name for member in self.manifest.members), _MANIFEST]
        if sorted(self._zip.namelist()) != sorted(names):
            raise _changed(path)

    def chunks(self, member: Member) -> Iterator[bytes]:
        """Yield the bytes of a member. Raises BackupError where they are not those of the manifest.

        No more is unpacked than the manifest says.
        """
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(member.name) as source:
                while chunk := source.read(CHUNK):
                    size += len(chunk)
                    if size > member.size:
                        raise _changed(self.path)
                    digest.update(chunk)
                    yield chunk
        except _ZIP_ERRORS as error:
            raise _changed(self.path) from error
        if (size, digest.hexdigest()) != (member.size, member.sha256):
            raise _changed(self.path)


def read_chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the bytes of an open file."""
    while chunk := file.read(CHUNK):
        yield chunk


def _check_seal(file: BinaryIO, path: Path, progress: Progress) -> str:
    """Return the digest of a backup. Raises BackupError unless its bytes have that digest."""
    names = {"name": path.name}
    # The fixed part of a zip's first header has 30 bytes; the name follows, then the content.
    head = file.read(30 + len(_KIND_NAME) + len(_KIND))
    if not head.startswith(b"PK\x03\x04") or head[30:] != _KIND_NAME.encode() + _KIND:
        raise BackupError(_("%(name)s 不是本程序的备份。") % names)
    sealed = file.seek(0, 2) - _SEAL_LENGTH
    file.seek(max(sealed - _END_LENGTH, 0))
    end, seal = file.read(_END_LENGTH), file.read(_SEAL_LENGTH)
    if not end.startswith(_END):
        raise BackupError(_("%(name)s 不完整，或者后面被加上了别的。") % names)
    file.seek(0)
    digest, remaining = hashlib.sha256(), sealed
    for _number in progress(range(0, sealed, CHUNK), -(-sealed // CHUNK)):
        chunk = file.read(min(CHUNK, remaining))
        digest.update(chunk)
        remaining -= len(chunk)
    if digest.hexdigest().encode() != seal:
        raise _changed(path)
    return digest.hexdigest()


def _changed(path: Path) -> BackupError:
    return BackupError(
        _("%(name)s 被改动过或已损坏：内容与它的 SHA-256 不符。") % {"name": path.name}
    )
