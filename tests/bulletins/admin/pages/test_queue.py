"""What needs a look: by reason, oldest first, and who has it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from bulletins.editing.review_queue import doubt_counts
from bulletins.models import Meeting
from tests.factories import make_meeting

QUEUE = "/admin/bulletins/meeting/queue/"

pytestmark = pytest.mark.django_db


def listed(client: Client, asked: str = "") -> list[str]:
    page = client.get(f"{QUEUE}{asked}")
    assert page.status_code == 200
    return [each.title for each in page.context["page"]]


@pytest.fixture
def waiting() -> list[Meeting]:
    return [
        make_meeting(title="先到的", needs_review=["year missing"], published=False),
        make_meeting(title="没有疑点的"),
        make_meeting(
            title="后到的", needs_review=["year missing", "declared 8 priorities, found 7"]
        ),
        make_meeting(title="另一篇", needs_review=["declared 3 priorities, found 2"]),
    ]


def test_the_oldest_comes_first_and_what_is_clear_is_not_there(administrator_client, waiting):
    assert listed(administrator_client) == ["先到的", "后到的", "另一篇"]


def test_doubts_are_counted_by_kind_whatever_their_numbers(waiting):
    assert [(each.label, each.meetings) for each in doubt_counts()] == [
        ("日期没有年份", 2),
        ("原文称 … 项工作，读出 … 项", 2),
    ]


def test_a_reason_shows_its_own(administrator_client, waiting):
    [year, number] = doubt_counts()

    assert listed(administrator_client, f"?reason={year.key}") == ["先到的", "后到的"]
    assert listed(administrator_client, f"?reason={number.key}") == ["后到的", "另一篇"]


def test_somebody_takes_a_meeting_and_puts_it_back(
    administrator_client, administrator: User, waiting
):
    administrator_client.post(QUEUE, {"meeting": waiting[0].pk})

    assert listed(administrator_client, "?mine=1") == ["先到的"]
    assert Meeting.objects.get(pk=waiting[0].pk).assigned_to == administrator
    administrator_client.post(QUEUE, {"meeting": waiting[0].pk, "does": "leave"})
    assert listed(administrator_client, "?mine=1") == []


def test_a_button_pressed_twice_takes_once_and_nobody_takes_what_was_just_taken(
    administrator_client, administrator: User, waiting
):
    other = User.objects.create_user("other")
    for _time in range(2):
        administrator_client.post(QUEUE, {"meeting": waiting[0].pk, "does": "take", "from": ""})
    assert Meeting.objects.get(pk=waiting[0].pk).assigned_to == administrator

    Meeting.objects.filter(pk=waiting[0].pk).update(assigned_to=other)
    late = {"meeting": waiting[0].pk, "does": "take", "from": ""}
    page = administrator_client.post(QUEUE, late, follow=True).content.decode()
    assert "other刚认领了" in page
    assert Meeting.objects.get(pk=waiting[0].pk).assigned_to == other

    administrator_client.post(QUEUE, late | {"from": other.pk})
    assert Meeting.objects.get(pk=waiting[0].pk).assigned_to == administrator


def test_taking_a_meeting_is_no_change_of_it(administrator_client, waiting):
    before = Meeting.objects.get(pk=waiting[0].pk).changed_at
    administrator_client.post(QUEUE, {"meeting": waiting[0].pk})

    assert Meeting.objects.get(pk=waiting[0].pk).changed_at == before


@pytest.mark.parametrize("asked", ["?page=x", "?page=99", "?reason=nothing", "?mine=1&page=0"])
def test_an_odd_address_shows_what_there_is(administrator_client, waiting, asked: str):
    assert administrator_client.get(f"{QUEUE}{asked}").status_code == 200


@pytest.mark.parametrize("meeting", ["", "x", "999999", "9" * 40, "0" * 5000])
def test_what_is_no_meeting_is_not_taken(administrator_client, meeting: str):
    assert administrator_client.post(QUEUE, {"meeting": meeting}).status_code == 404


def test_the_first_page_of_the_desk_says_how_much_waits(administrator_client, waiting):
    administrator_client.post(QUEUE, {"meeting": waiting[0].pk})
    page = administrator_client.get("/admin/").content.decode()

    assert "待核对</a> 3" in page
    assert "我认领的</a> 1" in page
    assert "草稿</a> 1" in page


@pytest.mark.parametrize("meetings", [1, 30])
def test_the_queue_asks_the_database_equally_often_however_long_it_is(
    administrator_client, django_assert_num_queries, meetings: int
):
    for _ in range(meetings):
        make_meeting(needs_review=["year missing"])

    # Session, user; doubts, number, rows; the index's notice.
    with django_assert_num_queries(6):
        administrator_client.get(QUEUE)
