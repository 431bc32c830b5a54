"""Extract the text of a .docx: paragraphs, tables and text boxes in document order.

python-docx never opens the received package itself: `_copy_within_limits` first copies the XML
parts and counts the bytes they really unpack to, since the sizes declared in a zip may be false.
Pictures are not unpacked at all.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from bulletins.reading.formats.limits import DocumentError, Limits
from bulletins.reading.formats.office.docx_numbering import Numbering

# An lxml element; lxml has no types.
Element = Any

_DAMAGED = "Word 文件已损坏或不完整，请重新保存后再上传。"
_ENCRYPTED_FLAG = 1
_CHUNK = 1 << 20
# Word writes no others, and zipfile reads those in steps that may unpack without bound.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# python-docx searches a list of all parts for each one; ordinary files have a few dozen.
_MAX_PARTS = 5_000
# A tag or an attribute takes some 100 bytes of memory whatever its length in the file.
_MAX_MARKUP = 3_000_000
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
# Not on the page: deleted and moved text, field codes, ruby annotations, properties.
_INVISIBLE_TAGS = frozenset(["del", "moveFrom", "instrText", "delText", "rt", "rPr", "sectPr"])
_TAG_TEXT = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_FALSE_VALUES = ("0", "false", "off")


def docx_text(data: bytes, limits: Limits) -> str:
    """Return the text of a .docx, a line for each paragraph and table row.

    Raises:
        DocumentError: the file is damaged, locked or beyond the limits.
    """
    part = _main_part(data, limits)
    related = {
        relation.reltype.rpartition("/")[2]: relation.target_part
        for relation in part.rels.values()
        if not relation.is_external
    }
    numbering, styles = (_root(related.get(kind)) for kind in ("numbering", "styles"))
    body = part.element.find("{*}body")
    if body is None:
        raise DocumentError(_DAMAGED)
    lines = list(_BlockReader(Numbering(numbering, styles)).blocks(body))
    for kind in ("footnotes", "endnotes"):
        lines += _notes(_root(related.get(kind)))
    return "\n".join(lines)


def _main_part(data: bytes, limits: Limits) -> Any:
    from docx import Document as open_docx

    try:
        return open_docx(_copy_within_limits(data, limits)).part
    except DocumentError:
        raise
    # zipfile, zlib, lxml and python-docx raise a dozen kinds of errors, not all documented, for
    # bytes that are no document; none of them may reach the user who uploaded the file.
    except Exception as error:
        raise DocumentError(_DAMAGED) from error


def _copy_within_limits(data: bytes, limits: Limits) -> io.BytesIO:
    """Return a copy of the package in which all parts but XML are empty."""
    copy, bytes_left, markup_left = io.BytesIO(), limits.max_unpacked_bytes, _MAX_MARKUP
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(copy, "w") as target:
        entries = archive.infolist()
        if len(entries) > _MAX_PARTS:
            raise DocumentError(_DAMAGED)
        for entry in entries:
            if entry.flag_bits & _ENCRYPTED_FLAG:
                raise DocumentError("文件设有密码，请取消密码保护后再上传。")
            if entry.compress_type not in _COMPRESSIONS:
                raise DocumentError(_DAMAGED)
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


def _root(part: Any) -> Element | None:
    """Return the root element of a part, None for no part. Raises DocumentError."""
    from docx.oxml import parse_xml
    from lxml.etree import LxmlError

    if part is None or hasattr(part, "element"):
        return part and part.element
    try:
        return parse_xml(part.blob)
    except LxmlError as error:
        raise DocumentError(_DAMAGED) from error


def _notes(root: Element | None) -> Iterator[str]:
    """Yield the lines of footnotes or endnotes; those with a type are separators of Word's."""
    for note in root if root is not None else ():
        if not any(key.endswith("}type") for key in note.attrib):
            yield from _BlockReader(Numbering(None, None)).blocks(note)


class _BlockReader:
    """Reader of the lines of a body, a cell, a note or a text box."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def blocks(self, container: Element) -> Iterator[str]:
        """Yield the lines of paragraphs and tables at any depth of wrapping elements."""
        for element in container:
            tag = _tag(element)
            if tag == "p":
                yield from self._paragraph(element)
            elif tag == "tbl":
                yield from self._table(element)
            elif tag == "AlternateContent":
                yield from self.blocks(_alternative(element))
            elif tag not in _INVISIBLE_TAGS:
                yield from self.blocks(element)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        boxes: list[Element] = []
        text = "".join(_characters(paragraph, boxes))
        label = self._numbering.next_label(paragraph) if text.strip() else ""
        yield label + text
        for box in boxes:
            yield from self.blocks(box)

    def _table(self, table: Element) -> Iterator[str]:
        """Yield one line for a row of one-line cells, else the lines of each cell."""
        for row in _nearest(table, "tr"):
            cells = [
                [line for block in self.blocks(cell) for line in block.split("\n") if line.strip()]
                for cell in _nearest(row, "tc")
            ]
            if all(len(cell) <= 1 for cell in cells):
                yield "\t".join(line for cell in cells for line in cell)
            else:
                yield from (line for cell in cells for line in cell)


def _nearest(element: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, without those of nested tables."""
    for child in element:
        if _tag(child) == tag:
            yield child
        elif _tag(child) not in _INVISIBLE_TAGS:
            yield from _nearest(child, tag)


def _characters(element: Element, boxes: list[Element]) -> Iterator[str]:
    """Yield the visible text of a paragraph; append its text boxes to `boxes`."""
    for child in element:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _TAG_TEXT:
            yield _TAG_TEXT[tag]
        elif tag == "txbxContent":
            boxes.append(child)
        elif tag == "AlternateContent":
            yield from _characters(_alternative(child), boxes)
        elif tag not in _INVISIBLE_TAGS and tag != "pPr" and not (tag == "r" and _is_hidden(child)):
            yield from _characters(child, boxes)


def _alternative(element: Element) -> Element:
    """Return the first variant of the same content that has text, or an empty sequence.

    Word writes a text box twice, the second time for old programs.
    """
    choices = [child for child in element if _tag(child) in ("Choice", "Fallback")]
    with_text = (choice for choice in choices if next(choice.iter("{*}t"), None) is not None)
    return next(with_text, ())


def _is_hidden(run: Element) -> bool:
    hidden = run.find("{*}rPr/{*}vanish")
    return hidden is not None and not any(
        value in _FALSE_VALUES for value in hidden.attrib.values()
    )


def _tag(element: Element) -> str:
    """Return the name without its namespace, empty for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
