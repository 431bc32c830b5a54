"""The search view on an index: totals, facets, order, pages, corrections, any parameters.

`test_results_page.py` tests the template with given contexts.
"""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from haystack import connections, reset_search_queries

from bulletins.models import Theme
from search.indexing import background
from tests.factories import make_meeting, saved_together


def make_meetings() -> None:
    """Make 45 meetings, 15 of them of Hunan and the others of Hubei, nine of each year."""
    with saved_together():
        for number in range(45):
            make_meeting(
                "湖北省" if number % 3 else "湖南省",
                body=f"养老服务第{number}次。",
                date=f"{2020 + number % 5}-01-01",
            )


@pytest.fixture
def meetings(shared_archive) -> None:
    shared_archive(make_meetings)


def get(client: Client, **params) -> Any:
    """Request the page when all index work is done: a save itself indexes for a moment only."""
    background.join()
    return client.get(reverse("search"), params)


def context_of(client: Client, **params) -> Any:
    response = get(client, **params)
    assert response.status_code == 200
    return response.context


def test_empty_query_shows_the_start_page(empty_archive, client) -> None:
    for typed in ("", "  　 "):
        response = get(client, q=typed)
        assert "search/start.html" in [template.name for template in response.templates]


def test_results_have_a_total_pages_of_twenty_and_facets(meetings, client) -> None:
    context = context_of(client, q=" 养老 ")
    assert (context["query"], context["total"]) == ("养老", 45)
    assert len(list(context["page"])) == 20
    assert context["facets"]["province"] == [
        ("hubei", "湖北", 30, False),
        ("hunan", "湖南", 15, False),
    ]
    assert [value.value for value in context["facets"]["year"]] == [2024, 2023, 2022, 2021, 2020]


def test_a_filter_applies_to_the_page_and_the_other_facets_but_not_its_own(
    meetings, client
) -> None:
    context = context_of(client, q="养老", province="hunan", year="2024")
    assert context["total"] == 3
    assert ("hunan", "湖南", 3, True) in context["facets"]["province"]
    assert ("hubei", "湖北", 6, False) in context["facets"]["province"]
    assert (2024, "2024", 3, True) in context["facets"]["year"]
    assert sum(value.meetings for value in context["facets"]["year"]) == 15


def test_results_can_be_filtered_by_level_type_and_theme(empty_archive, client) -> None:
    theme = Theme.objects.get_or_create(name="社会救助", slug="shehui-jiuzhu", position=1)[0]
    with saved_together():
        make_meeting(body="养老。", level="province", meeting_type="座谈会").themes.add(theme)
        make_meeting(body="养老。", level="county", meeting_type="视频会议")
    facets = context_of(client, q="养老")["facets"]
    assert [(value.label, value.meetings) for value in facets["level"]] == [
        ("县级", 1),
        ("省级", 1),
    ]
    assert {value.label for value in facets["type"]} == {"座谈会", "视频会议"}
    assert [value.label for value in facets["theme"]] == ["社会救助"]
    for name in ("level", "type", "theme"):
        value = facets[name][-1]
        context = context_of(client, q="养老", **{name: value.value})
        assert context["total"] == value.meetings == 1
        assert context["facets"][name][-1].is_selected


def test_an_empty_result_has_facets_so_that_a_filter_can_be_removed(meetings, client) -> None:
    context = context_of(client, q="养老", province="hunan", year="1999")
    assert context["total"] == 0
    assert ("hunan", "湖南", 0, True) in context["facets"]["province"]
    assert (1999, "1999", 0, True) in context["facets"]["year"]
    assert sum(value.meetings for value in context["facets"]["year"]) == 15
    assert context["unfiltered_total"] == 45


def make_meetings_to_sort() -> None:
    for body, date in (
        ("养老，旧。", "2020"),
        ("养老，养老，养老。", "2021"),
        ("养老，新。", "2022"),
        ("养老，未载。", ""),
    ):
        make_meeting(body=body, date=date)


