"""The headline is made of the short lines that the text below them repeats, or is a title."""

import pytest

from bulletins.reading import read_text
from bulletins.reading.report_splitting.headlines import headline_lines, is_site_name

OFFICE = "青海省民政厅办公室"
NOTICE = "关于召开全省民政工作会议的通知"
NOTICE_TEXT = "各市、州民政局：定于3月5日召开全省民政工作会议。现将有关事项通知如下："


def _headline(lines: list[str], text: str) -> list[str]:
    chosen = headline_lines(lines, len(lines), text)
    return lines[chosen.start : chosen.stop]


@pytest.mark.parametrize(
    ("lines", "text", "headline"),
    [
        ([OFFICE, NOTICE], NOTICE_TEXT, [OFFICE, NOTICE]),
        (["青海省民政厅文件", "青民办〔2024〕12号", NOTICE], NOTICE_TEXT, [NOTICE]),
        ([NOTICE, f"{OFFICE}2024年2月26日"], NOTICE_TEXT, [NOTICE]),
        # a title that its text does not repeat
        (["2024年全省重点任务分解表"], "1\t修订规程\t社会救助处", ["2024年全省重点任务分解表"]),
        (
            ["坚持改革创新", "——在全省民政工作会议上的报告"],
            "同志们：这次会议的任务是部署工作。",
            ["坚持改革创新", "——在全省民政工作会议上的报告"],
        ),
        ([OFFICE], "各市、州民政局：现将有关事项通知如下：", []),
    ],
)
def test_the_title_of_a_paper_takes_the_line_above_that_it_continues(lines, text, headline) -> None:
    assert _headline(lines, text) == headline


@pytest.mark.parametrize(
    "line",
    [
        "湖北省民政厅",
        "当前所在：首页 > 民政要闻",
        "您的位置：新闻中心",
        "某某体育官网在线登录",
        "网上办事大厅登录入口",
        "青海省民政厅办公室2024年3月13日印发",
    ],
)
def test_the_furniture_of_a_site_is_no_headline(line) -> None:
    assert is_site_name(line)


@pytest.mark.parametrize(
    "line",
    [
        "省民政厅召开官网改版座谈会",
        "县政府召开全县老龄工作会议2012年04月18日",
        "省民政厅部署防汛备灾工作",
    ],
)
def test_a_headline_is_no_furniture(line) -> None:
    assert not is_site_name(line)


def test_the_lines_above_the_text_of_a_paper_are_not_joined_with_it() -> None:
    text = "经省政府同意，定于3月5日在西宁召开全省民政工作会议。现将有关事项通知如下："
    lines = ["特急", "青民办〔2024〕12号", OFFICE, NOTICE, "各市、州民政局：", text]
    assert read_text("a.txt", "\n".join(lines))[0].title == OFFICE + NOTICE
