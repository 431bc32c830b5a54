"""The page of a meeting: headline, facts, priorities, text, neighbours."""

import re

import pytest
from django.test import Client

from bulletins.models import Meeting
from tests.factories import make_meeting


@pytest.fixture
def hubei() -> Meeting:
    return make_meeting(
        "湖北省",
        title="湖北省民政厅召开2024年全省民政工作视频会议",
        date="2024-02-21",
        year_source="title",
        level="province",
        meeting_type="民政工作视频会议",
        venue="武汉",
        source="湖北省民政厅",
        exchange_units=["武汉", "襄阳"],
        chairs=[("杨泽发", "厅党组书记")],
        speakers=[("杨泽发", "厅党组书记", "讲话"), ("李丽", "厅长", "作工作报告")],
        priorities=[
            ("", "提升社会救助工作质效", "推进信息共享。"),
            ("", "提升儿童福利工作水平", ""),
        ],
        priorities_declared=2,
        body="第一段。\n第二段。",
    )


def get_page(client: Client, meeting: Meeting) -> str:
    return client.get(meeting.get_absolute_url()).content.decode()


def test_every_fact_is_shown(client: Client, hubei: Meeting) -> None:
    page = get_page(client, hubei)

    for fact in (
        "湖北省民政厅召开2024年全省民政工作视频会议",
        "2024年2月21日",
        "年份据标题",
        "省级",
        "民政工作视频会议",
        "武汉",
        "襄阳",
        "厅党组书记",
        "厅长",
        "作工作报告",
    ):
        assert fact in page


def test_the_breadcrumb_links_province_and_year(client: Client, hubei: Meeting) -> None:
    page = get_page(client, hubei)

    assert '<a href="/provinces/hubei/">湖北</a>' in page
    assert '<a href="/provinces/hubei/?year=2024">2024年</a>' in page


def test_every_link_of_the_breadcrumb_opens_for_a_meeting_without_province_and_year(
    client: Client,
) -> None:
    page = get_page(client, make_meeting(None, date=""))

    breadcrumb = page[page.index('class="breadcrumb"') : page.index("<main")]
    addresses = re.findall(r'href="([^"]+)"', breadcrumb)
    assert addresses
    for address in addresses:
        assert client.get(address).status_code == 200


def test_the_page_title_has_meeting_and_province(client: Client, hubei: Meeting) -> None:
    page = get_page(client, hubei)

    title = page[page.index("<title>") : page.index("</title>")]
    assert title == f"<title>{hubei.title} · 湖北省 · 会议简报档案"


def test_a_meeting_without_headline_has_a_default_title(client: Client) -> None:
    meeting = make_meeting("内蒙古自治区", title="", level="province", date="2024")

    assert "<h1>内蒙古自治区民政厅会议（2024年）</h1>" in get_page(client, meeting)


def test_unknown_facts_are_shown_as_unknown(client: Client) -> None:
    page = get_page(client, make_meeting(None, date=""))

    assert "日期未载" in page
    assert page.count("原文未载") == 4  # province, chair, speakers, source


def test_priorities_are_numbered_across_sections(client: Client) -> None:
    meeting = make_meeting(
        priorities=[
            ("会议指出", "加强理论武装", ""),
            ("会议指出", "推动问题解决", ""),
            ("会议要求", "压实政治责任", "落实主体责任。"),
        ]
    )

    page = get_page(client, meeting)

    assert re.findall(r"<h3>(会议..)</h3>", page) == ["会议指出", "会议要求"]
    assert re.findall(r'<li value="(\d)">', page) == ["1", "2", "3"]
    assert "落实主体责任。" in page


def test_a_meeting_without_priorities_has_no_heading_for_them(client: Client) -> None:
    assert "重点工作" not in get_page(client, make_meeting())


@pytest.mark.parametrize(
    ("declared", "is_shown"),
    [(8, True), (1, True), (2, False), (None, False)],
)
def test_a_declared_number_that_differs_from_the_list_is_shown(
    client: Client, hubei: Meeting, declared: int | None, is_shown: bool
) -> None:
    hubei.priorities_declared = declared
    hubei.save()

    assert (f"原文称 {declared} 项，文中列出 2 项" in get_page(client, hubei)) is is_shown


