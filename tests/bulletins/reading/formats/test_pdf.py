"""PDFs: pages in reading order, without running heads and page numbers."""

import zlib
from collections.abc import Sequence
from itertools import chain, zip_longest

import pytest

from bulletins.reading import DocumentError, Limits, open_document, read_document
from tests.bulletins.reading.formats.pdf_writer import String, column, pdf, pdf_of
from tests.cpu_limit import cpu_limit

HEADLINE = "湖北省民政厅召开全省民政工作视频会议"
FIRST = (
    "2月21日，湖北省民政厅在武汉召开全省民政工作视频会议，总结去年工作，部署今年任务。"
    "厅党组书记杨泽发主持会议并讲话，厅长李丽作工作报告。会议指出，过去一年全省民政系统成绩很大。"
)
SECOND = (
    "会议强调，今年要抓好以下工作：一要加强养老服务体系建设，二要完善社会救助制度，"
    "三要推进社会治理创新，四要做好区划地名工作。武汉、襄阳等地作了交流发言。"
)
THIRD = "会议要求，全省各级民政部门要提高认识，加强领导，明确责任，把各项任务落到实处，为人民服务。"


def row_by_row(*columns: list[String]) -> list[String]:
    """Return the strings of columns in the order in which some programs draw them."""
    return [string for row in zip_longest(*columns) for string in row if string]


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


def test_a_table_is_read_row_by_row() -> None:
    rows = [
        ("姓名", "职务", "单位名称"),
        ("杨泽发", "厅党组书记、主任", "湖北省民政厅办公室，武汉市"),
        ("李丽", "厅长", "湖北省民政厅办公室，武汉市"),
        ("王强", "副厅长", "湖北省民政厅办公室，武汉市"),
        ("赵敏", "处长", "湖北省民政厅办公室，武汉市"),
    ]
    cells = chain.from_iterable(
        [(left, 700 - 20 * number, text) for left, text in zip((60, 200, 350), row, strict=True)]
        for number, row in enumerate(rows)
    )
    assert [line.split() for line in text_of([*cells]).split("\n")] == [list(row) for row in rows]


def test_a_table_whose_cells_are_phrases_is_read_row_by_row() -> None:
    rows = [
        ("杨泽发，湖北省民政厅党组书记、厅长", "主持会议，并作了总结讲话，提出三点要求"),
        ("李丽，处长", "作报告，通报情况"),
        ("王强，副处长", "传达精神"),
        ("赵敏，科长", "宣读决定，发言"),
    ]
    cells = [
        (left, 700 - 20 * number, text)
        for number, row in enumerate(rows)
        for left, text in zip((60, 320), row, strict=True)
    ]
    assert [line.split() for line in text_of(cells).split("\n")] == [list(row) for row in rows]


def test_running_heads_are_dropped_except_on_the_first_page() -> None:
    def page(number: int, text: str) -> list[String]:
        head, foot = (60, 800, "湖北民政简报"), (280, 40, f"－ {number} －")
        # Programs draw head and foot before the text, or after it.
        lines = column(text, 60, 700, 38)
        return [foot, head, *lines] if number > 1 else [*lines, foot, head]

    text = joined(page(1, FIRST), page(2, SECOND), page(3, THIRD))
    assert text == "湖北民政简报" + FIRST + SECOND + THIRD


def test_different_heads_of_left_and_right_pages_are_dropped() -> None:
    texts = (FIRST, SECOND, THIRD, SECOND)
    pages = [
        [(60, 800, ("民政工作", "湖北简报")[number % 2]), *column(text, 60, 700, 38)]
        for number, text in enumerate(texts)
    ]
    assert joined(*pages) == "民政工作" + FIRST + SECOND + THIRD + SECOND


@pytest.mark.parametrize("number", ["第 1 页 共 3 页", "— 1 —", "- 1 -", "第1页"])
def test_a_marked_page_number_is_dropped_from_a_single_page(number) -> None:
    assert joined([*column(FIRST, 60, 700, 38), (280, 40, number)]) == FIRST


def test_bare_numbers_are_page_numbers_only_where_pages_repeat_them() -> None:
    pages = [[*column(FIRST, 60, 700, 38), (290, 40, str(number))] for number in (1, 2, 3)]
    assert joined(*pages) == FIRST * 3
    assert joined([(60, 40, "2024")]) == "2024"


def test_a_last_line_that_no_other_page_repeats_stays() -> None:
    pages = [column(FIRST, 60, 700, 38), [*column(SECOND, 60, 700, 38), (60, 60, "来源：湖北日报")]]
    assert text_of(*pages).endswith("来源：湖北日报")


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
def test_a_page_of_endless_drawing_is_refused_after_max_seconds() -> None:
    with cpu_limit(5), pytest.raises(DocumentError, match="限定时间"):
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
    data = pdf(moved).replace(b"MediaBox[0 0 595 842]", b"MediaBox[0 5000 595 5842]")
    assert open_document("a.pdf", data).text.replace("\n", "") == FIRST


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_pdf_is_read_or_refused(share) -> None:
    data = pdf(column(FIRST, 60, 700, 38))
    try:
        assert open_document("a.pdf", data[: int(len(data) * share)]).text
    except DocumentError as error:
        assert "PDF" in str(error)
