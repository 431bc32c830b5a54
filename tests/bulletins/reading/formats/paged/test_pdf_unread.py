"""What of a PDF cannot be read: pages that are pictures, glyphs without a character."""

import pytest

from bulletins.reading import Document, DocumentError, open_document
from tests.bulletins.reading.formats.paged.texts import FIRST
from tests.bulletins.reading.formats.pdf_writer import column, drawn, lines, moved, pdf_of

TEXT = drawn(column(FIRST, 60, 700, 38))
BLANK = b""
FILLED = b"0.5 g 100 100 300 400 re f"
SCAN = b"q 595 0 0 842 0 0 cm /Im Do Q\n"
PHOTOGRAPH = b"q 300 0 0 200 60 300 cm /Im Do Q\n"
IMAGE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    b"/Length 1>>stream\n\x80\nendstream"
)


def read(*contents: bytes) -> Document:
    return open_document("a.pdf", pdf_of(contents, [IMAGE], b"/XObject<</Im 4 0 R>>"))


def test_pages_with_something_drawn_but_no_text_are_named() -> None:
    assert read(TEXT, FILLED, FILLED, SCAN, FILLED).doubts == ("pages without text: 2–5",)
    assert read(TEXT, SCAN, SCAN, TEXT, BLANK, SCAN).doubts == ("pages without text: 2–3, 6",)


@pytest.mark.parametrize("rotate", [0, 90])
def test_pages_without_text_are_named_however_they_are_turned(rotate) -> None:
    entries = [b"", b"/Rotate %d" % rotate]
    data = pdf_of([TEXT, SCAN], [IMAGE], b"/XObject<</Im 4 0 R>>", entries)
    assert open_document("a.pdf", data).doubts == ("pages without text: 2",)


@pytest.mark.parametrize(
    "content",
    [
        BLANK,
        lines((60, 780, 530, 780)),
        b"1 g 0 0 595 842 re f",
        TEXT + PHOTOGRAPH,
        TEXT + SCAN,
        drawn([(60, 400, "此页无正文")]) + PHOTOGRAPH,
    ],
    ids=["blank", "a line", "white", "photograph", "text over a picture", "words and photograph"],
)
def test_a_page_that_hides_no_text_is_not_named(content) -> None:
    assert read(TEXT, content).doubts == ()


def test_a_scanned_page_with_nothing_but_its_number_is_named() -> None:
    pages = [TEXT, SCAN, SCAN]
    numbered = [page + drawn([(290, 40, str(n))]) for n, page in enumerate(pages, 1)]
    document = read(*numbered)
    assert document.doubts == ("pages without text: 2–3",)
    assert [text for text, _ in document.furniture] == ["1", "2", "3"]


def test_text_drawn_as_outlines_is_a_page_without_text() -> None:
    outline = b"0 0 m 10 0 l 10 10 l 5 3 l 0 10 l f"
    outlines = b"".join(
        moved(outline, 60 + 12 * column, 700 - 18 * row) for column in range(38) for row in range(5)
    )
    assert read(TEXT, outlines).doubts == ("pages without text: 2",)


def test_a_pdf_with_nothing_but_pictures_is_refused() -> None:
    with pytest.raises(DocumentError, match="扫描件"):
        read(SCAN, SCAN)


def test_glyphs_without_a_character_stay_as_replacement_characters() -> None:
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/Songti/Encoding/Identity-H"
        b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/Songti/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/Songti/Flags 4/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 80/ItalicAngle 0/FontBBox[0 -120 1000 880]>>>>]>>"
    )
    name = b"BT /G 12 Tf 96 700 Td <00410042> Tj ET "
    content = drawn([(60, 700, "副厅长"), (120, 700, "讲话")]) + name
    data = pdf_of([content]).replace(b"/F 3 0 R", b"/F 3 0 R/G %s" % font)
    assert open_document("a.pdf", data).text == "副厅长\ufffd\ufffd讲话"


def test_characters_beyond_the_basic_plane_are_read() -> None:
    assert read(drawn([(60, 700, "副厅长𠮷田讲话")])).text == "副厅长𠮷田讲话"


def test_a_hyphen_at_the_end_of_a_line_is_read() -> None:
    assert read(drawn([(60, 700, "0731-8450-"), (60, 682, "2190")])).text == "0731-8450-\n2190"


def test_what_a_form_field_shows_is_read_in_its_place() -> None:
    value = drawn([(2, 5, "周建平")])
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/F 4/Rect[108 690 300 710]/AP<</N 5 0 R>>>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 192 20]/Resources<</Font<</F 3 0 R>>>>"
        b"/Length %d>>stream\n%s\nendstream" % (len(value), value),
    )
    page = drawn([(60, 695, "主持人："), (60, 600, "发言人：")])
    data = pdf_of([page], field, entries=[b"/Annots[4 0 R]"])
    assert open_document("a.pdf", data).text == "主持人：周建平\n发言人："
