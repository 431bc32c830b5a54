"""The page of a province: its years, themes and people, and its meetings by year."""

import re

import pytest
from django.test import Client

from bulletins.models import Theme
from bulletins.pages.views.places import MEETINGS_PER_PAGE
from tests.factories import make_daily_meetings, make_meeting


def test_meetings_are_grouped_by_year_newest_first_and_unknown_last(client: Client) -> None:
    make_meeting(date="", title="没有日期的会")
    make_meeting(date="--02-21", title="没有年份的会")
    make_meeting(date="2023-05-01", title="前年的会")
    make_meeting(date="2024", title="去年的会")

    response = client.get("/provinces/hubei/")

    assert [year.label for year, _ in response.context["groups"]] == [
        "2024年",
        "2023年",
        "年份未载",
    ]
    assert [len(meetings) for _, meetings in response.context["groups"]] == [1, 1, 2]


def test_a_meeting_dated_by_year_follows_those_dated_by_day(client: Client) -> None:
    make_meeting(date="2024", title="只知年份的会")
    make_meeting(date="2024-01-02", title="知道日子的会")

    page = client.get("/provinces/hubei/").content.decode()

    assert page.index("知道日子的会") < page.index("只知年份的会")


def test_a_meeting_without_headline_is_listed_under_its_default_title(client: Client) -> None:
    make_meeting("内蒙古自治区", title="", level="province", date="2024")

    page = client.get("/provinces/neimenggu/").content.decode()

    assert "内蒙古自治区民政厅会议（2024年）" in page


def test_only_the_meetings_of_the_province_are_listed(client: Client) -> None:
    make_meeting("湖南省", title="别省的会")

    assert "别省的会" not in client.get("/provinces/hubei/").content.decode()


def test_selecting_a_year_lists_its_meetings_only(client: Client) -> None:
    make_meeting(date="2023", title="前年的会")
    make_meeting(date="2024", title="去年的会")

    page = client.get("/provinces/hubei/?year=2023").content.decode()

    assert "前年的会" in page
    assert "去年的会" not in page
    assert "看全部 2 篇" in page


def test_selecting_the_unknown_year_lists_meetings_without_a_year_only(client: Client) -> None:
    make_meeting(date="--02-21", title="没有年份的会")
    make_meeting(date="2024", title="去年的会")

    page = client.get("/provinces/hubei/?year=unknown").content.decode()

    assert "没有年份的会" in page
    assert "去年的会" not in page


@pytest.mark.parametrize("year", ["1999", "abc", "２０２４", "-1", "<script>"])
def test_a_year_the_province_does_not_have_is_not_found(client: Client, year: str) -> None:
    make_meeting(date="2024")

    assert client.get("/provinces/hubei/", {"year": year}).status_code == 404


def test_more_meetings_than_fit_on_a_page_are_paged_and_paging_keeps_the_year(
    client: Client,
) -> None:
    make_daily_meetings(MEETINGS_PER_PAGE + 1)

    first = client.get("/provinces/hubei/?year=2024").content.decode()
    second = client.get("/provinces/hubei/?year=2024&page=2").content.decode()

    assert "第 1 页，共 2 页" in first
    assert 'href="?year=2024&amp;page=2"' in first
    assert "第2次会" in first and "第1次会" not in first
    assert "第1次会" in second and "第2次会" not in second


@pytest.mark.parametrize("number", ["0", "99", "-1", "abc", ""])
def test_an_invalid_page_number_still_shows_meetings(client: Client, number: str) -> None:
    make_meeting(title="仅有的会")

    assert "仅有的会" in client.get("/provinces/hubei/", {"page": number}).content.decode()


def test_a_province_without_meetings_offers_other_links(client: Client) -> None:
    page = client.get("/provinces/xizang/").content.decode()

    assert "档案里还没有西藏自治区的会议。" in page
    assert 'href="/#provinces"' in page


def test_meetings_without_a_province_have_a_page_too(client: Client) -> None:
    make_meeting(None, title="不知何地的会")
    make_meeting("湖北省", title="湖北的会")

    page = client.get("/provinces/unplaced/").content.decode()

    assert "不知何地的会" in page
    assert "湖北的会" not in page


def test_a_province_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/provinces/atlantis/").status_code == 404


@pytest.mark.parametrize("meetings", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_data(
    client: Client, django_assert_num_queries, meetings: int
) -> None:
    for number in range(meetings):
        meeting = make_meeting(
            title="", chairs=[(f"主持{number}", "")], speakers=[("张三", "", "")]
        )
        meeting.themes.set(Theme.objects.all()[:3])

    client.get("/provinces/hubei/")  # counts what the meetings changed
    # Province, stored counts with marks and places, number of meetings, meetings; themes.
    with django_assert_num_queries(7):
        client.get("/provinces/hubei/")
    with django_assert_num_queries(6):
        client.get("/provinces/hubei/?year=2024")


def test_the_bars_of_years_link_to_the_years_of_the_province(client: Client) -> None:
    make_meeting(date="2023-05-01")
    make_meeting(date="2024")
    make_meeting(date="")
    make_meeting("湖南省", date="2022")

    page = client.get("/provinces/hubei/?year=2023").content.decode()
    drawing = page[page.index('<svg class="bar-chart"') : page.index("</svg>")]

    links = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"\s*(class="is-selected")?', drawing)
    assert links == [
        ("?year=2023", "2023年 1 篇", 'class="is-selected"'),
        ("?year=2024", "2024年 1 篇", ""),
        ("?year=unknown", "年份未载 1 篇", ""),
    ]


def test_a_table_has_the_themes_by_year(client: Client) -> None:
    care, charity = Theme.objects.get(name="养老服务"), Theme.objects.get(name="慈善事业")
    make_meeting(date="2023-05-01").themes.set([care, charity])
    for _ in range(2):
        make_meeting(date="2024").themes.set([care])
    make_meeting(date="").themes.set([charity])
    make_meeting("湖南省", date="2024").themes.set([care])

    page = client.get("/provinces/hubei/").content.decode()
    table = page[page.index('<table class="tinted-table">') :]
    rows = re.findall(r'<th scope="row">.*?</tr>', table, re.DOTALL)
    cells = [re.findall(r">([^<>\s]+)<", row) for row in rows[:2]]

    # 2023, 2024, unknown, together
    assert cells == [["养老服务", "1", "2", "0", "3"], ["慈善事业", "1", "0", "1", "2"]]


def test_the_most_active_chairs_and_speakers_are_listed_first(client: Client) -> None:
    make_meeting(chairs=[("王芳", "厅长")], speakers=[("李强", "", "讲话"), ("赵敏", "", "")])
    make_meeting(chairs=[("王芳", "厅长")], speakers=[("赵敏", "", "")])
    make_meeting(chairs=[("孙磊", "")])
    make_meeting("湖南省", chairs=[("外省", "")], speakers=[("外省", "", "")])

    people = client.get("/provinces/hubei/").context["people"]

    assert people.chairs == [("王芳", 2), ("孙磊", 1)]
    assert people.speakers == [("赵敏", 2), ("李强", 1)]


def test_people_of_a_province_link_to_their_pages(client: Client) -> None:
    make_meeting(chairs=[("王芳", "厅长")])

    page = client.get("/provinces/hubei/").content.decode()
    address = re.search(r'<a href="([^"]+)">\s*王芳 <span class="count">1 次<', page)

    assert address and client.get(address[1].replace("&amp;", "&")).status_code == 200