@pytest.mark.parametrize(
    ("sort", "bodies"),
    [
        ("", ["养老，养老，养老。", "养老，新。", "养老，旧。", "养老，未载。"]),
        ("relevance", ["养老，养老，养老。", "养老，新。", "养老，旧。", "养老，未载。"]),
        ("newest", ["养老，新。", "养老，养老，养老。", "养老，旧。", "养老，未载。"]),
        ("oldest", ["养老，旧。", "养老，养老，养老。", "养老，新。", "养老，未载。"]),
        ("nonsense", ["养老，养老，养老。", "养老，新。", "养老，旧。", "养老，未载。"]),
    ],
    ids=["default", "relevance", "newest", "oldest", "unknown"],
)
def test_results_are_in_the_requested_order(shared_archive, client, sort, bodies) -> None:
    shared_archive(make_meetings_to_sort)
    assert [row.meeting.body for row in context_of(client, q="养老", sort=sort)["page"]] == bodies


def test_an_invalid_page_number_gives_the_nearest_page(meetings, client) -> None:
    nearest = {"1": 1, "3": 3, "99": 3, "0": 1, "-1": 1, "x": 1, "": 1, "9" * 400: 3, "٣": 3}
    for number, page in nearest.items():
        assert context_of(client, q="养老", page=number)["page"].number == page, number


def test_all_pages_together_show_every_meeting_once(meetings, client) -> None:
    shown = [
        row.meeting.pk
        for page in (1, 2, 3)
        for row in context_of(client, q="养老", page=page)["page"]
    ]
    assert len(shown) == len(set(shown)) == 45


def test_invalid_parameters_do_not_break_the_page(meetings, client) -> None:
    for query_string in (
        "q=%00",
        "q=%ED%A0%80",
        "q=%FF%FE",
        "q=养老%00服务",
        "q=" + "老" * 3000,
        "q=养老&province=%00&year=x",
        "q=养老&province=nowhere",
        "q=养老&year=99999999999999999999",
        "q=养老&q=殡葬",
        "q=%22%22",
        "q=)(*%26%5E%25-|",
    ):
        assert client.get(f"{reverse('search')}?{query_string}").status_code == 200, query_string


def test_malformed_query_has_a_warning(empty_archive, client) -> None:
    assert list(context_of(client, q="“养老")["warnings"]) == ["引号没有成对，已按普通词检索。"]


@pytest.mark.parametrize(
    "params", [{}, {"province": "hubei"}, {"page": "2", "sort": "newest"}], ids=str
)
def test_a_page_takes_one_search_and_few_database_queries(
    meetings, client, settings, django_assert_max_num_queries, params
) -> None:
    context_of(client, q="养老")
    settings.DEBUG = True  # Haystack records its queries then
    reset_search_queries()
    # The rows with their provinces, the labels of facets, now and then the outbox and the version
    # of the lexicon; on the first page chairs, speakers, provinces and themes by name.
    with django_assert_max_num_queries(8):
        context_of(client, q="服务", **params)
    assert len(connections["default"].queries) == 1


def test_a_meeting_withdrawn_without_the_index_is_not_shown(empty_archive, client) -> None:
    make_meetings()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE bulletins_meeting SET published = %s WHERE body = %s",
            [False, "养老服务第7次。"],
        )
    assert all(
        row.meeting.body != "养老服务第7次。" for row in context_of(client, q='"第7次"')["page"]
    )


def test_a_title_with_tags_is_escaped(empty_archive, client) -> None:
    make_meeting(title="<b>养老</b>", body="正文。")
    (row,) = context_of(client, q="养老")["page"]
    assert row.title == "&lt;b&gt;<mark>养老</mark>&lt;/b&gt;"


def test_a_synonym_is_named_and_highlighted(empty_archive, client) -> None:
    make_meeting(body="最低生活保障标准提高了。")
    response = get(client, q="低保")
    (row,) = response.context["page"]
    assert row.snippets == ["<mark>最低生活保障</mark>标准提高了。"]
    assert "“低保”也找了最低生活保障；加上引号就只找原词。" in response.content.decode()


