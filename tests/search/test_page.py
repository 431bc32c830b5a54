"""The search page: what it counts, shows and bears."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.factories import make_meeting


@pytest.fixture
def meetings(archive):
    with transaction.atomic():
        for number in range(45):
            make_meeting(
                "湖北省" if number % 3 else "湖南省",
                body=f"养老服务第{number}次。",
                date=f"{2020 + number % 5}-01-01",
            )


def ask(client: Client, **asked):
    response = client.get(reverse("search"), asked)
    assert response.status_code == 200
    return response.context


def test_without_a_query_nothing_was_searched(archive, client):
    context = ask(client)
    assert (context["searched"], context["total"], list(context["page"])) == (False, 0, [])
    assert ask(client, q="  　 ")["searched"] is False


def test_totals_pages_and_facets(meetings, client):
    context = ask(client, q=" 养老 ")
    assert (context["searched"], context["query"], context["total"]) == (True, "养老", 45)
    assert len(list(context["page"])) == 20
    assert context["facets"]["province"] == [
        ("hubei", "湖北", 30, False),
        ("hunan", "湖南", 15, False),
    ]
    assert [value for value, *_rest in context["facets"]["year"]] == [2024, 2023, 2022, 2021, 2020]


def test_a_choice_narrows_the_page_and_the_other_facet_but_not_its_own(meetings, client):
    context = ask(client, q="养老", province="hunan", year="2024")
    assert context["total"] == 3
    assert ("hunan", "湖南", 3, True) in context["facets"]["province"]
    assert ("hubei", "湖北", 6, False) in context["facets"]["province"]
    assert (2024, "2024", 3, True) in context["facets"]["year"]
    assert sum(count for _v, _l, count, _s in context["facets"]["year"]) == 15


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


def test_a_page_asks_the_database_a_fixed_number_of_times(
    meetings, client, django_assert_max_num_queries
):
    ask(client, q="养老")
    with django_assert_max_num_queries(2):  # the rows with their provinces, the facet's names
        ask(client, q="服务")


def test_a_meeting_withdrawn_behind_the_index_s_back_is_not_shown(meetings, client, monkeypatch):
    from bulletins.models import Meeting

    monkeypatch.setattr("search.outbox._bring_in", lambda pks: None)
    Meeting.objects.filter(body="养老服务第7次。").update(published=False)
    assert all(hit.meeting.body != "养老服务第7次。" for hit in ask(client, q='"第7次"')["page"])


def test_a_title_with_tags_is_escaped(archive, client):
    make_meeting(title="<b>养老</b>", body="正文。")
    (hit,) = ask(client, q="养老")["page"]
    assert hit.title == "&lt;b&gt;<mark>养老</mark>&lt;/b&gt;"


def test_only_reading_is_allowed(archive, client):
    assert client.post(reverse("search"), {"q": "养老"}).status_code == 405
    assert client.head(reverse("search"), {"q": "养老"}).status_code == 200
