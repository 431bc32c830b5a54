"""Publishing and withdrawing: by whoever may, several at once, the withdrawal with its reason."""

import pytest
from django.test import Client
from django.urls import reverse

from bulletins.editing import revisions
from bulletins.models import Meeting
from tests.bulletins.admin.test_bulletin import change_form_values
from tests.factories import make_meeting

LIST = "/admin/bulletins/meeting/"

pytestmark = pytest.mark.django_db


def choose(client: Client, action: str, *meetings: Meeting):
    chosen = {"action": action, "_selected_action": [each.pk for each in meetings]}
    return client.post(LIST, chosen, follow=True)


def test_several_are_published_at_once(administrator_client: Client, administrator):
    meetings = [make_meeting(published=False) for _ in range(2)]
    page = choose(administrator_client, "publish", *meetings)

    assert "已发布 2 次会议" in page.content.decode()
    assert Meeting.objects.public().count() == 2
    assert revisions.list_revisions(meetings[0])[0].by == administrator


def test_several_are_withdrawn_with_a_reason(administrator_client: Client):
    meetings = [make_meeting(title=f"第{number}会") for number in range(2)]
    page = choose(administrator_client, "withdraw", *meetings)
    assert "第0会" in page.content.decode()
    assert Meeting.objects.public().count() == 2

    address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    page = administrator_client.post(address, {"reason": "日期有误"}, follow=True)

    assert "已退回 2 次会议" in page.content.decode()
    assert not Meeting.objects.public().exists()
    assert {revisions.list_revisions(each)[0].reason for each in meetings} == {"日期有误"}


def test_without_a_reason_nothing_is_withdrawn(administrator_client: Client):
    meeting = make_meeting()
    page = administrator_client.post(f"{LIST}withdraw/?pk={meeting.pk}", {"reason": " "})

    assert "退回草稿要写明理由" in page.content.decode()
    assert Meeting.objects.public().exists()


def test_unticking_published_wants_a_reason_too(administrator_client: Client):
    meeting = make_meeting()
    address = reverse("admin:bulletins_meeting_change", args=[meeting.pk])
    values = change_form_values(administrator_client, meeting)
    del values["published"]

    page = administrator_client.post(address, values)
    assert "退回草稿要写明理由" in page.content.decode()
    assert administrator_client.post(address, values | {"reason": "重复"}).status_code == 302
    assert not Meeting.objects.public().exists()


@pytest.mark.parametrize("asked", ["", "pk=x", "pk=0", "pk=" + "9" * 5000, "pk=-1"])
def test_nothing_chosen_is_said(administrator_client: Client, asked: str):
    page = administrator_client.get(f"{LIST}withdraw/?{asked}")

    assert page.status_code == 200
    assert "没有选中已发布的会议" in page.content.decode()
