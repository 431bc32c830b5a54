"""The atlas: themes by province; every number links to the meetings it counts."""

import re
from html import unescape

import pytest
from django.test import Client

from bulletins.models import Theme
from tests.bulletins.pages.test_themes import add_theme
from tests.factories import make_meeting


def test_every_cell_links_to_exactly_the_meetings_it_counts(client: Client) -> None:
    for province, date in [
        ("湖北省", "2024"),
        ("湖北省", "2020-01-01"),
        ("湖北省", "2019"),
        ("湖北省", "--02-21"),
        ("湖南省", "2022"),
        (None, "2023"),
    ]:
        add_theme(add_theme(make_meeting(province, date=date)), "殡葬")

    page = client.get("/atlas/?from=2020&to=2024").content.decode()

    cells = re.findall(r'<td class="tint-[1-4]"><a href="([^"]+)">(\d+)</a>', page)
    assert len(cells) == 6
    for address, number in cells:
        linked = client.get(unescape(address)).content.decode()
        assert f"这个主题的会议 {number} 篇" in linked
    assert sorted(int(number) for _address, number in cells) == [1, 1, 1, 1, 2, 2]


def test_the_latest_five_years_are_shown_by_default(client: Client) -> None:
    add_theme(make_meeting(date="2015"))
    add_theme(make_meeting(date="2024"))

    years = client.get("/atlas/").context["years"]

    assert (years.first, years.last) == (2020, 2024)


@pytest.mark.parametrize("query", ["?from=abc&to=2024", "?from=2024&to=2020", "?from=2020", "?to="])
def test_invalid_years_are_ignored(client: Client, query: str) -> None:
    add_theme(make_meeting(date="2024"))

    response = client.get(f"/atlas/{query}")

    assert response.status_code == 200
    assert response.context["years"].last == 2024


def test_the_comparison_shows_how_shares_of_meetings_rose_and_fell(client: Client) -> None:
    # 1 of 2 before, 2 of 8 now: more meetings, and a smaller share.
    add_theme(make_meeting(date="2022"))
    add_theme(make_meeting(date="2022"), "殡葬")
    for _ in range(2):
        add_theme(make_meeting(date="2024"))
    for _ in range(6):
        add_theme(make_meeting(date="2024"), "殡葬")

    page = client.get("/atlas/?from=2023&to=2024").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))

    assert "殡葬 50.0% 75.0% ▲ 升 25.0 个百分点" in text
    assert "养老服务 50.0% 25.0% ▼ 降 25.0 个百分点" in text
    assert "儿童福利 0.0% 0.0% — 大致持平" in text
    assert "会议很少，升降只供参考。" in text


def test_without_earlier_meetings_there_is_no_comparison(client: Client) -> None:
    add_theme(make_meeting(date="2024"))

    response = client.get("/atlas/?from=2023&to=2024")

    assert response.context["comparison"] is None
    assert "无从比较" in response.content.decode()


def test_an_archive_without_years_has_a_message_instead_of_a_map(client: Client) -> None:
    assert "画不出图谱" in client.get("/atlas/").content.decode()


def test_an_unpublished_meeting_is_not_counted(client: Client) -> None:
    add_theme(make_meeting(date="2024"))
    before = client.get("/atlas/").content
    add_theme(make_meeting(date="2024", published=False))

    assert client.get("/atlas/").content == before


def test_the_number_of_queries_does_not_grow_with_the_data(
    client: Client, django_assert_num_queries
) -> None:
    for theme in Theme.objects.all():
        add_theme(make_meeting(), theme.name)
    client.get("/atlas/")  # counts what has changed

    with django_assert_num_queries(5):  # stored counts with marks and places, themes, provinces
        client.get("/atlas/")
