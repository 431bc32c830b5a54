"""The search page: what it counts, shows and bears."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from haystack import connections, reset_search_queries
from haystack.exceptions import SearchBackendError

from bulletins.models import Theme
from search.indexing import background
from tests.factories import make_meeting, saved_together


@pytest.fixture
def meetings(archive):
    with saved_together():
        for number in range(45):
            make_meeting(
                "湖北省" if number % 3 else "湖南省",
                body=f"养老服务第{number}次。",
                date=f"{2020 + number % 5}-01-01",
            )


def show(client: Client, **asked):
    """Ask for the page when all index work is done: a saving itself indexes for a moment only."""
    background.join()
    return client.get(reverse("search"), asked)


def ask(client: Client, **asked):
    response = show(client, **asked)
    assert response.status_code == 200
    return response.context


def test_without_a_query_nothing_was_searched(archive, client):
    for typed in ("", "  　 "):
        response = show(client, q=typed)
        assert "search/start.html" in [template.name for template in response.templates]


def test_totals_pages_and_facets(meetings, client):
    context = ask(client, q=" 养老 ")
    assert (context["query"], context["total"]) == ("养老", 45)
    assert len(list(context["page"])) == 20
    assert context["facets"]["province"] == [
        ("hubei", "湖北", 30, False),
        ("hunan", "湖南", 15, False),
    ]
    assert [choice.value for choice in context["facets"]["year"]] == [2024, 2023, 2022, 2021, 2020]


def test_a_choice_narrows_the_page_and_the_other_facets_but_not_its_own(meetings, client):
    context = ask(client, q="养老", province="hunan", year="2024")
    assert context["total"] == 3
    assert ("hunan", "湖南", 3, True) in context["facets"]["province"]
    assert ("hubei", "湖北", 6, False) in context["facets"]["province"]
    assert (2024, "2024", 3, True) in context["facets"]["year"]
    assert sum(choice.meetings for choice in context["facets"]["year"]) == 15


def test_level_type_and_theme_narrow_too(archive, client):
    theme = Theme.objects.get_or_create(name="社会救助", slug="shehui-jiuzhu", position=1)[0]
    with saved_together():
        make_meeting(body="养老。", level="province", meeting_type="座谈会").themes.add(theme)
        make_meeting(body="养老。", level="county", meeting_type="视频会议")
    facets = ask(client, q="养老")["facets"]
    assert [(choice.label, choice.meetings) for choice in facets["level"]] == [
        ("县级", 1),
        ("省级", 1),
    ]
    assert {choice.label for choice in facets["type"]} == {"座谈会", "视频会议"}
    assert [choice.label for choice in facets["theme"]] == ["社会救助"]
    for name in ("level", "type", "theme"):
        choice = facets[name][-1]
        context = ask(client, q="养老", **{name: choice.value})
        assert context["total"] == choice.meetings == 1
        assert context["facets"][name][-1].is_selected


def test_facets_stand_beside_an_empty_result_so_that_a_choice_can_be_taken_back(meetings, client):
    context = ask(client, q="养老", province="hunan", year="1999")
    assert context["total"] == 0
    assert ("hunan", "湖南", 0, True) in context["facets"]["province"]
    assert (1999, "1999", 0, True) in context["facets"]["year"]
    assert sum(choice.meetings for choice in context["facets"]["year"]) == 15
    assert context["everywhere"] == 45


def test_the_years_are_drawn_with_a_place_for_each(archive, client):
    for date in ("2020", "2023", "2023"):
        make_meeting(body="养老。", date=date)
    drawn = ask(client, q="养老", year="2023")["histogram"]
    assert [(bar.year, bar.meetings, bar.is_selected) for bar in drawn.bars] == [
        (2020, 1, False),
        (2021, 0, False),
        (2022, 0, False),
        (2023, 2, True),
    ]
    assert [bar.height for bar in drawn.bars] == [20, 0, 0, 40]


def test_one_year_alone_is_not_drawn(archive, client):
    make_meeting(body="养老。", date="2020")
    assert ask(client, q="养老")["histogram"] is None


@pytest.mark.parametrize(
    ("sort", "bodies"),
    [
        ("", ["养老，养老，养老。", "养老，新。", "养老，旧。", "养老，未载。"]),
        ("relevance", ["养老，养老，养老。", "养老，新。", "养老，旧。", "养老，未载。"]),
        ("newest", ["养老，新。", "养老，养老，养老。", "养老，旧。", "养老，未载。"]),
        ("oldest", ["养老，旧。", "养老，养老，养老。", "养老，新。", "养老，未载。"]),
        ("nonsense", ["养老，养老，养老。", "养老，新。", "养老，旧。", "养老，未载。"]),
    ],
)
def test_hits_are_sorted_as_asked(archive, client, sort, bodies):
    for body, date in (
        ("养老，旧。", "2020"),
        ("养老，养老，养老。", "2021"),
        ("养老，新。", "2022"),
        ("养老，未载。", ""),
    ):
        make_meeting(body=body, date=date)
    assert [hit.meeting.body for hit in ask(client, q="养老", sort=sort)["page"]] == bodies


def test_a_page_number_that_is_none_gives_the_nearest_page(meetings, client):
    nearest = {"1": 1, "3": 3, "99": 3, "0": 3, "-1": 3, "x": 1, "": 1, "9" * 400: 3, "٣": 3}
    for number, page in nearest.items():
        assert ask(client, q="养老", page=number)["page"].number == page, number


def test_all_pages_together_show_every_meeting_once(meetings, client):
    shown = [
        hit.meeting.pk for page in (1, 2, 3) for hit in ask(client, q="养老", page=page)["page"]
    ]
    assert len(shown) == len(set(shown)) == 45


def test_nothing_that_can_be_asked_breaks_the_page(meetings, client):
    for asked in (
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
        assert client.get(f"{reverse('search')}?{asked}").status_code == 200, asked


def test_a_notice_says_what_was_not_read_as_typed(archive, client):
    assert list(ask(client, q="“养老")["notices"]) == ["引号没有成对，已按普通词检索。"]


@pytest.mark.parametrize("asked", [{}, {"province": "hubei"}, {"page": "2", "sort": "newest"}])
def test_a_page_asks_the_engine_once_and_the_database_little(
    meetings, client, settings, django_assert_max_num_queries, asked
):
    ask(client, q="养老")
    settings.DEBUG = True  # Haystack notes its queries then
    reset_search_queries()
    # The rows with their provinces, the facet's names, now and then what waits in the outbox;
    # on the first page chairs, speakers, provinces and themes that are called so.
    with django_assert_max_num_queries(7):
        ask(client, q="服务", **asked)
    assert len(connections["default"].queries) == 1


def test_a_meeting_withdrawn_behind_the_index_s_back_is_not_shown(meetings, client):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE bulletins_meeting SET published = %s WHERE body = %s",
            [False, "养老服务第7次。"],
        )
    assert all(hit.meeting.body != "养老服务第7次。" for hit in ask(client, q='"第7次"')["page"])


def test_a_title_with_tags_is_escaped(archive, client):
    make_meeting(title="<b>养老</b>", body="正文。")
    (hit,) = ask(client, q="养老")["page"]
    assert hit.title == "&lt;b&gt;<mark>养老</mark>&lt;/b&gt;"


def test_a_synonym_is_said_and_marked(archive, client):
    make_meeting(body="最低生活保障标准提高了。")
    response = show(client, q="低保")
    (hit,) = response.context["page"]
    assert hit.snippets == ["<mark>最低生活保障</mark>标准提高了。"]
    assert "“低保”也找了最低生活保障；加上引号就只找原词。" in response.content.decode()


def test_what_was_meant_is_searched_at_once_where_what_was_typed_is_not_there(archive, client):
    with saved_together():
        for number in range(4):
            make_meeting(body=f"民政厅召开第{number}次会议。")
    response = show(client, q="民正厅")
    context = response.context
    assert (context["query"], context["total"]) == ("民政厅", 4)
    said = response.content.decode()
    assert "没有找到“民正厅”，已改为检索“民政厅”（4 篇）。" in said
    assert 'href="?q=%E6%B0%91%E6%AD%A3%E5%8E%85&amp;exact=1">仍检索“民正厅”' in said
    assert all("<mark>民政厅</mark>" in hit.snippets[0] for hit in context["page"])


def test_whoever_insists_on_what_was_typed_is_told_that_it_is_not_there(archive, client):
    make_meeting(body="民政厅召开会议。")
    response = show(client, q="民正厅", exact="1")
    assert (response.context["query"], response.context["total"]) == ("民正厅", 0)
    said = response.content.decode()
    assert "没有找到“民正厅”" in said
    assert ">民政厅</a>" in said, "it is still offered"


def test_a_correction_can_be_narrowed(archive, client):
    make_meeting("湖北省", body="民政厅召开会议。")
    make_meeting("湖南省", body="民政厅召开会议。")
    context = ask(client, q="民正厅", province="hunan")
    assert (context["query"], context["total"]) == ("民政厅", 1)
    assert ("hubei", "湖北", 1, False) in context["facets"]["province"]


def test_what_is_there_but_outside_of_the_choice_is_not_corrected(archive, client):
    make_meeting("湖北省", body="民正厅有限公司。")
    make_meeting("湖南省", body="民政厅召开会议。")
    response = show(client, q="民正厅", province="hunan")
    assert (response.context["query"], response.context["total"]) == ("民正厅", 0)
    assert "不限范围有 1 篇" in response.content.decode()


def test_few_hits_are_shown_and_what_was_perhaps_meant_is_offered(archive, client):
    with saved_together():
        make_meeting(body="民正厅有限公司。")
        for number in range(4):
            make_meeting(body=f"民政厅召开第{number}次会议。")
    response = show(client, q="民正厅")
    assert response.context["total"] == 1
    said = response.content.decode()
    assert "您要找的是" in said
    assert ">民政厅</a>" in said


def test_too_many_words_are_answered_with_fewer(archive, client):
    make_meeting(body="养老服务提升了。")
    said = show(client, q="养老服务 太空电梯").content.decode()
    assert "放宽一些就有" in said
    assert ">养老服务</a>" in said


def test_while_there_is_no_index_the_page_says_what_to_do(archive, client, monkeypatch):
    def nothing_to_ask(*_asked: object, **_how: object) -> None:
        raise SearchBackendError("no index")

    monkeypatch.setattr("search.haystack_backend.backend.ArchiveBackend.search", nothing_to_ask)
    response = show(client, q="养老")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "检索暂时不能用" in response.content.decode()
    assert 'href="/search/?q=%E5%85%BB%E8%80%81"' in response.content.decode()


def test_only_reading_is_allowed(archive, client):
    assert client.post(reverse("search"), {"q": "养老"}).status_code == 405
    assert client.head(reverse("search"), {"q": "养老"}).status_code == 200
