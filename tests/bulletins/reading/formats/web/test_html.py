"""Saved web pages: the visible text of the article, without the site around it."""

import pytest

from bulletins.reading import DocumentError, Limits, open_document, read_document
from tests.cpu_limit import cpu_limit

LEAD = "2月21日，湖北省民政厅在武汉召开2024年全省民政工作视频会议。"
SPEECH = "厅党组书记杨泽发主持会议并讲话，厅长李丽作工作报告。"
HEADLINE = "湖北省民政厅召开全省民政工作视频会议"


def lines_of(page: str | bytes) -> list[str]:
    data = page.encode() if isinstance(page, str) else page
    text = open_document("a.html", data).text
    return [line.strip() for line in text.split("\n") if line.strip()]


def test_scripts_comments_and_hidden_elements_are_not_read() -> None:
    page = f"""<html><head><script>var 会议 = "<p>隐";</script><style>p{{}}</style></head><body>
    <!-- 注释 --><div style="display: none">隐</div><p hidden>隐</p><noscript>隐</noscript>
    <p>{LEAD}</p><div style="DISPLAY:NONE"><div>隐</div>隐</div><p>{SPEECH}</p></body></html>"""
    assert lines_of(page) == [LEAD, SPEECH]


def test_a_page_that_is_one_form_is_read() -> None:
    page = f"<form id='aspnetForm'><div>{LEAD}</div><p>{SPEECH}</p><input type=hidden></form>"
    assert lines_of(page) == [LEAD, SPEECH]


@pytest.mark.parametrize(
    ("title", "first"),
    [
        (f"{HEADLINE}_湖北省民政厅", HEADLINE),
        (f"{HEADLINE} - 湖北省民政厅门户网站", HEADLINE),
        (f"{HEADLINE}|民政要闻|湖北省民政厅", HEADLINE),
        ("湖北省民政厅召开11月21-23日会议", "湖北省民政厅召开11月21-23日会议"),
        ("", LEAD),
    ],
)
def test_the_title_without_the_site_name_is_used_where_there_is_no_headline(title, first) -> None:
    assert lines_of(f"<title>{title}</title><p>{LEAD}</p><p>{SPEECH}</p>")[0] == first


@pytest.mark.parametrize(
    "headline",
    [
        f"<h1>{HEADLINE}</h1>",
        f"<div class=title>{HEADLINE[:9]}<br>{HEADLINE[9:]}</div>",
        "<h2>全省民政工作视频会议在武汉召开</h2>",
    ],
)
def test_the_title_is_left_out_where_the_page_has_a_headline(headline) -> None:
    page = f"<title>{HEADLINE}_湖北省民政厅</title>{headline}<p>{LEAD}</p>"
    assert "".join(lines_of(page)).count(HEADLINE) <= 1
    assert "湖北省民政厅" not in lines_of(page)[0] or lines_of(page)[0] in HEADLINE
    assert len(lines_of(page)) <= 3


def test_line_ends_of_the_source_are_spaces_and_breaks_are_line_ends() -> None:
    page = (
        f"<p>{LEAD[:10]}\n{LEAD[10:]}<br>{SPEECH}</p><p>&ldquo;十四五&rdquo;&nbsp;规划&#12290;</p>"
    )
    assert lines_of(page) == [f"{LEAD[:10]} {LEAD[10:]}", SPEECH, "“十四五”\xa0规划。"]


