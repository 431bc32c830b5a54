"""The home page: search box, provinces, newest meetings, years."""

import re

import pytest
from django.test import Client

from tests.factories import make_meeting

NUMBER = re.compile(r'>([^<>]+) <span class="number">([\d,]+)</span></a>')


def tiles(page: str) -> dict[str, str]:
    """What stands on the tile of each province."""
    return dict(NUMBER.findall(page))


def test_home_links_all_34_provinces_even_of_an_empty_archive(client: Client) -> None:
    page = client.get("/").content.decode()

    assert len(set(re.findall(r'href="/provinces/([a-z]+)/"', page))) == 34
    assert set(tiles(page).values()) == {"0"}
    assert "档案里还没有已发布的会议" in page


def test_home_has_one_search_box(client: Client) -> None:
    page = client.get("/").content.decode()

    assert page.count('name="q"') == 1
    assert 'action="/search/"' in page


def test_home_counts_the_meetings_of_each_province(client: Client) -> None:
    for _ in range(2):
        make_meeting("湖北省")
    make_meeting("内蒙古自治区")

    page = client.get("/").content.decode()

    assert tiles(page)["湖北"] == "2"
    assert tiles(page)["内蒙古"] == "1"
    assert tiles(page)["北京"] == "0"
    assert "收录会议 3 篇，来自 2 个" in page


def test_home_shows_a_way_to_meetings_without_a_province(client: Client) -> None:
    make_meeting(None)

    page = client.get("/").content.decode()

    assert tiles(page)["地区未载"] == "1"
    assert 'href="/provinces/unplaced/"' in page


def test_home_lists_the_newest_meetings_first(client: Client) -> None:
    make_meeting(title="较早的会", date="2023-01-01")
    make_meeting(title="最近的会", date="2024-05-06")
    make_meeting(title="日期不明的会", date="")

    page = client.get("/").content.decode()

    places = [page.index(title) for title in ("最近的会", "较早的会", "日期不明的会")]
    assert places == sorted(places)
    assert "2024年5月6日" in page


def test_home_counts_meetings_by_year_with_the_unknown_year_last(client: Client) -> None:
    make_meeting(date="2023-01-01")
    make_meeting(date="2024")
    make_meeting(date="--02-21")

    page = client.get("/").content.decode()
    years = page[page.index("历年会议") :]

    assert years.index("2024年") < years.index("2023年") < years.index("年份未载")


@pytest.mark.parametrize("meetings", [1, 20])
def test_home_asks_the_database_equally_often_however_much_there_is(
    client: Client, django_assert_num_queries, meetings: int
) -> None:
    for _ in range(meetings):
        make_meeting()

    with django_assert_num_queries(3):
        client.get("/")
