"""The head of minutes is of their text, whether colons, bars or gaps separate its labels."""

import pytest

from bulletins.reading import DocumentKind, read_text
from bulletins.reading.layout import ParagraphKind, rebuild_paragraphs


def kinds_of(text: str) -> list[ParagraphKind]:
    return [paragraph.kind for paragraph in rebuild_paragraphs(text)]


def test_names_on_lines_of_their_own_are_of_the_head() -> None:
    text = (
        "理事会会议纪要\n会议时间：2020年8月8日\n会议地点：协会会议室\n应到理事15人，实到13人。\n"
        "主持人：会长韩卫东\n出席理事：\n马海青 周玉兰 丁一\n李  强 赵大勇\n列席监事：钱小军\n"
        "会议表决通过了章程修正案。"
    )
    [record] = read_text("a.txt", text)
    assert record.document_kind is DocumentKind.MINUTES
    assert record.body.split("\n") == [
        "会议时间：2020年8月8日",
        "会议地点：协会会议室",
        "应到理事15人，实到13人。",
        "主持人：会长韩卫东",
        "出席理事：",
        "马海青 周玉兰 丁一",
        "李强 赵大勇",
        "列席监事：钱小军",
        "会议表决通过了章程修正案。",
    ]


def test_a_bar_may_stand_for_the_colon() -> None:
    text = "时间 | 2024-01-08 15:30\n地点 | 小会议室\n主持人|韩卫东\n出席|马海青、周玉兰"
    assert kinds_of(text) == [ParagraphKind.MINUTES_HEAD] * 4


def test_several_bars_are_of_a_menu() -> None:
    assert kinds_of("地点|人物|要闻|专题")[0] is not ParagraphKind.MINUTES_HEAD


def test_heads_with_gaps_are_rows_of_the_text() -> None:
    text = (
        "低保工作推进会\n主  持  人    韩    卫    东\n时      间    2016年2月29日\n"
        "地      点    三楼会议室"
    )
    assert [paragraph.text for paragraph in rebuild_paragraphs(text)] == [
        "低保工作推进会",
        "主持人\t韩卫东",
        "时间\t2016年2月29日",
        "地点\t三楼会议室",
    ]


@pytest.mark.parametrize("line", ["时间  地点  人物", "记录  我们的一天"])
def test_a_single_line_with_a_gap_is_no_head(line) -> None:
    assert kinds_of(line) == [ParagraphKind.HEADLINE]


def test_a_day_without_its_year_is_that_of_a_meeting() -> None:
    assert kinds_of("时间：3月8日\n讲话：局长韩卫东") == [ParagraphKind.MINUTES_HEAD] * 2


def test_names_below_the_last_head_are_in_the_text_as_well() -> None:
    text = (
        "联席会议纪要\n2024年3月1日，副市长韩卫东主持召开联席会议。\n一、会议议定提标。\n"
        "列席：\n马海青 周玉兰\n李强 赵大勇"
    )
    [record] = read_text("a.txt", text)
    assert record.body.endswith("列席：\n马海青 周玉兰\n李强 赵大勇")
