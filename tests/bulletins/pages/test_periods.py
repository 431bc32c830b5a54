"""The pages of a year and of a month."""

import re

import pytest
from django.test import Client

from bulletins.models import Theme
from bulletins.pages.views.periods import MEETINGS_PER_PAGE
from tests.factories import make_daily_meetings, make_meeting


def headings(page: str) -> list[str]:
    """Return the headings of the groups of meetings, in the order of the page."""
    matches = re.findall(r'<h2 id="part-\d+">(.*?)</h2>', page)
    return [re.sub(r"<[^>]+>", "", heading) for heading in matches]


def links(page: str, relation: str) -> list[str]:
    return re.findall(rf'<a rel="{relation}" href="([^"]+)"', page)


def test_a_year_lists_its_meetings_under_their_months_the_latest_first(client: Client) -> None:
    make_meeting(date="2024-02-21", title="二月的会")
    make_meeting(date="2024-02", title="二月某日的会")
    make_meeting(date="2024-12-31", title="年末的会")
    make_meeting(date="2024", title="这年某日的会")
    make_meeting(date="2023-12-31", title="前一年的会")
    make_meeting(date="2025-01-01", title="后一年的会")

    page = client.get("/years/2024/").content.decode()

    assert headings(page) == ["12月", "2月", "月份未载"]
    order = [
        page.index(title) for title in ("年末的会", "二月的会", "二月某日的会", "这年某日的会")
    ]
    assert order == sorted(order)
    assert "收录会议 4 篇。" in page
    assert "前一年的会" not in page and "后一年的会" not in page


def test_a_month_lists_its_meetings_under_their_days(client: Client) -> None:
    make_meeting(date="2024-02-01", title="一日的会")
    make_meeting(date="2024-02-29", title="末日的会")
    make_meeting(date="2024-02", title="某日的会")
    make_meeting(date="2024-01-31", title="前一月的会")
    make_meeting(date="2024-03-01", title="后一月的会")

    page = client.get("/years/2024/2/").content.decode()

    assert headings(page) == ["2月29日", "2月1日", "日未载"]
    assert "收录会议 3 篇。" in page
    assert "前一月的会" not in page and "后一月的会" not in page


def test_a_meeting_of_several_days_belongs_to_the_month_of_its_first(client: Client) -> None:
    make_meeting(date="2024-03-31/2024-04-02", title="跨月的会")

    assert "跨月的会" in client.get("/years/2024/3/").content.decode()
    assert client.get("/years/2024/4/").status_code == 404


def test_a_meeting_dated_by_year_is_not_counted_for_january(client: Client) -> None:
    make_meeting(date="2024", title="这年某日的会")

    assert client.get("/years/2024/1/").status_code == 404
    assert 'href="/years/2024/1/"' not in client.get("/years/2024/").content.decode()


def test_the_unknown_year_has_a_page(client: Client) -> None:
    make_meeting(date="--02-21", title="不知何年的会")
    make_meeting(date="", title="日期不明的会")
    make_meeting(date="2024", title="知道年份的会")

    page = client.get("/years/unknown/").content.decode()

    assert "年份未载的会议" in page
    assert "不知何年的会" in page and "日期不明的会" in page
    assert "知道年份的会" not in page
    assert 'href="/provinces/hubei/?year=unknown"' in page


def test_provinces_of_a_period_are_counted_and_link_to_their_year(client: Client) -> None:
    make_meeting("湖南省", date="2024-02-21")
    for _ in range(2):
        make_meeting("湖北省", date="2024-02-21")
    make_meeting(None, date="2024-02-21")
    make_meeting("西藏自治区", date="2023-02-21")

    for address in ("/years/2024/", "/years/2024/2/"):
        page = client.get(address).content.decode()
        counts = re.findall(
            r'href="(/provinces/\w+/\?year=2024)">[^<]+<span class="count">(\d+)<', page
        )

        assert counts == [
            ("/provinces/hubei/?year=2024", "2"),
            ("/provinces/hunan/?year=2024", "1"),
            ("/provinces/unplaced/?year=2024", "1"),
        ]


def test_themes_of_a_period_are_counted_most_meetings_first(client: Client) -> None:
    care, charity = Theme.objects.get(name="养老服务"), Theme.objects.get(name="慈善事业")
    make_meeting(date="2024-02-21").themes.set([care, charity])
    make_meeting(date="2024-02-21").themes.set([charity])
    make_meeting(date="2023-02-21").themes.set([care])

    for address in ("/years/2024/", "/years/2024/2/"):
        page = client.get(address)

        assert page.context["themes"] == [(charity, 2), (care, 1)]
        assert re.search(r"慈善事业 <span class=\"count\">2<", page.content.decode())


