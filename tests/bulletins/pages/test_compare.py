"""The page of comparison: meetings side by side, priorities aligned by theme, words marked."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from bulletins.models import Meeting, Theme
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db


def with_priorities(priorities: Mapping[str, str | None], **fields: Any) -> Meeting:
    """Create a meeting with priorities by heading, each with the name of its theme or None."""
    meeting = make_meeting(priorities=[("", heading, "") for heading in priorities], **fields)
    for priority, theme in zip(meeting.priorities.all(), priorities.values(), strict=True):
        if theme:
            priority.themes.add(Theme.objects.get(name=theme))
    return meeting


def compared(client: Client, *meetings: Meeting) -> str:
    response = client.get("/compare/", {"m": [meeting.pk for meeting in meetings]})
    assert response.status_code == 200
    return response.content.decode()


def test_each_fact_has_a_row_with_the_values_of_all_meetings(client: Client) -> None:
    one = make_meeting("湖北省", title="湖北的会", chairs=[("王芳", "厅长")])
    other = make_meeting("湖南省", title="湖南的会", date="2023")

    page = compared(client, one, other)

    assert "湖北的会" in page
    assert "湖南的会" in page
    assert re.search(r"<td>2024年2月21日</td>\s*<td>2023年（日期未载）</td>", page)
    assert re.search(r"<td>王芳 厅长</td>\s*<td><span[^>]*>原文未载</span></td>", page)


def test_priorities_of_a_theme_share_a_row(client: Client) -> None:
    one = with_priorities({"发展养老服务": "养老服务", "规范婚姻登记": "婚姻登记"})
    other = with_priorities({"做好救助": "社会救助", "建设养老机构": "养老服务"})

    page = compared(client, one, other)
    rows = page[page.rindex("<tbody>") :].split("<tr>")[1:]

    assert ["养老服务" in row and "发展" in row and "建设" in row for row in rows] == [
        True,
        False,
        False,
    ]


def test_a_priority_of_several_themes_is_shown_once_beside_one_it_compares_with(
    client: Client,
) -> None:
    one = with_priorities({"养老与救助并重": "社会救助"})
    one.priorities.get().themes.add(Theme.objects.get(name="养老服务"))
    other = with_priorities({"发展养老": "养老服务"})

    page = compared(client, one, other)

    assert page.count("并重") == 1
    assert "社会救助</a>" not in page


def test_priorities_without_a_theme_come_last(client: Client) -> None:
    one = with_priorities({"抓好落实": None, "发展养老服务": "养老服务"})
    other = with_priorities({"转变作风": None, "规范婚姻登记": "婚姻登记"})

    page = compared(client, one, other)

    assert page.index("婚姻登记</a>") < page.index("其他工作") < page.index("转变")


def test_shared_and_unique_words_of_priorities_of_a_theme_are_marked(client: Client) -> None:
    one = with_priorities({"发展养老服务": "养老服务"})
    other = with_priorities({"建设养老服务": "养老服务"})

    page = compared(client, one, other)

    assert "<u>发展</u><mark>养老</mark><mark>服务</mark>" in page
    assert "<u>建设</u><mark>养老</mark><mark>服务</mark>" in page


def test_words_of_a_theme_of_only_one_meeting_are_not_marked(client: Client) -> None:
    page = compared(client, with_priorities({"发展养老服务": "养老服务"}), with_priorities({}))

    assert "1. 发展养老服务</p>" in page


def test_markup_in_marked_words_is_escaped(client: Client) -> None:
    one = with_priorities({"<b>发展</b>养老": "养老服务"})
    page = compared(client, one, with_priorities({"建设养老": "养老服务"}))

    assert "<b>" not in page
    assert "&lt;b&gt;<u>发展</u>&lt;/b&gt;" in page


def test_an_unpublished_meeting_is_not_shown_and_counted_as_not_found(client: Client) -> None:
    draft = make_meeting(title="未发布的会", published=False)

    page = compared(client, make_meeting(), draft)

    assert "未发布的会" not in page
    assert "有 1 篇找不到" in page


def test_a_single_meeting_offers_a_search_for_others(client: Client) -> None:
    one = make_meeting(title="只选了这一篇")
    page = compared(client, one)

    assert "只选了这一篇" in page
    assert f'name="m" value="{one.pk}"' in page


def test_at_most_four_meetings_are_shown_and_the_page_says_how_many_are_left_out(
    client: Client,
) -> None:
    page = compared(client, *(make_meeting(title=f"第{number}会") for number in range(6)))

    assert "第3会" in page
    assert "第4会" not in page
    assert "另有 2 篇没有列出" in page


@pytest.mark.parametrize(
    "query",
    ["", "m=", "m=abc", "m=" + "9" * 5000, "m=-1", "m=%00", "m=²"],
    ids=["none", "empty", "no number", "5000 digits", "negative", "NUL", "superscript"],
)
def test_invalid_keys_are_ignored(client: Client, query: str) -> None:
    response = client.get(f"/compare/?{query}")

    assert response.status_code == 200
    assert "把两到4篇会议并排起来看" in response.content.decode()


def test_each_meeting_has_a_link_that_removes_it_from_the_comparison(client: Client) -> None:
    one, other, third = (make_meeting() for _ in range(3))
    page = compared(client, one, other, third)

    assert f'href="?m={one.pk}&amp;m={third.pk}"' in page


@pytest.mark.django_db(transaction=True)
def test_search_results_can_be_selected_for_comparison(client: Client) -> None:
    other = make_meeting(title="先选的会")
    result = make_meeting(title="殡葬改革会议")

    page = client.get(f"/search/?q=殡葬改革&m={other.pk}").content.decode()

    assert f'<input type="checkbox" name="m" value="{result.pk}">' in page
    assert f'<input type="hidden" name="m" value="{other.pk}">' in page
    assert "已选 1 篇" in page


@pytest.mark.parametrize("priorities", [1, 9])
def test_the_number_of_queries_does_not_grow_with_the_data(
    client: Client, django_assert_num_queries, priorities: int
) -> None:
    headings = {f"发展养老{number}": "养老服务" for number in range(priorities)}
    meetings = [with_priorities(headings) for _ in range(4)]

    # Meetings, chairs, speakers, priorities with their themes, themes.
    with django_assert_num_queries(6):
        compared(client, *meetings)
