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
        "全省民政工作会议会务组2024年2月",
        "青海省民政厅官方微博",
        "青海民政发布",
        "微信公众号：青海民政",
        "青海民政简报",
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


@pytest.mark.parametrize(
    "line",
    [
        "{}_青海省民政厅",
        "{} - 工作动态 - 青海省民政厅官网",
        "{}|要闻",
        "要闻｜{}｜",
        "{}|民政|西宁|局面",
        "{}-青海省人民政府门户网站",
    ],
)
def test_the_names_of_site_and_section_on_its_line_are_not_in_the_headline(line) -> None:
    headline = "省民政厅召开养老服务座谈会"
    text = (
        f"{line.format(headline)}\n\n3月5日，青海省民政厅召开养老服务座谈会，厅长孙志远主持会议。"
    )
    assert read_text("a.txt", text)[0].title == headline


@pytest.mark.parametrize("line", ["导读：省民政厅召开座谈会", "[内容提要]省民政厅召开座谈会"])
def test_what_introduces_a_summary_is_no_headline(line) -> None:
    text = "3月5日，青海省民政厅召开座谈会，厅长孙志远主持会议。"
    assert read_text("a.txt", f"{line}\n\n{text}")[0].title is None


def test_an_attachment_is_no_headline_and_stays_in_the_body() -> None:
    text = "3月5日，青海省民政厅召开养老服务座谈会，厅长孙志远主持会议。"
    record = read_text("a.txt", f"{text}\n附件：任务分解表\n序号\t任务\n1\t养老")[0]
    assert record.title is None
    assert "附件：任务分解表" in record.body


def test_a_chapter_is_no_title_of_a_regulation() -> None:
    title = "西宁市民政局机关考勤管理办法"
    articles = (
        "第一条 为严肃纪律，制定本办法。\n第二章 会议考勤\n第二条 因故不能参加会议的，须请假。"
    )
    assert read_text("a.txt", f"{title}\n第一章 总则\n{articles}")[0].title == title


def test_the_lines_above_the_text_of_a_paper_are_not_joined_with_it() -> None:
    text = "经省政府同意，定于3月5日在西宁召开全省民政工作会议。现将有关事项通知如下："
    lines = ["特急", "青民办〔2024〕12号", OFFICE, NOTICE, "各市、州民政局：", text]
    assert read_text("a.txt", "\n".join(lines))[0].title == OFFICE + NOTICE
