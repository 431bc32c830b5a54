"""Open the package of a .docx within limits, and parse its parts.

python-docx never opens the received package itself: `main_part` first copies the XML parts and
counts the bytes they really unpack to, since the sizes declared in a zip may be false. Pictures
are not unpacked at all.
"""

import io
import zipfile
from pathlib import PurePosixPath
from typing import Any

from bulletins.reading.formats.limits import MAX_MARKUP, DocumentError, Limits
from bulletins.reading.formats.office.docx_xml import Element

# A part of python-docx, which has no types.
Part = Any

DAMAGED = "Word 文件已损坏或不完整，请重新保存后再上传。"
_ENCRYPTED_FLAG = 1
_CHUNK = 1 << 20
# Word writes no others, and zipfile reads those in steps that may unpack without bound.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# python-docx searches a list of all parts for each one; ordinary files have a few dozen.
_MAX_PARTS = 5_000
_MAIN_TYPE = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main"
# Names in other variants of the format, and the usual names: strict OOXML, macros, templates.
_NAME_VARIANTS = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"vnd.ms-word.document.macroEnabled.main", _MAIN_TYPE),
    (b"vnd.ms-word.template.macroEnabledTemplate.main", _MAIN_TYPE),
    (b"vnd.openxmlformats-officedocument.wordprocessingml.template.main", _MAIN_TYPE),
)


def main_part(data: bytes, limits: Limits) -> Part:
    """Return the part with the body. Raises DocumentError."""
    from docx import Document as open_docx

    try:
        return open_docx(_copy_within_limits(data, limits)).part
    except DocumentError:
        raise
    # zipfile, zlib, lxml and python-docx raise a dozen kinds of errors, not all documented, for
    # bytes that are no document; none of them may reach the user who uploaded the file.
    except Exception as error:
        raise DocumentError(DAMAGED) from error


def _copy_within_limits(data: bytes, limits: Limits) -> io.BytesIO:
    """Return a copy of the package in which all parts but XML are empty."""
    copy, bytes_left, markup_left = io.BytesIO(), limits.max_unpacked_bytes, MAX_MARKUP
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(copy, "w") as target:
        entries = archive.infolist()
        if len(entries) > _MAX_PARTS:
            raise DocumentError(DAMAGED)
        for entry in entries:
            if entry.flag_bits & _ENCRYPTED_FLAG:
                raise DocumentError("文件设有密码，请取消密码保护后再上传。")
            if entry.compress_type not in _COMPRESSIONS:
                raise DocumentError(DAMAGED)
            blob = b""
            if entry.filename.lower().endswith((".xml", ".rels")):
                blob = _unpack(archive, entry, bytes_left)
                bytes_left -= len(blob)
                markup_left -= blob.count(b"<") + blob.count(b"=")
                if markup_left < 0:
                    raise DocumentError("Word 文件内容过于复杂，请另存为 .txt 文件后再上传。")
                for variant, usual in _NAME_VARIANTS:
                    blob = blob.replace(variant, usual)
            target.writestr(entry.filename, blob)
    return copy


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, max_bytes: int) -> bytes:
    with archive.open(entry) as packed:
        # A read may return fewer bytes than requested, so read to the end or past the limit.
        chunks, size = [], 0
        while chunk := packed.read(min(_CHUNK, max_bytes - size + 1)):
            chunks.append(chunk)
            size += len(chunk)
            if size > max_bytes:
                raise DocumentError("文件解压后过大，请另存为 .txt 文件后再上传。")
        return b"".join(chunks)


def root(part: Part) -> Element:
    """Return the root element of a part. Raises DocumentError."""
    from docx.oxml import parse_xml
    from lxml.etree import LxmlError

    if hasattr(part, "element"):
        return part.element
    try:
        return parse_xml(part.blob)
    except LxmlError as error:
        raise DocumentError(DAMAGED) from error


def parts_by_kind(part: Part) -> dict[str, Part]:
    """Return the parts that a part refers to, by the last word of the relation (footnotes)."""
    return {
        relation.reltype.rpartition("/")[2]: relation.target_part
        for relation in part.rels.values()
        if not relation.is_external
    }


def part_by_id(part: Part, relation_id: str) -> Part | None:
    """Return the part that a part refers to by this id, None for none within the package."""
    relation = part.rels.get(relation_id)
    return None if relation is None or relation.is_external else relation.target_part


def name_by_id(part: Part, relation_id: str) -> str:
    """Return the file name of what a part refers to, within the package or outside."""
    relation = part.rels.get(relation_id)
    if relation is None:
        return relation_id
    target = relation.target_ref if relation.is_external else relation.target_part.partname
    return PurePosixPath(str(target).replace("\\", "/")).name
