"""The home page: search box, provinces, newest and recently received meetings, years, themes."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from bulletins.models import Meeting, Theme
from tests.factories import make_meeting

NUMBER = re.compile(r'>\s*([^<>]+) <span class="count">([\d,]+)</span>\s*</a>')


def listed(page: str) -> dict[str, str]:
    """Return the number beside each province in the list."""
    return dict(NUMBER.findall(page))


def tiles(page: str) -> dict[str, tuple[str, str, str]]:
    """Return URL, tint and number of each tile of the map, by its name."""
    drawing = page[page.index('<svg class="tile-map"') :]
    tile = re.compile(
        r'<a class="tint-(\d)" href="([^"]+)" aria-label="[^"]+">\s*<rect [^>]+/>'
        r'\s*<text class="tile-label"[^>]*>([^<]+)</text>'
        r'\s*<text class="value-label"[^>]*>([^<]+)</text>'
    )
    matches = tile.findall(drawing[: drawing.index("</svg>")])
    return {name: (address, tint, number) for tint, address, name, number in matches}


def set_received(meeting: Meeting, when: datetime) -> None:
    """Set the time at which a meeting was received."""
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


def test_home_links_the_meetings_without_a_province(client: Client) -> None:
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


def test_the_table_of_the_chart_has_the_unknown_year_last(client: Client) -> None:
    make_meeting(date="2023-01-01")
    make_meeting(date="2024")
    make_meeting(date="--02-21")

    page = client.get("/").content.decode()
    years = page[page.index("<tbody>") :]

    assert years.index("2023年") < years.index("2024年") < years.index("年份未载")


def test_the_chart_has_years_without_meetings_and_links_the_others_to_their_pages(
    client: Client,
) -> None:
    make_meeting(date="2021-01-01")
    make_meeting(date="2024")
    make_meeting(date="--02-21")

    page = client.get("/").content.decode()
    drawing = page[page.index('<svg class="bar-chart"') :]
    drawing = drawing[: drawing.index("</svg>")]

    assert re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', drawing) == [
        ("/years/2021/", "2021年 1 篇"),
        ("/years/2024/", "2024年 1 篇"),
        ("/years/unknown/", "年份未载 1 篇"),
    ]
    assert re.findall(r'class="tick-label[^>]*>([^<]+)<', drawing) == [
        *("2021", "2022", "2023", "2024"),
        "未载",
    ]


def test_a_remote_year_does_not_add_bars_for_all_years_between(client: Client) -> None:
    make_meeting(date="0202-02-21")
    make_meeting(date="2024")

    assert client.get("/").content.decode().count('class="bar"') == 2


def test_home_counts_the_public_meetings_of_each_theme(client: Client) -> None:
    care, charity = Theme.objects.get(name="养老服务"), Theme.objects.get(name="慈善事业")
    make_meeting().themes.set([care, charity])
    make_meeting().themes.set([care])
    make_meeting(published=False).themes.set([care])

    page = client.get("/").content.decode()
    themes = page[page.index('id="themes-heading"') :]

    counts = re.findall(r'<a href="[^"]+">([^<]+)</a> <span class="count">(\d+)<', themes)
    assert counts == [("养老服务", "2"), ("慈善事业", "1")]


def test_home_lists_meetings_received_within_seven_days_latest_first(client: Client) -> None:
    now = timezone.now()
    set_received(make_meeting(date="2015", title="昨天入库的会"), now - timedelta(days=1))
    set_received(make_meeting(date="2016", title="六天前入库的会"), now - timedelta(days=6))
    set_received(make_meeting(date="2017", title="八天前入库的会"), now - timedelta(days=8))

    page = client.get("/").content.decode()
    recent = page[page.index("近七天入库") : page.index('id="provinces"')]

    assert "2 篇" in recent
    assert recent.index("昨天入库的会") < recent.index("六天前入库的会")
    assert "八天前入库的会" not in recent


def test_the_day_of_receipt_is_in_the_configured_time_zone(client: Client) -> None:
    yesterday = timezone.now().astimezone(ZoneInfo("Asia/Shanghai")) - timedelta(days=1)
    # 01:30 in Shanghai is the day before in UTC.
    early = yesterday.replace(hour=1, minute=30)
    set_received(make_meeting(), early)

    page = client.get("/").content.decode()

    assert f"{early.month}月{early.day}日入库" in page


def test_a_week_without_new_meetings_has_a_message(client: Client) -> None:
    set_received(make_meeting(), timezone.now() - timedelta(days=30))

    assert "近七天没有新入库的会议。" in client.get("/").content.decode()


@pytest.mark.parametrize("meetings", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_data(
    client: Client, django_assert_num_queries, meetings: int
) -> None:
    for _ in range(meetings):
        make_meeting().themes.set(Theme.objects.all()[:3])

    client.get("/")  # counts what the meetings changed
    # Stored counts with marks and places, provinces, newest, new with their number, themes.
    with django_assert_num_queries(8):
        client.get("/")
