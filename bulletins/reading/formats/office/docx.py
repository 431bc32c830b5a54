"""The text of a .docx: paragraphs, tables and text boxes in the order of the document.

python-docx opens the package, but never the one that arrived: `_within_limits` first copies the
XML parts while counting what they really unpack to, since what a zip says of itself may be a lie.
Pictures are not unpacked at all.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from bulletins.reading.formats.limits import DocumentError, Limits
from bulletins.reading.formats.office.docx_numbering import Numbering

# Word's elements are of lxml, which has no types.
Element = Any

_DAMAGED = "Word 文件已损坏或不完整，请重新保存后再上传。"
_LOCKED = 1
_CHUNK = 1 << 20
# Others are read in steps that may unpack without bound, and Word never writes them.
_USUAL_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# python-docx looks each part up among those seen; ordinary files have a few dozen.
_MOST_PARTS = 5_000
# A tag or an attribute takes some 100 bytes of memory whatever its length in the file.
_MOST_MARKUP = 3_000_000
_MAIN = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main"
# What Word also writes under other names: its strict form, files with macros, templates.
_OTHER_NAMES = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"vnd.ms-word.document.macroEnabled.main", _MAIN),
    (b"vnd.ms-word.template.macroEnabledTemplate.main", _MAIN),
    (b"vnd.openxmlformats-officedocument.wordprocessingml.template.main", _MAIN),
)
# What is in the file but not on the page: deleted and moved away, field codes, readings beside
# characters, the second copy of a text box for old programs.
_UNSEEN = frozenset(["del", "moveFrom", "instrText", "delText", "rt", "rPr", "sectPr"])
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SWITCHED_OFF = ("0", "false", "off")


def text_of_word(data: bytes, limits: Limits) -> str:
    """The text of a .docx. Raises DocumentError."""
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
    lines = list(_Reader(Numbering(numbering, styles)).blocks(body))
    for kind in ("footnotes", "endnotes"):
        lines += _notes(_root(related.get(kind)))
    return "\n".join(lines)


def names_in_zip(data: bytes) -> list[str]:
    """The names of what a zip holds. Raises DocumentError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except Exception as error:  # as in `_main_part`
        raise DocumentError(_DAMAGED) from error


def _main_part(data: bytes, limits: Limits) -> Any:
    from docx import Document as open_docx

    try:
        return open_docx(_within_limits(data, limits)).part
    except DocumentError:
        raise
    # zipfile, zlib, lxml and python-docx raise a dozen kinds of errors for bytes that are no
    # document, not all of them listed; none may reach whoever uploaded such a file.
    except Exception as error:
        raise DocumentError(_DAMAGED) from error


def _within_limits(data: bytes, limits: Limits) -> io.BytesIO:
    """The package again with its XML parts only, all other parts empty."""
    copy, left, markup = io.BytesIO(), limits.max_unpacked_bytes, _MOST_MARKUP
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(copy, "w") as kept:
        entries = archive.infolist()
        if len(entries) > _MOST_PARTS:
            raise DocumentError(_DAMAGED)
        for entry in entries:
            if entry.flag_bits & _LOCKED:
                raise DocumentError("文件设有密码，请取消密码保护后再上传。")
            if entry.compress_type not in _USUAL_PACKING:
                raise DocumentError(_DAMAGED)
            blob = b""
            if entry.filename.lower().endswith((".xml", ".rels")):
                blob = _unpacked(archive, entry, left)
                left -= len(blob)
                markup -= blob.count(b"<") + blob.count(b"=")
                if markup < 0:
                    raise DocumentError("Word 文件内容过于复杂，请另存为 .txt 文件后再上传。")
                for other, usual in _OTHER_NAMES:
                    blob = blob.replace(other, usual)
            kept.writestr(entry.filename, blob)
    return copy


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    with archive.open(entry) as packed:
        # A read may return less than asked for, so it goes on to the end or past the limit.
        chunks, size = [], 0
        while chunk := packed.read(min(_CHUNK, most - size + 1)):
            chunks.append(chunk)
            size += len(chunk)
            if size > most:
                raise DocumentError("文件解压后过大，请另存为 .txt 文件后再上传。")
        return b"".join(chunks)


def _root(part: Any) -> Element | None:
    """The XML of a part, None where there is no such part. Raises DocumentError."""
    from docx.oxml import parse_xml
    from lxml.etree import LxmlError

    if part is None or hasattr(part, "element"):
        return part and part.element
    try:
        return parse_xml(part.blob)
    except LxmlError as error:
        raise DocumentError(_DAMAGED) from error


def _notes(root: Element | None) -> Iterator[str]:
    """The footnotes or endnotes; those with a type are lines that Word draws between."""
    for note in root if root is not None else ():
        if not any(key.endswith("}type") for key in note.attrib):
            yield from _Reader(Numbering(None, None)).blocks(note)


class _Reader:
    """Lines of a body, a cell, a note or a text box."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering

    def blocks(self, container: Element) -> Iterator[str]:
        """The lines of paragraphs and tables, however they are wrapped."""
        for element in container:
            tag = _tag(element)
            if tag == "p":
                yield from self._paragraph(element)
            elif tag == "tbl":
                yield from self._table(element)
            elif tag == "AlternateContent":
                yield from self.blocks(_alternative(element))
            elif tag not in _UNSEEN:
                yield from self.blocks(element)

    def _paragraph(self, paragraph: Element) -> Iterator[str]:
        boxes: list[Element] = []
        text = "".join(_characters(paragraph, boxes))
        number = self._numbering.before(paragraph) if text.strip() else ""
        yield number + text
        for box in boxes:
            yield from self.blocks(box)

    def _table(self, table: Element) -> Iterator[str]:
        """A line for each row whose cells hold a line each; else the lines of each cell."""
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
    """The rows of a table or the cells of a row, not those of a table within."""
    for child in element:
        if _tag(child) == tag:
            yield child
        elif _tag(child) not in _UNSEEN:
            yield from _nearest(child, tag)


def _characters(element: Element, boxes: list[Element]) -> Iterator[str]:
    """The visible characters of a paragraph; its text boxes are put into `boxes`."""
    for child in element:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == "txbxContent":
            boxes.append(child)
        elif tag == "AlternateContent":
            yield from _characters(_alternative(child), boxes)
        elif tag not in _UNSEEN and tag != "pPr" and not (tag == "r" and _is_hidden(child)):
            yield from _characters(child, boxes)


def _alternative(element: Element) -> Element:
    """One of the forms in which the same thing is written: the first, if it says anything."""
    choices = [child for child in element if _tag(child) in ("Choice", "Fallback")]
    said = (choice for choice in choices if next(choice.iter("{*}t"), None) is not None)
    return next(said, ())


def _is_hidden(run: Element) -> bool:
    hidden = run.find("{*}rPr/{*}vanish")
    return hidden is not None and not any(
        value in _SWITCHED_OFF for value in hidden.attrib.values()
    )


def _tag(element: Element) -> str:
    """The name without its namespace; comments and instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
