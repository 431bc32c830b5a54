"""Where the database cannot be written, pages answer as before, and what is submitted is kept."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client

from bulletins.models import Bulletin, Meeting, TallyMark
from tests.factories import make_meeting
from tests.faults import read_only_database

# Searches start work in the background, which would wait for the transaction of the test.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the fault is made with SQLite's"),
]
REPORT = "3月1日，省民政厅召开会议，要求抓好工作。"


@pytest.mark.parametrize("url", ["/", "/atlas/", "/themes/", "/people/", "/search/?q=养老"])
def test_a_page_is_as_before_where_the_database_cannot_be_written(client: Client, url: str) -> None:
    make_meeting("湖北省")
    before = client.get(url).content
    # Counts that are stale have to be counted without being stored.
    TallyMark.objects.create(place="420000")
    with read_only_database():
        assert client.get(url).content == before
        assert client.get(url).content == before
    assert TallyMark.objects.exists()


def test_counts_that_cannot_be_stored_are_those_of_now(client: Client) -> None:
    make_meeting("湖北省")
    client.get("/")
    make_meeting("湖北省")
    with read_only_database():
        page = client.get("/").content.decode()
    assert page == client.get("/").content.decode()
    assert not TallyMark.objects.exists()


def test_a_reader_is_answered_though_the_session_cannot_be_saved(
    administrator_client: Client,
) -> None:
    url = "/admin/bulletins/bulletin/add/"
    assert administrator_client.get(url).status_code == 200
    with read_only_database():
        assert administrator_client.get(url).status_code == 200
        assert administrator_client.get("/admin/bulletins/meeting/").status_code == 200


def test_an_upload_that_cannot_be_stored_says_so_and_leaves_nothing(
    administrator_client: Client,
) -> None:
    with read_only_database():
        page = administrator_client.post("/admin/bulletins/bulletin/add/", {"pasted": REPORT})
    assert page.status_code == 200
    assert "服务器的磁盘可能已满或不能写入" in page.content.decode()
    assert not Bulletin.objects.exists()


def test_a_save_that_cannot_be_stored_gets_the_page_that_says_what_to_do(
    administrator_client: Client,
) -> None:
    meeting = make_meeting("湖北省")
    administrator_client.raise_request_exception = False
    with read_only_database():
        page = administrator_client.post(
            f"/admin/bulletins/meeting/withdraw/?pk={meeting.pk}", {"reason": "重复"}
        )
    assert page.status_code == 507
    assert "内容没有保存" in page.content.decode()
    assert Meeting.objects.get().published == meeting.published


def test_what_was_typed_comes_back_from_a_full_disk_and_is_saved_later(
    administrator_client: Client,
) -> None:
    meeting = make_meeting("湖北省", published=True)
    administrator_client.raise_request_exception = False
    path = f"/admin/bulletins/meeting/withdraw/?pk={meeting.pk}"
    with read_only_database():
        page = administrator_client.post(path, {"reason": "与另一篇 <重复>"}).content.decode()

    [action] = re.findall(r'<form method="post" action="([^"]+)"', page)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert unescape(fields["reason"]) == "与另一篇 <重复>"
    assert (
        administrator_client.post(
            unescape(action), {name: unescape(value) for name, value in fields.items()}
        ).status_code
        == 302
    )
    assert not Meeting.objects.get().published


def test_a_login_that_cannot_be_stored_gets_that_page_too(
    client: Client, django_user_model
) -> None:
    django_user_model.objects.create_user("editor", password="a-long-password", is_staff=True)
    client.raise_request_exception = False
    with read_only_database():
        form = {"username": "editor", "password": "a-long-password"}
        assert client.post("/admin/login/", form).status_code == 507
