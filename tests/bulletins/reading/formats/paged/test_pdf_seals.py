"""Seals and watermarks over the text of a PDF: beside the text, in no sentence of it."""

import pytest

from bulletins.reading import Document, open_document, read_document
from bulletins.reading.records import ExclusionReason
from tests.bulletins.reading.formats.paged.texts import FIRST, SECOND
from tests.bulletins.reading.formats.pdf_writer import column, drawn, moved, on_arc, pdf_of

pytestmark = pytest.mark.slow

REPORT = drawn(column(FIRST + SECOND, 60, 500, 38))
OFFICE = "湖南省民政厅"
RED, BLACK, GREY = "1 0 0 rg", "0 g", ".85 g"


def read(*contents: bytes) -> Document:
    return open_document("a.pdf", pdf_of([b"".join(contents)]))


def seals(document: Document) -> list[str]:
    assert {reason for _, reason in document.furniture} <= {ExclusionReason.SEAL}
    return [text for text, _ in document.furniture]


def layered(over: bytes, is_first: bool) -> Document:
    """Return a report with something over its text, drawn before or after it."""
    document = read(over, REPORT) if is_first else read(REPORT, over)
    assert document.text.replace("\n", "") == FIRST + SECOND
    return document


@pytest.mark.parametrize("is_first", [True, False], ids=["drawn first", "drawn last"])
@pytest.mark.parametrize("color", [RED, BLACK], ids=["red", "black"])
@pytest.mark.parametrize("office", [OFFICE, "湖南省民政厅办公室"], ids=["six", "nine"])
def test_text_along_an_arc_is_a_seal(office, color, is_first) -> None:
    assert seals(layered(on_arc(office, 250, 470, color=color), is_first)) == [office]


def test_text_inside_an_arc_belongs_to_the_seal() -> None:
    inside = drawn([(243, 465, "★"), (236, 440, "专用章")], 10, RED)
    seal = on_arc(OFFICE, 250, 470) + inside
    assert "".join(seals(layered(seal, is_first=False))) == OFFICE + "★专用章"


@pytest.mark.parametrize(
    ("color", "size", "is_first"),
    [(RED, 12, True), (RED, 12, False), (RED, 20, False), (BLACK, 20, False), (BLACK, 12, False)],
)
@pytest.mark.parametrize("shift", [0, 6])
def test_text_over_a_sentence_is_a_seal(color, size, is_first, shift) -> None:
    stamp = drawn([(120 + shift, 482 + shift / 2, OFFICE)], size, color)
    assert seals(layered(stamp, is_first)) == [OFFICE]


@pytest.mark.parametrize("is_first", [True, False], ids=["drawn first", "drawn last"])
def test_slanted_text_is_a_watermark_each_time(is_first) -> None:
    mark = drawn([(0, 0, "内部资料")], 40, GREY)
    marks = b"".join(moved(mark, x, y, 45) for x in (80, 300) for y in (300, 450))
    assert seals(layered(marks, is_first)) == ["内部资料"] * 4


def test_large_light_text_over_lines_is_a_watermark() -> None:
    assert seals(layered(drawn([(100, 440, "内部资料")], 60, GREY), is_first=True)) == ["内部资料"]


def test_a_seal_over_a_sentence_changes_nothing_that_is_read_of_a_meeting() -> None:
    plain = read_document("a.pdf", pdf_of([REPORT]))[0]
    stamped = read_document("a.pdf", pdf_of([REPORT + on_arc(OFFICE, 250, 470)]))[0]
    assert [chair.name for chair in stamped.chairs] == ["杨泽发"]
    assert (stamped.body, stamped.speakers) == (plain.body, plain.speakers)


def test_words_in_another_colour_stay_in_their_sentence() -> None:
    start, red, rest = FIRST[:10], FIRST[10:16], FIRST[16:30]
    line = (
        drawn([(60, 700, start)])
        + drawn([(180, 700, red)], 12, RED)
        + drawn([(252, 700, rest)])
    )  # fmt: skip
    assert read(line).text == FIRST[:30]


def test_a_red_head_stays_in_the_text() -> None:
    head = drawn([(150, 600, "湖南民政简报")], 40, RED)
    assert read(head, REPORT).text.startswith("湖南民政简报\n")


@pytest.mark.parametrize("shift", [0.3, 1])
def test_bold_text_drawn_twice_is_read_once(shift) -> None:
    document = read(drawn([(60, 700, FIRST[:30])]), drawn([(60 + shift, 700, FIRST[:30])]))
    assert (document.text, document.furniture) == (FIRST[:30], ())


def test_a_number_with_a_circle_drawn_around_it_stays_in_its_line() -> None:
    document = read(drawn([(60, 700, "○"), (72, 700, "加强养老服务")]), drawn([(63, 700, "1")]))
    assert sorted("".join(document.text.split())) == sorted("○1加强养老服务")
    assert document.furniture == ()


def test_text_typed_over_a_line_of_underscores_stays_text() -> None:
    document = read(drawn([(60, 700, "主持人：________")]), drawn([(110, 700, "周建平")]))
    assert "周建平" in document.text
    assert document.furniture == ()
