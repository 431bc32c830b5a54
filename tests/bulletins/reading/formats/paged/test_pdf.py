"""PDFs: pages and columns in reading order, within limits."""

import zlib
from collections.abc import Sequence

import pytest

from bulletins.reading import DocumentError, Limits, open_document, read_document
from tests.bulletins.reading.formats.paged.texts import (
    FIRST,
    HEADLINE,
    SECOND,
    THIRD,
    row_by_row,
)
from tests.bulletins.reading.formats.pdf_writer import String, column, drawn, lines, pdf, pdf_of
from tests.cpu_limit import cpu_limit


def text_of(*pages: Sequence[String]) -> str:
    return open_document("a.pdf", pdf(*pages)).text


def joined(*pages: Sequence[String]) -> str:
    return text_of(*pages).replace("\n", "")


@pytest.mark.parametrize("drop", [0, 6], ids=["level", "half a line lower"])
def test_two_columns_drawn_row_by_row_are_read_one_after_the_other(drop) -> None:
    left, right = column(FIRST, 60, 700, 18), column(SECOND, 320, 700 - drop, 18)
    page = [(120, 760, HEADLINE), *row_by_row(left, right)]
    assert joined(page) == HEADLINE + FIRST + SECOND


def test_two_columns_drawn_one_after_the_other_are_read_in_that_order() -> None:
    page = [*column(FIRST, 60, 700, 18), *column(SECOND, 320, 700, 18)]
    assert joined(page) == FIRST + SECOND


def test_three_columns_drawn_row_by_row_are_read_from_left_to_right() -> None:
    columns = [
        column(text, left, 700, 11)
        for text, left in ((FIRST, 50), (SECOND, 225), (THIRD, 400))
    ]  # fmt: skip
    page = [(120, 760, HEADLINE), *row_by_row(*columns)]
    assert joined(page) == HEADLINE + FIRST + SECOND + THIRD


def test_a_headline_across_the_columns_divides_the_page_into_bands() -> None:
    above = row_by_row(column(FIRST, 60, 780, 18), column(SECOND, 320, 780, 18))
    below = row_by_row(column(THIRD, 60, 500, 18), column(SECOND, 320, 500, 18))
    page = [
        *above,
        (60, 560, "内蒙古自治区民政工作会议在呼和浩特召开，总结部署全年各项重点工作"),
        *below,
    ]
    text = joined(page)
    assert text.startswith(FIRST + SECOND + "内蒙古")
    assert text.endswith(THIRD + SECOND)


def test_a_rule_across_the_columns_divides_two_articles() -> None:
    above = row_by_row(column(FIRST, 60, 780, 18), column(SECOND, 320, 780, 18))
    below = row_by_row(column(THIRD, 60, 500, 18), column(SECOND, 320, 500, 18))
    page = drawn([*above, (60, 560, "另一篇的标题"), *below]) + lines((60, 585, 540, 585))
    text = open_document("a.pdf", pdf_of([page])).text.replace("\n", "")
    assert text == FIRST + SECOND + "另一篇的标题" + THIRD + SECOND


def test_columns_with_a_narrow_gutter_are_detected() -> None:
    # 20 characters of 12 points end at 300; a gutter of 15 points is little more than one.
    page = row_by_row(column(FIRST, 60, 700, 20), column(SECOND, 315, 700, 20))
    assert joined(page) == FIRST + SECOND


def test_running_heads_across_a_gutter_do_not_hide_it() -> None:
    columns = row_by_row(column(FIRST, 60, 700, 18), column(SECOND, 320, 700, 18))
    page = [(24, 810, "2024/2/22"), (240, 810, "湖北省民政厅门户网站"), *columns, (24, 30, "1/2")]
    assert FIRST + SECOND in joined(page)


def test_a_letter_spaced_line_has_no_spaces() -> None:
    wide = [(60 + 16 * number, 700, char) for number, char in enumerate(FIRST[:30])]
    assert text_of(wide) == FIRST[:30]


def test_spaces_that_indent_a_paragraph_stay() -> None:
    lines = ["\u3000\u3000" + FIRST[:20], FIRST[20:42]]
    strings = [(60, 700 - 18 * number, line) for number, line in enumerate(lines)]
    assert text_of(strings) == "\n".join(lines)


def test_fields_of_a_page_in_columns_are_extracted() -> None:
    page = [
        (120, 760, HEADLINE),
        *row_by_row(column(FIRST, 60, 700, 18), column(SECOND, 320, 700, 18)),
    ]
    record = read_document("a.pdf", pdf(page))[0]
    assert (record.title, record.chairs[0].name) == (HEADLINE, "杨泽发")
    assert [priority.ordinal for priority in record.priorities] == [1, 2, 3, 4]


def test_a_page_in_one_column_keeps_the_order_and_the_lines_of_its_file() -> None:
    lines = column(FIRST + SECOND + THIRD, 60, 760, 38)
    assert text_of(lines) == "\n".join(text for _, _, text in lines)


def test_radicals_are_read_as_characters() -> None:
    record = read_document("a.pdf", pdf([(60, 700, "2⽉1⽇，湖北省⺠政⼯作会议在武汉召开。")]))[0]
    assert record.body == "2月1日，湖北省民政工作会议在武汉召开。"


def test_scanned_pages_among_others_are_skipped() -> None:
    assert joined([], column(FIRST, 60, 700, 38), []) == FIRST


def endless_drawing() -> bytes:
    """Return a page of ten forms, each of ten forms, and so on twelve deep."""
    levels = 12
    forms = []
    for level in range(levels):
        draws = b"/X%d Do " % (level + 1) * 10 if level < levels - 1 else b""
        inner = b"/XObject<</X%d %d 0 R>>" % (level + 1, 5 + level) if draws else b""
        forms.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>/Length %d>>"
            b"stream\n%s\nendstream" % (inner, len(draws), draws)
        )
    return pdf_of([b"/X0 Do"], forms, b"/XObject<</X0 4 0 R>>")


@pytest.mark.slow
def test_a_page_of_endless_drawing_is_refused_within_max_seconds_and_little_memory() -> None:
    with cpu_limit(5), pytest.raises(DocumentError, match="内容过于复杂"):
        open_document("a.pdf", endless_drawing(), Limits(max_seconds=1))


@pytest.mark.slow
def test_a_page_that_unpacks_to_more_than_memory_is_refused() -> None:
    packer = zlib.compressobj(9)
    first, more = (packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in "12")
    packed = first + more * 4000
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n%s" % (len(packed), packed)
    data = pdf_of([b"BT ET"]).replace(b"<</Length 5>>stream\nBT ET", stream)
    with pytest.raises(DocumentError):
        open_document("a.pdf", data)


@pytest.mark.slow
def test_two_hundred_pages_are_read_within_30_seconds_of_cpu_time() -> None:
    page = column((FIRST + SECOND) * 6, 60, 700, 38)
    with cpu_limit(30):
        assert joined(*[page] * 200) == (FIRST + SECOND) * 6 * 200


def test_a_page_with_another_origin_is_read_alike() -> None:
    page = [*column(FIRST, 60, 700, 38), (280, 40, "－ 1 －")]
    moved = [(left, base + 5000, text) for left, base, text in page]
    data = pdf_of([drawn(moved)], entries=[b"/MediaBox[0 5000 595 5842]"])
    assert open_document("a.pdf", data).text.replace("\n", "") == FIRST


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_pdf_is_read_or_refused(share) -> None:
    data = pdf(column(FIRST, 60, 700, 38))
    try:
        assert open_document("a.pdf", data[: int(len(data) * share)]).text
    except DocumentError as error:
        assert "PDF" in str(error)
