"""The review queue: filters by reason, order, claiming meetings."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from bulletins.editing.review_queue import doubt_counts
from bulletins.models import Meeting
from tests.factories import make_meeting

QUEUE = "/admin/bulletins/meeting/queue/"

pytestmark = pytest.mark.django_db


def listed(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{QUEUE}{query}")
    assert page.status_code == 200
    return [row.title for row in page.context["page"]]


@pytest.fixture
def meetings() -> list[Meeting]:
    return [
        make_meeting(title="先到的", needs_review=["year missing"], published=False),
        make_meeting(title="没有疑点的"),
        make_meeting(
            title="后到的", needs_review=["year missing", "declared 8 priorities, found 7"]
        ),
        make_meeting(title="另一篇", needs_review=["declared 3 priorities, found 2"]),
    ]


def test_meetings_with_doubts_are_listed_oldest_first(administrator_client, meetings) -> None:
    assert listed(administrator_client) == ["先到的", "后到的", "另一篇"]


def test_doubts_are_counted_by_kind_whatever_their_numbers(meetings) -> None:
    assert [(each.label, each.meetings) for each in doubt_counts()] == [
        ("日期没有年份", 2),
        ("读出的项数与原文所称不同", 2),
    ]


def test_the_queue_is_filtered_by_kind_of_doubt(administrator_client, meetings) -> None:
    [year, number] = doubt_counts()

    assert listed(administrator_client, f"?reason={year.key}") == ["先到的", "后到的"]
    assert listed(administrator_client, f"?reason={number.key}") == ["后到的", "另一篇"]


def test_a_meeting_is_claimed_and_released(
    administrator_client, administrator: User, meetings
) -> None:
    administrator_client.post(QUEUE, {"meeting": meetings[0].pk})

    assert listed(administrator_client, "?mine=1") == ["先到的"]
    assert Meeting.objects.get(pk=meetings[0].pk).assigned_to == administrator
    administrator_client.post(QUEUE, {"meeting": meetings[0].pk, "does": "leave"})
    assert listed(administrator_client, "?mine=1") == []


def test_a_claim_is_overridden_only_by_an_editor_who_has_seen_it(
    administrator_client, administrator: User, meetings
) -> None:
    other = User.objects.create_user("other")
    for _time in range(2):
        administrator_client.post(QUEUE, {"meeting": meetings[0].pk, "does": "take", "from": ""})
    assert Meeting.objects.get(pk=meetings[0].pk).assigned_to == administrator

    Meeting.objects.filter(pk=meetings[0].pk).update(assigned_to=other)
    late = {"meeting": meetings[0].pk, "does": "take", "from": ""}
    page = administrator_client.post(QUEUE, late, follow=True).content.decode()
    assert "other刚认领了" in page
    assert Meeting.objects.get(pk=meetings[0].pk).assigned_to == other

    administrator_client.post(QUEUE, late | {"from": other.pk})
    assert Meeting.objects.get(pk=meetings[0].pk).assigned_to == administrator


def test_claiming_a_meeting_does_not_update_changed_at(administrator_client, meetings) -> None:
    before = Meeting.objects.get(pk=meetings[0].pk).changed_at
    administrator_client.post(QUEUE, {"meeting": meetings[0].pk})

    assert Meeting.objects.get(pk=meetings[0].pk).changed_at == before


@pytest.mark.parametrize("query", ["?page=x", "?page=99", "?reason=nothing", "?mine=1&page=0"])
def test_invalid_parameters_of_the_queue_are_ignored(
    administrator_client, meetings, query: str
) -> None:
    assert administrator_client.get(f"{QUEUE}{query}").status_code == 200


@pytest.mark.parametrize(
    "meeting",
    ["", "x", "999999", "9" * 40, "0" * 5000],
    ids=["none", "no number", "unknown", "40 digits", "5000 digits"],
)
def test_claiming_a_missing_meeting_is_not_found(administrator_client, meeting: str) -> None:
    assert administrator_client.post(QUEUE, {"meeting": meeting}).status_code == 404


def test_the_index_page_of_the_admin_counts_the_queue(administrator_client, meetings) -> None:
    administrator_client.post(QUEUE, {"meeting": meetings[0].pk})
    page = administrator_client.get("/admin/").content.decode()

    assert "待核对</a> 3" in page
    assert "我认领的</a> 1" in page
    assert "草稿</a> 1" in page


@pytest.mark.parametrize("meetings", [1, 30])
def test_the_number_of_queries_does_not_grow_with_the_queue(
    administrator_client, django_assert_num_queries, meetings: int
) -> None:
    for _ in range(meetings):
        make_meeting(needs_review=["year missing"])

    administrator_client.get(QUEUE)  # reads the lexicon
    # Session, user; counts of doubts and drafts, number of rows, rows; status of lexicon and index.
    with django_assert_num_queries(8):
        administrator_client.get(QUEUE)


def test_what_is_not_public_is_counted_and_labels_of_kinds_have_no_gaps(
    administrator_client: Client,
) -> None:
    make_meeting(published=False, needs_review=["unreadable characters: 3"])
    make_meeting(published=False, needs_review=["pages without text: 2", "day missing"])
    make_meeting(needs_review=["province unknown: 楚省"])
    page = administrator_client.get("/admin/bulletins/meeting/queue/").content.decode()

    assert "没有公开的</a> 2" in page
    labels = re.findall(r'<a href="\?reason=[^>]*>(.*?)</a>', page)
    assert set(labels) == {
        "有字无法辨认", "有的页没有文字", "没有写明是哪一天", "省份不在省份表中"
    }  # fmt: skip
