"""Unpacking of zip archives of bulletins: the name and bytes of each member, or its error.

Archives come from any program and are untrusted: declared sizes are not believed, unpacked bytes
are counted while unpacking, and a bad member does not affect the others.
"""

import lzma
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
        for member in members:
            yield _unpack_member(archive, member, limits)


def _is_file(member: zipfile.ZipInfo) -> bool:
    parts = set(PurePosixPath(member.filename).parts)
    return not member.is_dir() and not parts & _SYSTEM_FILES


def _unpack_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> ZipMember:
    name = PurePosixPath(_decoded_name(member).replace("\\", "/")).name or "未命名"
    if member.flag_bits & _ENCRYPTED_FLAG:
        return ZipMember(name, None, "压缩包里的这个文件设有密码，请解压后单独上传。")
    data = bytearray()
    try:
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK_SIZE):
                data += chunk
                if len(data) > limits.max_bytes:
                    megabytes = limits.max_bytes >> 20
                    return ZipMember(name, None, f"文件超过 {megabytes} MB，请拆分后再上传。")
    except _CORRUPT_DATA_ERRORS:
        return ZipMember(name, None, "压缩包里的这个文件已损坏，请重新打包或单独上传。")
    return ZipMember(name, bytes(data))


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
