"""A zip of bulletins → the files in it, each with its name, or with why it cannot be taken.

An office sends a week's bulletins as one archive, packed by whatever program it has. The archive
is somebody else's file: what it says of itself is not believed, what it unpacks to is counted
while unpacking, and one bad member spoils none of the others.
"""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from bulletins.reading import DocumentError, Limits

# More than a year's bulletins of one office.
MAX_FILES = 500
# What systems put beside the files of a folder.
_NOT_FILES = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}
_ENCRYPTED = 0x1
_UTF8 = 0x800
_CHUNK = 1 << 16
# What the packers of Python's library say of bytes that they cannot unpack.
_BROKEN = (
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
    """A file of an archive; `data` is None where `cause` says why it could not be taken."""

    name: str
    data: bytes | None
    error: str = ""


def is_zip_of_files(name: str, data: bytes) -> bool:
    """Whether a file is an archive of files, and not a document that is packed as one."""
    if not (data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06")):
        return False
    if name.lower().endswith((".docx", ".xlsx", ".pptx", ".ofd", ".docm", ".wps")):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as bundle:
            return "[Content_Types].xml" not in bundle.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return name.lower().endswith(".zip")


def unpack(data: bytes, limits: Limits) -> Iterator[ZipMember]:
    """Yield the files of an archive in its order, without folders and what systems add.

    Raises DocumentError with a Chinese sentence where the archive as a whole cannot be opened.
    """
    try:
        bundle = zipfile.ZipFile(BytesIO(data))
        members = [each for each in bundle.infolist() if _is_file(each)]
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DocumentError("压缩包已损坏，打不开，请重新打包后再上传。") from error
    if not members:
        raise DocumentError("压缩包里没有文件，请核对后再上传。")
    if len(members) > MAX_FILES:
        raise DocumentError(
            f"压缩包里有 {len(members)} 个文件，超过 {MAX_FILES} 个，请分几次上传。"
        )
    with bundle:
        for member in members:
            yield _member(bundle, member, limits)


def _is_file(member: zipfile.ZipInfo) -> bool:
    parts = set(PurePosixPath(member.filename).parts)
    return not member.is_dir() and not parts & _NOT_FILES


def _member(bundle: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> ZipMember:
    name = PurePosixPath(_name(member).replace("\\", "/")).name or "未命名"
    if member.flag_bits & _ENCRYPTED:
        return ZipMember(name, None, "压缩包里的这个文件设有密码，请解压后单独上传。")
    read = bytearray()
    try:
        with bundle.open(member) as packed:
            while chunk := packed.read(_CHUNK):
                read += chunk
                if len(read) > limits.max_bytes:
                    most = limits.max_bytes >> 20
                    return ZipMember(name, None, f"文件超过 {most} MB，请拆分后再上传。")
    except _BROKEN:
        return ZipMember(name, None, "压缩包里的这个文件已损坏，请重新打包或单独上传。")
    return ZipMember(name, bytes(read))


def _name(member: zipfile.ZipInfo) -> str:
    """The name as it was: programs of Chinese Windows write GBK where the format has no flag."""
    if member.flag_bits & _UTF8:
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
