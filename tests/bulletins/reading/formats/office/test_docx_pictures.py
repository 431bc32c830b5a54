"""Pictures in Word files: those that may hold text are named in a doubt."""

import io
import struct
import zlib
from typing import Any

import docx
import pytest
from docx.shared import Cm

from bulletins.reading import DocumentError
from tests.bulletins.reading.formats.office.word_files import (
    HEADLINE,
    LEAD,
    opened,
    paragraph,
    saved,
    with_body,
    with_related,
)


def png(shade: int = 255) -> io.BytesIO:
    """Return a picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes([0, shade]))
    chunks = chunk(b"IHDR", size) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunks)


def report_with(*sizes: tuple[float, float], text: str = LEAD) -> Any:
    """Return a text with pictures below it, their widths and heights in centimetres."""
    document = docx.Document()
    document.add_paragraph(text)
    for number, (width, height) in enumerate(sizes):
        document.add_picture(png(number), Cm(width), Cm(height))
    return document


def doubts(document: Any) -> tuple[str, ...]:
    return opened(saved(document)).doubts


def test_pictures_are_named_in_their_order() -> None:
    assert doubts(report_with((15, 20), (8, 3))) == ("pictures not read: image1.png, image2.png",)
    assert doubts(report_with()) == ()


def test_of_many_pictures_five_are_named() -> None:
    names = ", ".join(f"image{number}.png" for number in range(1, 6))
    assert doubts(report_with(*[(10, 10)] * 7)) == (f"pictures not read: {names}, …",)


def test_a_picture_shown_twice_is_named_once() -> None:
    document = report_with((10, 10))
    document.add_picture(png(0), Cm(12))
    assert doubts(document) == ("pictures not read: image1.png",)


@pytest.mark.parametrize("size", [(1.9, 1.9), (15, 0.1), (0.2, 20)], ids=["icon", "rule", "bar"])
def test_icons_and_rules_are_no_doubt_in_a_document_with_text(size) -> None:
    assert doubts(report_with(size)) == ()
    assert doubts(report_with(size, text=HEADLINE)) == ("pictures not read: image1.png",)


def test_a_picture_in_a_header_is_no_doubt() -> None:
    document = report_with()
    document.sections[0].header.paragraphs[0].add_run().add_picture(png(), Cm(15))
    assert doubts(document) == ()


def test_pictures_in_tables_are_named() -> None:
    document = report_with()
    document.add_table(1, 1).cell(0, 0).paragraphs[0].add_run().add_picture(png(), Cm(15))
    assert doubts(document) == ("pictures not read: image1.png",)


def test_a_deleted_picture_is_no_doubt() -> None:
    document = report_with((10, 10))
    run = document.paragraphs[-1].runs[0]._r
    deleted = run.makeelement(run.tag.replace("}r", "}del"))
    run.addprevious(deleted)
    deleted.append(run)
    assert doubts(document) == ()


def in_old_shape(content: str, style: str) -> bytes:
    shape = f"<v:shape style='{style}'>{content}</v:shape>"
    return with_body(paragraph(LEAD) + f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>")


@pytest.mark.parametrize(
    ("style", "is_told"),
    [
        ("width:414pt;height:600pt", True),
        ("position:absolute; width:2in; height:1.5in", True),
        ("width:20pt;height:20pt", False),
        ("width:15cm;height:1mm", False),
        ("width:1000;height:1000", True),
        ("", True),
    ],
)
def test_pictures_of_old_programs_are_named_by_the_size_of_their_shape(style, is_told) -> None:
    data = in_old_shape("<v:imagedata r:id='image7'/>", style)
    document = opened(with_related(data, {"image7": "<x/>"}))
    assert document.doubts == (("pictures not read: image7.xml",) if is_told else ())


def test_an_embedded_document_is_named_instead_of_its_preview() -> None:
    preview = "<v:shape style='width:400pt;height:300pt'><v:imagedata r:id='image1'/></v:shape>"
    embedded = (
        f"<w:object>{preview}<o:OLEObject ProgID='Excel.Sheet.12' r:id='package2'/></w:object>"
    )
    body = paragraph(LEAD) + f"<w:p><w:r>{embedded}</w:r></w:p>"
    data = with_related(with_body(body), {"image1": "<x/>", "package2": "<x/>"})
    assert opened(data).doubts == ("pictures not read: package2.xml",)


def test_a_part_in_another_format_is_named() -> None:
    body = paragraph(LEAD) + "<w:altChunk r:id='aFChunk1'/>"
    data = with_related(with_body(body), {"aFChunk1": "<html>另文</html>"})
    assert opened(data).doubts == ("pictures not read: aFChunk1.xml",)


def test_a_picture_that_is_only_linked_or_missing_is_named_by_what_is_known() -> None:
    shapes = "".join(
        f"<w:p><w:r><w:drawing><wp:inline><wp:extent cx='9999999' cy='9999999'/><a:blip {link}/>"
        "</wp:inline></w:drawing></w:r></w:p>"
        for link in ("r:embed='rId99'", "")
    )
    assert opened(with_body(paragraph(LEAD) + shapes)).doubts == ("pictures not read: rId99",)


def test_of_a_group_that_the_file_has_twice_the_picture_is_named_once() -> None:
    picture = "<wp:inline><a:blip r:embed='image1'/></wp:inline>"
    twice = (
        f"<mc:AlternateContent><mc:Choice Requires='wpg'><w:drawing>{picture}</w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><v:shape><v:imagedata r:id='image2'/></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent>"
    )
    data = with_body(paragraph(LEAD) + f"<w:p><w:r>{twice}</w:r></w:p>")
    document = opened(with_related(data, {"image1": "<x/>", "image2": "<x/>"}))
    assert document.doubts == ("pictures not read: image1.xml",)


def test_a_document_of_nothing_but_pictures_is_refused() -> None:
    document = docx.Document()
    document.add_picture(png(), Cm(15))
    with pytest.raises(DocumentError, match="只有图片"):
        opened(saved(document))
