"""The home page: search box, provinces, newest meetings, what is new, years, themes."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from bulletins.models import Meeting, Theme
from tests.factories import make_meeting

NUMBER = re.compile(r'>([^<>]+) <span class="number">([\d,]+)</span></a>')


def listed(page: str) -> dict[str, str]:
    """The number beside each province in the list."""
    return dict(NUMBER.findall(page))


def tiles(page: str) -> dict[str, tuple[str, str, str]]:
    """Where each tile of the map leads, its tint, and the number on it, by the name on it."""
    drawing = page[page.index('<svg class="tile-map"') :]
    tile = re.compile(
        r'<a class="tint-(\d)" href="([^"]+)" aria-label="[^"]+">\s*<rect [^>]+/>'
        r'\s*<text class="mark"[^>]*>([^<]+)</text>\s*<text class="amount"[^>]*>([^<]+)</text>'
    )
    found = tile.findall(drawing[: drawing.index("</svg>")])
    return {name: (address, tint, number) for tint, address, name, number in found}


def entered(meeting: Meeting, when: datetime) -> None:
    """Let a meeting have come into the archive at another time."""
    Meeting.objects.filter(pk=meeting.pk).update(created_at=when)


def test_home_links_all_34_provinces_even_of_an_empty_archive(client: Client) -> None:
    page = client.get("/").content.decode()

    assert len(set(re.findall(r'href="/provinces/([a-z]+)/"', page))) == 34
    assert set(listed(page).values()) == {"0"}
    assert len(tiles(page)) == 34
    assert {tile[1:] for tile in tiles(page).values()} == {("0", "0")}
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

    assert listed(page)["湖北"] == "2"
    assert listed(page)["内蒙古"] == "1"
    assert listed(page)["北京"] == "0"
    assert tiles(page)["湖北"] == ("/provinces/hubei/", "2", "2")
    assert tiles(page)["内蒙古"] == ("/provinces/neimenggu/", "1", "1")
    assert tiles(page)["北京"] == ("/provinces/beijing/", "0", "0")
    assert "收录会议 3 篇，来自 2 个" in page


def test_home_shows_a_way_to_meetings_without_a_province(client: Client) -> None:
    make_meeting(None)

    page = client.get("/").content.decode()

    assert listed(page)["地区未载"] == "1"
    assert 'href="/provinces/unplaced/"' in page


def test_home_lists_the_newest_meetings_first(client: Client) -> None:
    make_meeting(title="较早的会", date="2023-01-01")
    make_meeting(title="最近的会", date="2024-05-06")
    make_meeting(title="日期不明的会", date="")

    page = client.get("/").content.decode()

    places = [page.index(title) for title in ("最近的会", "较早的会", "日期不明的会")]
    assert places == sorted(places)
    assert "2024年5月6日" in page


def test_a_table_beside_the_drawing_has_the_years_with_the_unknown_one_last(client: Client) -> None:
    make_meeting(date="2023-01-01")
    make_meeting(date="2024")
    make_meeting(date="--02-21")

    page = client.get("/").content.decode()
    years = page[page.index("<tbody>") :]

    assert years.index("2023年") < years.index("2024年") < years.index("年份未载")


def test_the_years_are_drawn_from_the_oldest_with_gaps_and_lead_to_their_pages(
    client: Client,
) -> None:
    make_meeting(date="2021-01-01")
    make_meeting(date="2024")
    make_meeting(date="--02-21")

    page = client.get("/").content.decode()
    drawing = page[page.index('<svg class="columns"') :]
    drawing = drawing[: drawing.index("</svg>")]

    assert re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', drawing) == [
        ("/years/2021/", "2021年 1 篇"),
        ("/years/2024/", "2024年 1 篇"),
        ("/years/unknown/", "年份未载 1 篇"),
    ]
    assert re.findall(r'class="mark[^>]*>([^<]+)<', drawing) == [
        *("2021", "2022", "2023", "2024"),
        "未载",
    ]


def test_a_year_far_from_the_others_does_not_make_room_for_all_between(client: Client) -> None:
    make_meeting(date="0202-02-21")
    make_meeting(date="2024")

    assert client.get("/").content.decode().count('class="column"') == 2


def test_home_counts_the_public_meetings_of_each_theme(client: Client) -> None:
    care, charity = Theme.objects.get(name="养老服务"), Theme.objects.get(name="慈善事业")
    make_meeting().themes.set([care, charity])
    make_meeting().themes.set([care])
    make_meeting(published=False).themes.set([care])

    page = client.get("/").content.decode()
    themes = page[page.index('id="themes-heading"') :]

    found = re.findall(r'<a href="[^"]+">([^<]+)</a> <span class="number">(\d+)<', themes)
    assert found == [("养老服务", "2"), ("慈善事业", "1")]


def test_home_shows_what_came_in_within_seven_days_the_latest_first(client: Client) -> None:
    now = timezone.now()
    entered(make_meeting(date="2015", title="昨天入库的会"), now - timedelta(days=1))
    entered(make_meeting(date="2016", title="六天前入库的会"), now - timedelta(days=6))
    entered(make_meeting(date="2017", title="八天前入库的会"), now - timedelta(days=8))

    page = client.get("/").content.decode()
    lately = page[page.index("近七天入库") : page.index('id="provinces"')]

    assert "2 篇" in lately
    assert lately.index("昨天入库的会") < lately.index("六天前入库的会")
    assert "八天前入库的会" not in lately


def test_the_day_something_came_in_is_that_of_the_offices_zone(client: Client) -> None:
    yesterday = timezone.now().astimezone(ZoneInfo("Asia/Shanghai")) - timedelta(days=1)
    # 01:30 in Shanghai is the day before in UTC.
    early = yesterday.replace(hour=1, minute=30)
    entered(make_meeting(), early)

    page = client.get("/").content.decode()

    assert f"{early.month}月{early.day}日入库" in page


def test_a_week_without_anything_new_is_said(client: Client) -> None:
    entered(make_meeting(), timezone.now() - timedelta(days=30))

    assert "近七天没有新入库的会议。" in client.get("/").content.decode()


@pytest.mark.parametrize("meetings", [1, 20])
def test_home_asks_the_database_equally_often_however_much_there_is(
    client: Client, django_assert_num_queries, meetings: int
) -> None:
    for _ in range(meetings):
        make_meeting().themes.set(Theme.objects.all()[:3])

    client.get("/")  # counts what the meetings changed
    # Kept numbers with marks and places, provinces, newest, new with their number, themes.
    with django_assert_num_queries(8):
        client.get("/")