@pytest.mark.parametrize(
    "declared", ["gb2312", "GBK", "utf-8", "big5", "iso-8859-1", "nonsense", None]
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_declared_encoding_is_checked_against_the_text(declared, encoding) -> None:
    content = f"text/html; charset={declared}"
    meta = f'<meta http-equiv="Content-Type" content="{content}">' if declared else ""
    page = f"<html><head>{meta}{'<script src=x></script>' * 2000}</head><p>{LEAD}</p></html>"
    assert lines_of(page.encode(encoding)) == [LEAD]


def test_a_page_is_recognized_by_its_bytes_under_any_name() -> None:
    page = f"<!DOCTYPE html>\n<html><body><p>{LEAD}</p></body></html>".encode()
    for name in ("a.txt", "a", "保存的网页.htm"):
        document = open_document(name, page)
        assert (document.media_type, document.text) == ("text/html", LEAD)


def test_a_text_that_contains_a_tag_is_no_page() -> None:
    assert open_document("a.txt", f"{LEAD}<p>{SPEECH}".encode()).media_type == "text/plain"


def test_fields_of_a_saved_page_are_extracted() -> None:
    head = f"<title>{HEADLINE}_湖北省民政厅</title><div>来源：湖北日报</div>"
    page = f"{head}<p>{LEAD}</p><p>{SPEECH}</p>"
    record = read_document("a.html", page.encode())[0]
    assert (record.title, record.chairs[0].name) == (HEADLINE, "杨泽发")


@pytest.mark.slow
@pytest.mark.parametrize(
    "broken",
    [
        "<div>" * 100_000 + "{}" + "</div>" * 100_000,
        "{}" + "<b><i>" * 100_000,
        "<p>" * 700_000 + "{}",
        "</p>" * 200_000 + "{}",
        "<table>" * 50_000 + "{}",
        "{}<table><tr>" + "<td>甲" * 100_000,
        "{}" + "<table><tr><td>甲<td>乙" * 50_000,
        "{}" + "<nav><button>甲" * 50_000,
        "{}" + "<ruby>会<rt>huì</ruby>" * 100_000,
        "<a " + "b=c " * 500_000 + ">x</a><p>{}",
        "<p title='>{}</p>'>{}</p",
        "<![CDATA[ x ]]><!DOCTYPE y [<!ENTITY a 'b'>]><p>{}&a;",
        "<p>{}&#xD800;&#0;&#x110000;&#xFFFE;",
        "{}<!--",
        "{}" + "<!--" * 200_000,
        "{}" + "<" * 500_000,
    ],
    ids=[
        "deep nesting",
        "unclosed inline elements",
        "unclosed paragraphs",
        "end tags without start",
        "nested tables",
        "cells of one row",
        "nested rows",
        "nested menus",
        "ruby",
        "many attributes",
        "end tag inside an attribute",
        "CDATA and entity declaration",
        "references to invalid characters",
        "unclosed comment",
        "many unclosed comments",
        "many angle brackets",
    ],
)
def test_broken_markup_is_read_within_10_seconds_of_cpu_time(broken) -> None:
    with cpu_limit(10):
        text = open_document("a.html", broken.replace("{}", LEAD).encode()).text
        assert LEAD in text


@pytest.mark.slow
def test_a_page_of_a_million_tags_is_refused() -> None:
    with cpu_limit(10), pytest.raises(DocumentError, match="过于复杂"):
        open_document("a.html", ("<p>" * 1_000_000 + LEAD).encode())


def test_a_page_with_too_much_text_is_refused() -> None:
    with pytest.raises(DocumentError, match="1000 字"):
        open_document("a.html", (f"<p>{LEAD}" * 100).encode(), Limits(max_characters=1000))


LIST = "<p>3月5日，湖南省民政厅召开座谈会，厅长周建平主持会议。会议要求：</p>"


@pytest.mark.parametrize(
    ("items", "text"),
    [
        (
            "<ol><li>加强养老<li><p>做好福利</p><p>落实</p></ol><p>完",
            "1. 加强养老 2. 做好福利 落实 完",
        ),
        ('<ol start="3" type="A"><li>甲<li value="9">乙<li></li></ol>丙', "C. 甲 I. 乙 丙"),
        ('<ol type="i"><li>甲<ol><li>内</ol><li>乙</ol>', "i. 甲 1. 内 ii. 乙"),
        ("<ol><li>一、甲<li>二、乙</ol>", "一、甲 二、乙"),
        ('<ol style="list-style: none"><li>甲</ol><ul><li>乙</ul>', "甲 乙"),
        ("</ol><li>甲", "甲"),
    ],
)
def test_items_of_an_ordered_list_have_the_numbers_that_a_browser_shows(items, text) -> None:
    page = f"<html><meta charset=utf-8>{LIST}{items}</html>"
    lines = open_document("a.html", page.encode()).text.split("\n")
    assert " ".join(filter(None, lines[1:])) == text


def test_the_items_of_an_ordered_list_are_the_priorities_of_a_meeting() -> None:
    page = f"<html><meta charset=utf-8>{LIST}<ol><li>加强养老</li><li>做好福利</li></ol></html>"
    (record,) = read_document("a.html", page.encode())
    assert [priority.heading for priority in record.priorities] == ["加强养老", "做好福利"]