def test_the_body_is_shown_in_paragraphs(client: Client, hubei: Meeting) -> None:
    page = get_page(client, hubei)

    assert "<p>第一段。</p>" in page
    assert "<p>第二段。</p>" in page


@pytest.mark.parametrize(
    ("doubt", "label", "mark"),
    [
        ("day missing", "日期", "待核：没有写明是哪一天"),
        ("impossible date", "日期", "待核：原文写的日期不存在"),
        ("province missing", "省份", "待核：没有读到省份"),
        ("merged with another", "主持", "待核：与另一次会议合并过"),
    ],
)
def test_a_doubt_about_a_field_is_marked_beside_it_in_words_for_readers(
    client: Client, doubt: str, label: str, mark: str
) -> None:
    place = None if doubt == "province missing" else "湖北省"
    page = get_page(client, make_meeting(place, date="2024-02", needs_review=[doubt]))
    facts = page[page.index('<dl class="facts">') : page.index("</dl>")]
    fact = next(part for part in facts.split("<dt>") if part.startswith(label))

    assert mark in fact
    assert page.count("待核") == 1
    assert doubt not in page


def test_a_fact_that_is_empty_because_of_a_doubt_does_not_say_that_the_text_is_silent(
    client: Client,
) -> None:
    silent = get_page(client, make_meeting(None, source="报"))
    doubted = get_page(client, make_meeting(None, source="报", needs_review=["province missing"]))

    assert doubted.count("原文未载") == silent.count("原文未载") - 1


@pytest.mark.parametrize(
    ("doubt", "note"),
    [
        ("unreadable characters: 3", "有 3 个字无法辨认"),
        ("pages without text: 2–5", "第 2–5 页没有文字，可能是扫描的图片，没有读取"),
        ("perhaps reported before", "可能与已有的会议重复"),
    ],
)
def test_a_doubt_about_the_whole_of_a_meeting_that_an_editor_published_is_noted_at_its_head(
    client: Client, doubt: str, note: str
) -> None:
    page = get_page(client, make_meeting(needs_review=[doubt]))

    assert f"待核：{note}。" in page[page.index("<h1>") : page.index("<dl")]
    assert page.count("待核") == 1


def test_neighbours_follow_the_order_of_the_province(client: Client) -> None:
    dates = ["", "2023-01-01", "2024", "2024-01-01", "2024-03-24/2024-03-25", "2024-03-24", ""]
    for date in dates:
        make_meeting(date=date)
    make_meeting("湖南省", date="2024-02-01")
    in_order = list(Meeting.objects.filter(province__slug="hubei"))
    assert len(in_order) == len(dates)

    for newer, meeting, older in zip(
        [None, *in_order[:-1]], in_order, [*in_order[1:], None], strict=True
    ):
        context = client.get(meeting.get_absolute_url()).context
        assert (context["newer"], context["older"]) == (newer, older)


def test_neighbours_are_linked_with_their_titles(client: Client, hubei: Meeting) -> None:
    make_meeting("湖北省", date="2023", title="前一年的会")

    page = get_page(client, hubei)

    assert "较早一篇" in page
    assert "前一年的会" in page
    assert "较新一篇" not in page


def test_a_meeting_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/meetings/999999/").status_code == 404
    assert client.get("/meetings/99999999999999999999999/").status_code == 404


@pytest.mark.parametrize("rows", [1, 9])
def test_the_number_of_queries_does_not_grow_with_the_data(
    client: Client, django_assert_num_queries, rows: int
) -> None:
    meeting = make_meeting(
        chairs=[("甲", "厅长")] * rows,
        speakers=[("乙", "副厅长", "讲话")] * rows,
        priorities=[("", "要点", "内容")] * rows,
    )
    for _ in range(rows):
        make_meeting(title="")

    # meeting, chairs, speakers, priorities, themes, newer, older, drafts in the same
    # bulletin, other reports
    with django_assert_num_queries(9):
        client.get(meeting.get_absolute_url())
