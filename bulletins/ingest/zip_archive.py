"""Unpacking of zip archives of bulletins: the name and bytes of each member, or its error.

Archives come from any program and are untrusted: declared sizes are not believed, unpacked bytes
are counted while unpacking, and a bad member does not affect the others. An archive is bounded as
a whole, too: members, unpacked bytes, and the time from its opening, which includes what is done
with its members. What comes after the bound is named and not imported; imported again, the archive
goes on there, since files that are known take no time.
"""

import lzma
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from bulletins.reading import DocumentError, Limits

# More than the bulletins of a department in a year.
MAX_FILES = 500
# Metadata that operating systems add to folders.
_SYSTEM_FILES = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}
# General purpose bit flags of a member (PKWARE APPNOTE, 4.4.4).
_ENCRYPTED_FLAG = 0x1
_UTF8_FLAG = 0x800
_CHUNK_SIZE = 1 << 16
_TOO_LARGE = "压缩包解压后过大，这个文件没有读，请分几次打包后再上传。"
_OUT_OF_TIME = "压缩包没有在限定时间内读完，这个文件还没有读，请把它再上传一次，或分几次上传。"
# Raised by the decompressors of the standard library for corrupt data.
_CORRUPT_DATA_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class ZipMember:
    """A file of an archive; `data` is None where it cannot be imported, for the reason `error`."""

    name: str
    data: bytes | None
    error: str = ""


def unpack(data: bytes, limits: Limits) -> Iterator[ZipMember]:
    """Yield the files of an archive in its order, without folders and system files.

    Raises DocumentError with a Chinese message where the archive cannot be opened, is empty, or
    has more than `MAX_FILES` files.
    """
    deadline = time.monotonic() + limits.max_seconds
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = [member for member in archive.infolist() if _is_file(member)]
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DocumentError("压缩包已损坏，打不开，请重新打包后再上传。") from error
    if not members:
        raise DocumentError("压缩包里没有文件，请核对后再上传。")
    if len(members) > MAX_FILES:
        raise DocumentError(
            f"压缩包里有 {len(members)} 个文件，超过 {MAX_FILES} 个，请分几次上传。"
        )
    with archive:
        bytes_left = limits.max_archive_bytes
        for member in members:
            if time.monotonic() >= deadline:
                yield ZipMember(_file_name(member), None, _OUT_OF_TIME)
                continue
            unpacked, size = _unpack_member(archive, member, limits, bytes_left)
            bytes_left -= size
            yield unpacked


def _is_file(member: zipfile.ZipInfo) -> bool:
    parts = set(PurePosixPath(member.filename).parts)
    return not member.is_dir() and not parts & _SYSTEM_FILES


def _file_name(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(_decoded_name(member).replace("\\", "/")).name or "未命名"


def _unpack_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits, bytes_left: int
) -> tuple[ZipMember, int]:
    """Return a member and how many bytes were unpacked for it, at most `bytes_left` and a chunk."""
    name = _file_name(member)
    data = bytearray()
    if member.flag_bits & _ENCRYPTED_FLAG:
        error = "压缩包里的这个文件设有密码，请解压后单独上传。"
        return ZipMember(name, None, error), 0
    if bytes_left <= 0:
        return ZipMember(name, None, _TOO_LARGE), 0
    try:
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK_SIZE):
                data += chunk
                if len(data) > min(limits.max_bytes, bytes_left):
                    megabytes = limits.max_bytes >> 20
                    error = f"文件超过 {megabytes} MB，请拆分后再上传。"
                    if len(data) > bytes_left:
                        error = _TOO_LARGE
                    return ZipMember(name, None, error), len(data)
    except _CORRUPT_DATA_ERRORS:
        error = "压缩包里的这个文件已损坏，请重新打包或单独上传。"
        return ZipMember(name, None, error), len(data)
    return ZipMember(name, bytes(data)), len(data)


def _decoded_name(member: zipfile.ZipInfo) -> str:
    """Return the original name: Chinese Windows programs write GBK without the UTF-8 flag.

    `zipfile` decodes names without the flag as CP437, from which the bytes are recovered.
    """
    if member.flag_bits & _UTF8_FLAG:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename
