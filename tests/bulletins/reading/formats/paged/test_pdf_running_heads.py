"""Running heads, running feet and page numbers of PDFs: beside the text, none lost."""

import pytest

from bulletins.reading import Document, open_document
from bulletins.reading.records import ExclusionReason
from tests.bulletins.reading.formats.paged.texts import FIRST, SECOND, THIRD
from tests.bulletins.reading.formats.pdf_writer import String, column, drawn, pdf, pdf_of

Page = list[String]


def read(*pages: Page) -> Document:
    return open_document("a.pdf", pdf(*pages))


def joined(document: Document) -> str:
    return document.text.replace("\n", "")


def running(document: Document) -> list[str]:
    assert {reason for _, reason in document.furniture} <= {ExclusionReason.RUNNING_HEAD}
    return [text for text, _ in document.furniture]


def test_running_heads_are_beside_the_text_except_on_the_first_page() -> None:
    def page(number: int, text: str) -> Page:
        head, foot = (60, 800, "湖北民政简报"), (280, 40, f"－ {number} －")
        # Programs draw head and foot before the text, or after it.
        lines = column(text, 60, 700, 38)
        return [foot, head, *lines] if number > 1 else [*lines, foot, head]

    document = read(page(1, FIRST), page(2, SECOND), page(3, THIRD))
    assert joined(document) == "湖北民政简报" + FIRST + SECOND + THIRD
    assert sorted(running(document)) == sorted(
        ["湖北民政简报"] * 2 + [f"－ {n} －" for n in (1, 2, 3)]
    )


def test_the_head_of_the_first_page_is_apart_from_the_title_below_it() -> None:
    title = "湖北省民政厅召开民政工作座谈会"
    first = [(60, 800, "湖北民政简报"), (200, 776, title), *column(FIRST, 60, 740, 38)]
    others = [[(60, 800, "湖北民政简报"), *column(text, 60, 700, 38)] for text in (SECOND, THIRD)]
    assert read(first, *others).text.startswith(f"湖北民政简报\n\n{title}\n")


def test_a_running_head_that_is_the_title_is_not_in_the_title() -> None:
    title = "湖北省民政厅召开民政工作座谈会"
    first = [(60, 800, title), (200, 776, title), *column(FIRST, 60, 740, 38)]
    document = read(
        first, *([(60, 800, title), *column(text, 60, 700, 38)] for text in (SECOND, THIRD))
    )
    assert document.text.count(title) == 1
    assert running(document) == [title] * 3


def test_different_heads_of_left_and_right_pages_are_beside_the_text() -> None:
    texts = (FIRST, SECOND, THIRD, SECOND)
    heads = ("民政工作", "湖北简报", "民政工作", "湖北简报")
    pages = [
        [(60, 800, head), *column(text, 60, 700, 38)]
        for head, text in zip(heads, texts, strict=True)
    ]
    document = read(*pages)
    assert joined(document) == heads[0] + FIRST + SECOND + THIRD + SECOND
    assert running(document) == [*heads[1:]]


@pytest.mark.parametrize("number", ["第 1 页 共 3 页", "— 1 —", "- 1 -", "第1页"])
def test_a_marked_page_number_of_a_single_page_is_beside_the_text(number) -> None:
    document = read([*column(FIRST, 60, 700, 38), (280, 40, number)])
    assert (joined(document), running(document)) == (FIRST, [number])


def test_bare_numbers_are_page_numbers_only_where_they_count_the_pages() -> None:
    def numbered(*numbers: int) -> Document:
        return read(*([*column(FIRST, 60, 700, 38), (290, 40, str(n))] for n in numbers))

    assert running(numbered(11, 12, 13)) == ["11", "12", "13"]
    assert "".join(numbered(300, 12, 45).text.split()) == f"{FIRST}300{FIRST}12{FIRST}45"
    assert joined(read([(60, 40, "2024")])) == "2024"


def test_a_page_number_does_not_break_the_sentence_that_goes_on_after_it() -> None:
    pages = [
        [*column(FIRST[:60], 60, 700, 30), (290, 40, "1"), (60, 800, "民政简报")],
        [(60, 800, "民政简报"), (290, 40, "2"), *column(FIRST[60:], 60, 700, 30)],
    ]
    assert joined(read(*pages)) == "民政简报" + FIRST


def test_a_last_line_that_no_other_page_repeats_is_text() -> None:
    pages = [column(FIRST, 60, 700, 38), [*column(SECOND, 60, 700, 38), (60, 60, "来源：湖北日报")]]
    assert read(*pages).text.endswith("来源：湖北日报")


def test_a_line_that_two_pages_of_three_happen_to_begin_with_is_text() -> None:
    pages = [column(text, 60, 790, 38) for text in (FIRST, SECOND, THIRD)]
    for page in pages[1:]:
        page.insert(0, (60, 808, "会议要求："))
    document = read(*pages)
    assert joined(document) == FIRST + "会议要求：" + SECOND + "会议要求：" + THIRD
    assert running(document) == []


def test_a_line_at_another_height_of_each_page_is_text() -> None:
    pages = [
        [(60, 830 - 30 * number, "讲话摘登"), *column(text, 60, 600, 38)]
        for number, text in enumerate((FIRST, SECOND, THIRD))
    ]
    assert joined(read(*pages)).count("讲话摘登") == 3


def test_a_head_in_small_type_close_to_the_text_is_beside_it() -> None:
    contents = [
        drawn([(60, 806, "湖北民政简报")], 9) + drawn(column(text, 60, 790, 38))
        for text in (FIRST, SECOND, THIRD)
    ]
    document = open_document("a.pdf", pdf_of(contents))
    assert running(document) == ["湖北民政简报"] * 2
    assert joined(document) == "湖北民政简报" + FIRST + SECOND + THIRD
