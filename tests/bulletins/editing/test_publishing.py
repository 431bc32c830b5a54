"""Publishing and withdrawing in the admin: several meetings together, withdrawal with a reason."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from bulletins.editing import publishing, revisions
from bulletins.models import Meeting
from tests.bulletins.admin.test_bulletin import change_form_values
from tests.factories import make_meeting

LIST = "/admin/bulletins/meeting/"

pytestmark = pytest.mark.django_db


def run_action(client: Client, action: str, *meetings: Meeting) -> Any:
    data = {"action": action, "_selected_action": [each.pk for each in meetings]}
    return client.post(LIST, data, follow=True)


def test_the_publish_action_publishes_the_selected_meetings(
    administrator_client: Client, administrator
) -> None:
    meetings = [make_meeting(published=False) for _ in range(2)]
    page = run_action(administrator_client, "publish", *meetings)

    assert "已发布 2 次会议" in page.content.decode()
    assert Meeting.objects.public().count() == 2
    assert revisions.list_revisions(meetings[0])[0].by == administrator


def test_the_publish_action_leaves_out_what_a_doubt_withholds_and_says_why(
    administrator_client: Client,
) -> None:
    sure = make_meeting(published=False, needs_review=["day missing"])
    doubted = [
        make_meeting(published=False, needs_review=["day missing", doubt])
        for doubt in ("perhaps reported before", "unreadable characters: 3", "unlikely text")
    ]
    page = run_action(administrator_client, "publish", sure, *doubted).content.decode()

    assert list(Meeting.objects.public()) == [sure]
    assert "已发布 1 次会议" in page
    assert "3 篇没有发布，请点开逐篇核对后再发布：" in page
    assert "1 篇有字无法辨认，1 篇可能是乱码，1 篇可能与已有的会议重复" in page


def test_the_withdraw_action_asks_for_a_reason_and_withdraws_the_selected_meetings(
    administrator_client: Client,
) -> None:
    meetings = [make_meeting(title=f"第{number}会") for number in range(2)]
    page = run_action(administrator_client, "withdraw", *meetings)
    assert "第0会" in page.content.decode()
    assert Meeting.objects.public().count() == 2

    address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    page = administrator_client.post(address, {"reason": "日期有误"}, follow=True)

    assert "已退回 2 次会议" in page.content.decode()
    assert not Meeting.objects.public().exists()
    assert {revisions.list_revisions(each)[0].reason for each in meetings} == {"日期有误"}


def test_the_withdraw_page_withdraws_nothing_without_a_reason(administrator_client: Client) -> None:
    meeting = make_meeting()
    page = administrator_client.post(f"{LIST}withdraw/?pk={meeting.pk}", {"reason": " "})

    assert "退回草稿要写明理由" in page.content.decode()
    assert Meeting.objects.public().exists()


def test_unticking_published_on_the_form_of_a_meeting_needs_a_reason(
    administrator_client: Client,
) -> None:
    meeting = make_meeting()
    address = reverse("admin:bulletins_meeting_change", args=[meeting.pk])
    values = change_form_values(administrator_client, meeting)
    del values["published"]

    page = administrator_client.post(address, values)
    assert "退回草稿要写明理由" in page.content.decode()
    assert administrator_client.post(address, values | {"reason": "重复"}).status_code == 302
    assert not Meeting.objects.public().exists()


@pytest.mark.parametrize(
    "query",
    ["", "pk=x", "pk=0", "pk=" + "9" * 5000, "pk=-1"],
    ids=["no key", "no number", "zero", "5000 digits", "negative"],
)
def test_the_withdraw_page_reports_a_selection_without_published_meetings(
    administrator_client: Client, query: str
) -> None:
    page = administrator_client.get(f"{LIST}withdraw/?{query}")

    assert page.status_code == 200
    assert "没有选中已发布的会议" in page.content.decode()


@pytest.mark.parametrize("reason", ["", "  "], ids=["empty", "blank"])
def test_the_service_withdraws_nothing_without_a_reason(administrator: User, reason: str) -> None:
    meeting = make_meeting()
    with pytest.raises(ValidationError, match="退回草稿要写明理由"):
        publishing.withdraw(Meeting.objects.all(), administrator, reason)

    assert list(Meeting.objects.public()) == [meeting]


def test_the_service_publishes_and_withdraws_with_the_publish_permission_only(
    administrator: User,
) -> None:
    editor = User.objects.create_user("editor", is_staff=True)
    editor.groups.add(Group.objects.get(name="编辑"))
    meeting = make_meeting(published=False)
    with pytest.raises(PermissionDenied):
        publishing.publish(Meeting.objects.all(), editor)
    assert not Meeting.objects.public().exists()

    assert publishing.publish(Meeting.objects.all(), administrator) == 1
    [published] = revisions.list_revisions(meeting)[:1]
    assert (published.published, published.by, published.reason) == (True, administrator, "")
    with pytest.raises(PermissionDenied):
        publishing.withdraw(Meeting.objects.all(), editor, "理由")
    assert list(Meeting.objects.public()) == [meeting]


def test_meetings_cannot_be_withdrawn_by_unticking_them_on_the_page_of_their_bulletin(
    administrator_client: Client,
) -> None:
    meeting = make_meeting()
    address = reverse("admin:bulletins_bulletin_change", args=[meeting.bulletin_id])
    data = {
        "meetings-TOTAL_FORMS": 1,
        "meetings-INITIAL_FORMS": 1,
        "meetings-0-id": meeting.pk,
        "meetings-0-bulletin": meeting.bulletin_id,
    }
    page = administrator_client.post(address, data)

    assert "退回草稿要写明理由，请点开这次会议" in page.content.decode()
    assert Meeting.objects.public().exists()


def test_a_bulletin_with_published_meetings_is_saved_without_the_publish_permission(
    client: Client,
) -> None:
    editor = User.objects.create_user("editor", is_staff=True)
    editor.groups.add(Group.objects.get(name="编辑"))
    client.force_login(editor)
    meeting = make_meeting()
    address = reverse("admin:bulletins_bulletin_change", args=[meeting.bulletin_id])
    data = {
        "published_on": "2024-02-22",
        "meetings-TOTAL_FORMS": 1,
        "meetings-INITIAL_FORMS": 1,
        "meetings-0-id": meeting.pk,
        "meetings-0-bulletin": meeting.bulletin_id,
    }

    assert client.post(address, data).status_code == 302
    meeting.bulletin.refresh_from_db()
    assert str(meeting.bulletin.published_on) == "2024-02-22"
    assert Meeting.objects.public().exists()