def test_the_bars_of_months_link_to_their_pages(client: Client) -> None:
    make_meeting(date="2024-02-21")
    make_meeting(date="2024-02")
    make_meeting(date="2024")

    page = client.get("/years/2024/").content.decode()
    drawing = page[page.index("<svg") : page.index("</svg>")]

    assert re.findall(r'href="([^"]+)" aria-label="([^"]+)"', drawing) == [
        ("/years/2024/2/", "2月 2 篇")
    ]
    assert drawing.count('class="bar"') == 13  # twelve months, and meetings without one


def test_a_year_links_to_the_nearest_years_with_meetings(client: Client) -> None:
    for date in ("2010", "2015-03", "2024-02-21", "--02-21"):
        make_meeting(date=date)

    middle = client.get("/years/2015/").content.decode()
    oldest = client.get("/years/2010/").content.decode()
    newest = client.get("/years/2024/").content.decode()
    unknown = client.get("/years/unknown/").content.decode()

    assert (links(middle, "prev"), links(middle, "next")) == (["/years/2024/"], ["/years/2010/"])
    assert (links(oldest, "prev"), links(oldest, "next")) == (["/years/2015/"], ["/years/unknown/"])
    assert (links(newest, "prev"), links(newest, "next")) == ([], ["/years/2015/"])
    assert (links(unknown, "prev"), links(unknown, "next")) == (["/years/2010/"], [])


def test_a_month_links_to_the_nearest_months_with_meetings(client: Client) -> None:
    for date in ("2010-12-31", "2015-01", "2015", "2015-03-01", "--02-21"):
        make_meeting(date=date)

    page = client.get("/years/2015/1/").content.decode()

    assert links(page, "prev") == ["/years/2015/3/"]
    assert links(page, "next") == ["/years/2010/12/"]


def test_a_meeting_links_to_its_year_and_month(client: Client) -> None:
    day = client.get(make_meeting(date="2024-02-21").get_absolute_url()).content.decode()
    year = client.get(make_meeting(date="2024").get_absolute_url()).content.decode()
    unknown = client.get(make_meeting(date="--02-21").get_absolute_url()).content.decode()

    assert re.findall(r'href="(/years/[^"]+)"', day) == ["/years/2024/", "/years/2024/2/"]
    assert re.findall(r'href="(/years/[^"]+)"', year) == ["/years/2024/"]
    assert re.findall(r'href="(/years/[^"]+)"', unknown) == ["/years/unknown/"]


def test_the_breadcrumb_of_a_month_links_to_its_year(client: Client) -> None:
    make_meeting(date="2024-02-21")

    page = client.get("/years/2024/2/").content.decode()
    breadcrumb = page[page.index('class="breadcrumb"') : page.index("<main")]

    assert re.findall(r'href="([^"]+)"', breadcrumb) == ["/", "/years/2024/"]
    assert "<title>2024年2月 · " in page


@pytest.mark.parametrize(
    "address",
    [
        "/years/2023/",
        "/years/unknown/",
        "/years/0/",
        "/years/99999999999999999999/",
        "/years/2024/1/",
        "/years/2024/0/",
        "/years/2024/13/",
        "/years/0/1/",
        "/years/10000/1/",
        "/years/99999999999999999999/1/",
        "/years/unknown/1/",
        "/years/abc/",
    ],
)
def test_a_period_without_meetings_is_not_found(client: Client, address: str) -> None:
    make_meeting(date="2024-02-21")

    assert client.get(address).status_code == 404


def test_the_last_representable_month_has_a_page(client: Client) -> None:
    make_meeting(date="9999-12-31")

    assert client.get("/years/9999/12/").status_code == 200


def test_more_meetings_than_fit_on_a_page_are_paged(client: Client) -> None:
    make_daily_meetings(MEETINGS_PER_PAGE + 1)

    page = client.get("/years/2024/?page=2").content.decode()

    assert "第 2 页，共 2 页" in page
    assert "第1次会" in page and "第2次会" not in page
    assert client.get("/years/2024/?page=abc").status_code == 200


@pytest.mark.parametrize("meetings", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_data(
    client: Client, django_assert_num_queries, meetings: int
) -> None:
    for _ in range(meetings):
        meeting = make_meeting(date="2024-02-21", title="")
        meeting.themes.set(Theme.objects.all()[:3])

    client.get("/years/2024/")  # counts what the meetings changed
    # Stored counts with marks and places; neighbours, the oldest meeting and whether any year is
    # unknown; number and rows; facets; months.
    with django_assert_num_queries(11):
        client.get("/years/2024/")
    with django_assert_num_queries(8):
        client.get("/years/2024/2/")
