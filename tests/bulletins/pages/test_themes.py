"""The pages of themes: priorities of meetings, filtered by province and year."""

import pytest
from django.test import Client

from bulletins.models import Meeting, Theme
from bulletins.pages.views.themes import MEETINGS_PER_PAGE
from tests.factories import make_daily_meetings, make_meeting


def add_theme(meeting: Meeting, name: str = "养老服务", *, has_priority: bool = True) -> Meeting:
    """Add a theme to a meeting, and to its priorities unless `has_priority` is False."""
    theme = Theme.objects.get(name=name)
    meeting.themes.add(theme)
    if has_priority:
        for priority in meeting.priorities.all():
            priority.themes.add(theme)
    return meeting


def page(client: Client, query: str = "") -> str:
    return client.get(f"/themes/yanglao-fuwu/{query}").content.decode()


def test_priorities_of_the_theme_are_listed_under_their_meeting(client: Client) -> None:
    add_theme(make_meeting(title="养老的会", priorities=[("", "建设养老机构", "")]))
    other = make_meeting(title="殡葬的会", priorities=[("", "整治公墓", "")])
    add_theme(other, "殡葬")

    text = page(client)

    assert "养老的会" in text and "建设养老机构" in text
    assert "殡葬的会" not in text and "整治公墓" not in text


def test_a_priority_of_another_theme_is_not_listed_though_its_meeting_is(client: Client) -> None:
    meeting = make_meeting(title="两件事的会", priorities=[("", "整治公墓", "")])
    add_theme(meeting, has_priority=False)

    text = page(client)

    assert "两件事的会" in text
    assert "整治公墓" not in text
    assert "没有单列为工作" in text


def test_the_newest_meetings_come_first(client: Client) -> None:
    add_theme(make_meeting(date="2023-05-01", title="前年的会"))
    add_theme(make_meeting(date="2024-05-01", title="去年的会"))
    add_theme(make_meeting(date="", title="不知何年的会"))

    text = page(client)

    assert text.index("去年的会") < text.index("前年的会") < text.index("不知何年的会")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?province=hubei", {"湖北甲", "湖北乙", "湖北丙"}),
        ("?province=unplaced", {"无省"}),
        ("?year=2023", {"湖北乙", "湖南"}),
        ("?year=unknown", {"湖北丙"}),
        ("?from=2023&to=2024", {"湖北甲", "湖北乙", "湖南", "无省"}),
        ("?province=hubei&from=2022&to=2023", {"湖北乙"}),
        ("?province=hunan&year=2024", set()),
    ],
)
def test_province_and_years_filter_the_list_and_the_count(
    client: Client, query: str, shown: set[str]
) -> None:
    meetings = {
        "湖北甲": ("湖北省", "2024"),
        "湖北乙": ("湖北省", "2023"),
        "湖北丙": ("湖北省", "--02-21"),
        "湖南": ("湖南省", "2023-03"),
        "无省": (None, "2024-01-01"),
    }
    for title, (province, date) in meetings.items():
        add_theme(make_meeting(province, date=date, title=f"会议{title}。"))

    text = page(client, query)

    assert {title for title in meetings if f"会议{title}。" in text} == shown
    assert f"这个主题的会议 {len(shown)} 篇" in text


@pytest.mark.parametrize(
    "query",
    [
        "?province=atlantis",
        "?year=abc",
        "?year=２０２４",
        "?from=2024",
        "?to=2024",
        "?from=2024&to=2020",
        "?from=-1&to=99999",
    ],
)
def test_invalid_filters_are_not_found(client: Client, query: str) -> None:
    add_theme(make_meeting())

    assert client.get(f"/themes/yanglao-fuwu/{query}").status_code == 404


def test_a_theme_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/themes/astrology/").status_code == 404


def test_every_year_of_the_timeline_links_to_its_meetings(client: Client) -> None:
    add_theme(make_meeting(date="2021"))
    add_theme(make_meeting(date="2024"))

    response = client.get("/themes/yanglao-fuwu/?province=hubei")

    years = [(datum.label, datum.number, datum.url) for datum in response.context["timeline"]]
    assert years == [
        ("2021年", 1, "?province=hubei&year=2021"),
        ("2022年", 0, ""),
        ("2023年", 0, ""),
        ("2024年", 1, "?province=hubei&year=2024"),
    ]


def test_more_meetings_than_fit_on_a_page_are_paged_and_paging_keeps_the_filters(
    client: Client,
) -> None:
    for meeting in make_daily_meetings(MEETINGS_PER_PAGE + 1):
        add_theme(meeting)

    first, second = page(client, "?year=2024"), page(client, "?year=2024&page=2")

    assert 'href="?year=2024&amp;page=2"' in first
    assert "第2次会" in first and "第1次会" not in first
    assert "第1次会" in second and "第2次会" not in second


def test_a_theme_without_meetings_offers_other_links(client: Client) -> None:
    text = page(client)

    assert "档案里还没有谈“养老服务”的会议。" in text
    assert 'href="/themes/"' in text


def test_all_themes_are_listed_with_their_meetings(client: Client) -> None:
    add_theme(make_meeting())
    add_theme(make_meeting())

    response = client.get("/themes/")

    counted = {theme.name: meetings for theme, meetings, _percent in response.context["themes"]}
    assert counted.keys() == set(Theme.objects.values_list("name", flat=True))
    assert {name: meetings for name, meetings in counted.items() if meetings} == {"养老服务": 2}


def test_an_unpublished_meeting_is_neither_shown_nor_counted(client: Client) -> None:
    empty = page(client)
    add_theme(make_meeting(published=False, title="未发布的会"))

    assert page(client) == empty


@pytest.mark.parametrize("meetings", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_data(
    client: Client, django_assert_num_queries, meetings: int
) -> None:
    for _ in range(meetings):
        add_theme(make_meeting(priorities=[("", "建设养老机构", "")]))
    page(client)  # counts what has changed

    # theme, provinces, stored counts with marks and places, keys, meetings, priorities
    with django_assert_num_queries(8):
        page(client)


def test_the_facts_of_a_meeting_link_to_its_themes(client: Client) -> None:
    meeting = add_theme(make_meeting())

    assert 'href="/themes/yanglao-fuwu/"' in client.get(meeting.get_absolute_url()).content.decode()