def test_a_query_without_results_is_replaced_by_its_correction(empty_archive, client) -> None:
    with saved_together():
        for number in range(4):
            make_meeting(body=f"民政厅召开第{number}次会议。")
    response = get(client, q="民正厅")
    context = response.context
    assert (context["query"], context["total"]) == ("民政厅", 4)
    html = response.content.decode()
    assert "没有找到“民正厅”，已改为检索“民政厅”（4 篇）。" in html
    assert 'href="?q=%E6%B0%91%E6%AD%A3%E5%8E%85&amp;exact=1">仍检索“民正厅”' in html
    assert all("<mark>民政厅</mark>" in row.snippets[0] for row in context["page"])


def test_exact_search_is_not_corrected(empty_archive, client) -> None:
    make_meeting(body="民政厅召开会议。")
    response = get(client, q="民正厅", exact="1")
    assert (response.context["query"], response.context["total"]) == ("民正厅", 0)
    html = response.content.decode()
    assert "没有找到“民正厅”" in html
    assert ">民政厅</a>" in html, "it is still offered"


def test_filters_apply_to_the_results_of_a_correction(empty_archive, client) -> None:
    make_meeting("湖北省", body="民政厅召开会议。")
    make_meeting("湖南省", body="民政厅召开会议。")
    context = context_of(client, q="民正厅", province="hunan")
    assert (context["query"], context["total"]) == ("民政厅", 1)
    assert ("hubei", "湖北", 1, False) in context["facets"]["province"]


def test_a_query_with_results_outside_of_the_filter_is_not_corrected(empty_archive, client) -> None:
    make_meeting("湖北省", body="民正厅有限公司。")
    make_meeting("湖南省", body="民政厅召开会议。")
    response = get(client, q="民正厅", province="hunan")
    assert (response.context["query"], response.context["total"]) == ("民正厅", 0)
    assert "不限范围有 1 篇" in response.content.decode()


def test_few_results_are_shown_with_corrections_offered(empty_archive, client) -> None:
    with saved_together():
        make_meeting(body="民正厅有限公司。")
        for number in range(4):
            make_meeting(body=f"民政厅召开第{number}次会议。")
    response = get(client, q="民正厅")
    assert response.context["total"] == 1
    html = response.content.decode()
    assert "您要找的是" in html
    assert ">民政厅</a>" in html


def test_relaxed_queries_are_offered_for_too_many_words(empty_archive, client) -> None:
    make_meeting(body="养老服务提升了。")
    html = get(client, q="养老服务 太空电梯").content.decode()
    assert "放宽一些就有" in html
    assert ">养老服务</a>" in html


def test_search_error_is_a_503_page_with_a_retry_link(unavailable_index, client) -> None:
    response = client.get(reverse("search"), {"q": "养老"})
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "检索暂时不能用" in response.content.decode()
    assert 'href="/search/?q=%E5%85%BB%E8%80%81"' in response.content.decode()


def test_get_and_head_are_allowed_and_post_is_refused(empty_archive, client) -> None:
    assert client.post(reverse("search"), {"q": "养老"}).status_code == 405
    assert client.head(reverse("search"), {"q": "养老"}).status_code == 200


@pytest.mark.parametrize(
    "params",
    [
        {"q": "养老"},
        {"q": "养老", "page": "2", "sort": "oldest"},
        {"q": "养老", "page": "99"},
        {"q": "养佬服务"},
        {"q": "养佬服务", "exact": "true"},
        {"q": "(养老 太空电梯"},
        {"q": "养老", "province": "hubei", "from": "2024", "to": "2020"},
    ],
    ids=str,
)
def test_page_and_api_return_the_same_results_and_suggestions(meetings, client, params) -> None:
    page = context_of(client, **params)
    data = client.get("/api/search/", params).json()
    assert (data["query"], data["original_query"]) == (page["query"], page["original_query"])
    assert (data["count"], data["page"]) == (page["total"], page["page"].number)
    assert [row["id"] for row in data["results"]] == [row.meeting.pk for row in page["page"]]
    assert data["notices"] == page["warnings"]
    assert [each["text"] for each in data["corrections"]] == [
        each.text for each in page["corrections"]
    ]
    assert [each["text"] for each in data["relaxations"]] == [
        each.text for each in page["relaxations"]
    ]
