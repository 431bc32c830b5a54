"""Turned pages of PDFs: read as by somebody who turns the page until its text is upright."""

import pytest

from bulletins.reading import open_document, read_document
from bulletins.reading.records import ExclusionReason
from tests.bulletins.reading.formats.paged.texts import FIRST, SECOND, THIRD, row_by_row
from tests.bulletins.reading.formats.pdf_writer import (
    HEIGHT,
    WIDTH,
    String,
    column,
    drawn,
    moved,
    pdf_of,
)

pytestmark = pytest.mark.slow

LONG_LINE = (
    "2024年3月5日，湖南省民政厅在长沙召开民政工作座谈会，厅长周建平主持会议，副厅长李四光讲话。"
)
TURNS = (0, 90, 180, 270)


def turned(content: bytes, turn: int, x: float = 0, y: float = 0) -> bytes:
    """Return a sheet turned counterclockwise with its corner at x, y."""
    across, up = {0: (0, 0), 90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[turn]
    return moved(content, x + across, y + up, turn)


def sheets(two_columns: bool) -> list[tuple[int, int, list[String]]]:
    """Return /Rotate, turn of the text and strings of pages with all pairs of the two."""
    pages = []
    for rotate in TURNS:
        for turn in TURNS:
            top = 480 if turn in (90, 270) else 700
            left = column(FIRST, 60, top, 18 if two_columns else 38)
            right = column(SECOND, 320, top, 18)
            pages.append((rotate, turn, row_by_row(left, right) if two_columns else left))
    return pages


@pytest.mark.parametrize("two_columns", [False, True], ids=["one column", "two columns"])
@pytest.mark.parametrize(("x", "y"), [(0, 0), (300, -5000)], ids=["at 0, 0", "at 300, -5000"])
def test_pages_are_read_whole_and_in_order_however_they_are_turned(two_columns, x, y) -> None:
    pages = sheets(two_columns)
    data = pdf_of(
        [turned(drawn(strings), turn, x, y) for _, turn, strings in pages],
        entries=[
            b"/Rotate %d/MediaBox[%d %d %d %d]" % (rotate, x, y, x + WIDTH, y + HEIGHT)
            for rotate, _, _ in pages
        ],
    )
    report = FIRST + SECOND if two_columns else FIRST
    document = open_document("a.pdf", data)
    assert document.text.replace("\n", "") == report * len(pages)
    assert document.furniture == ()


@pytest.mark.parametrize("rotate", TURNS)
@pytest.mark.parametrize("turn", [90, 270])
def test_a_line_longer_than_the_short_side_is_read_whole(rotate, turn) -> None:
    line = turned(drawn([(60, 400, LONG_LINE)], 16), turn)
    data = pdf_of([line], entries=[b"/Rotate %d" % rotate])
    assert open_document("a.pdf", data).text == LONG_LINE
    assert [each.name for each in read_document("a.pdf", data)[0].speakers] == ["李四光"]


@pytest.mark.parametrize(("rotate", "turn"), [(90, 90), (270, 270)])
def test_a_page_whose_width_and_height_are_exchanged_is_read_whole(rotate, turn) -> None:
    content = turned(drawn([*column(FIRST, 60, 500, 38), (60, 300, LONG_LINE)], 14), turn)
    entry = b"/Rotate %d/MediaBox[0 0 %d %d]" % (rotate, HEIGHT, WIDTH)
    text = open_document("a.pdf", pdf_of([content], entries=[entry])).text
    assert text.replace("\n", "") == FIRST + LONG_LINE


def test_what_is_beyond_the_crop_box_is_not_read_but_a_line_over_its_edge_is() -> None:
    content = drawn([(60, 700, FIRST[:30]), (60, 20, "印刷标记"), (700, 400, "另一页")])
    data = pdf_of([content], entries=[b"/CropBox[50 50 300 800]"])
    assert open_document("a.pdf", data).text == FIRST[:30]


@pytest.mark.parametrize("rotate", TURNS)
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_note_that_runs_in_another_direction_is_beside_the_text(rotate, turn) -> None:
    note = moved(drawn([(0, 0, "内部资料注意保存")]), 30, 600, turn)
    content = note + drawn(column(FIRST, 60, 700, 38))
    document = open_document("a.pdf", pdf_of([content], entries=[b"/Rotate %d" % rotate]))
    assert document.text.replace("\n", "") == FIRST
    assert document.furniture == (("内部资料注意保存", ExclusionReason.RUNNING_HEAD),)


@pytest.mark.parametrize("pitch", [13, 25, 40])
def test_a_vertical_note_of_upright_characters_is_beside_the_text(pitch) -> None:
    stack = [(30, 705 - pitch * number, char) for number, char in enumerate("密封线内不答题")]
    document = open_document("a.pdf", pdf_of([drawn([*column(FIRST, 60, 700, 38), *stack])]))
    assert document.text.replace("\n", "") == FIRST
    assert document.furniture == (("密封线内不答题", ExclusionReason.RUNNING_HEAD),)


def test_a_long_text_in_another_direction_follows_the_text_of_its_page() -> None:
    other = moved(drawn(column(SECOND + THIRD, 0, 0, 30)), 500, 100, 90)
    content = other + drawn(column(FIRST + FIRST, 60, 800, 30))
    text = open_document("a.pdf", pdf_of([content])).text
    assert text.replace("\n", "") == FIRST + FIRST + SECOND + THIRD


def test_lines_set_vertically_are_read_from_top_to_bottom() -> None:
    lines = [
        (400 - 24 * line, 700 - 12 * number, char)
        for line in range(4)
        for number, char in enumerate(FIRST[20 * line : 20 * line + 20])
    ]
    assert open_document("a.pdf", pdf_of([drawn(lines)])).text.replace("\n", "") == FIRST[:80]
