"""A form that is submitted after the login has expired is not lost."""

import datetime
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bulletins.models import Bulletin, Meeting
from search.models import SynonymGroup
from tests.bulletins.access.visitor import PASSWORD, Visitor, hidden_fields
from tests.factories import make_meeting

BODY = "会议指出，要做好养老工作。\n会议强调，“一老一小”不能放松 & <加强>。" * 40
UNSAVED = "登录失效时填写的内容都在，但还没有保存"


@pytest.fixture
def meeting(provinces: None) -> Meeting:
    return make_meeting("湖北省", title="养老工作会议", published=False)


def change_path(meeting: Meeting) -> str:
    return f"/admin/bulletins/meeting/{meeting.pk}/change/"


def change_fields(meeting: Meeting) -> dict[str, str]:
    """Return what the form of a meeting submits, with another body and title."""
    fields = {
        "document_kind": "report",
        "title": "改过的标题",
        "province": str(meeting.province_id),
        "date": meeting.date,
        "level": meeting.level,
        "body": BODY,
        "_continue": "1",
    }
    for prefix in ("chairs", "speakers", "priorities"):
        fields |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    fields |= {
        "chairs-TOTAL_FORMS": "1",
        "chairs-0-name": "杨泽发",
        "chairs-0-post": "厅长",
        "chairs-0-position": "1",
    }
    return fields


def let_session_end(clock) -> None:
    clock.shift(datetime.timedelta(hours=1))


def log_in_on(visitor: Visitor, page: Any, name: str = "editor", **changed) -> Any:
    """Fill in the login form of a page."""
    text = page.content.decode()
    [action] = re.findall(r'<form action="([^"]*)"[^>]*id="login-form"', text)
    names = {"username": name, "password": PASSWORD}
    return visitor.post(
        unescape(action),
        hidden_fields(text) | {"csrfmiddlewaretoken": visitor.csrf_token} | names | changed,
    )


def test_a_meeting_that_is_saved_too_late_is_shown_as_it_was_filled_in_and_saved_then(
    visitor, meeting, clock
) -> None:
    visitor.log_in()
    visitor.get(change_path(meeting))
    let_session_end(clock)
    late = visitor.post(change_path(meeting), change_fields(meeting))
    assert late.status_code == 403
    assert "刚才提交的内容还没有保存，也没有丢" in late.content.decode()
    assert "请用原来的账号登录" in late.content.decode()
    page = log_in_on(visitor, late)
    text = page.content.decode()
    assert "有错误：" not in text
    assert "errornote" not in text.partition("<template")[0]
    assert UNSAVED in text
    assert "改过的标题" in text
    assert 'value="杨泽发"' in text
    assert BODY.replace("\n", "") in unescape(text).replace("\r\n", "").replace("\n", "")
    meeting.refresh_from_db()
    assert meeting.title == "养老工作会议"
    # The page is at the address of the login, its form is not.
    assert f'<form action="{change_path(meeting)}"' in text
    saved = visitor.post(change_path(meeting), change_fields(meeting))
    assert saved.status_code == 302
    meeting.refresh_from_db()
    assert meeting.title == "改过的标题"
    assert meeting.body.replace("\r\n", "\n") == BODY
    assert [chair.name for chair in meeting.chairs.all()] == ["杨泽发"]


def test_a_wrong_password_or_a_wait_does_not_lose_the_form(visitor, meeting, clock) -> None:
    visitor.log_in()
    let_session_end(clock)
    page = visitor.post(change_path(meeting), change_fields(meeting))
    for _attempt in range(6):
        page = log_in_on(visitor, page, password="wrong")
    assert page.status_code == 429
    clock.shift(datetime.timedelta(minutes=2))
    assert "改过的标题" in log_in_on(visitor, page).content.decode()


def test_another_user_who_logs_in_gets_neither_form_nor_session(visitor, meeting, clock) -> None:
    User.objects.create_superuser("another", password=PASSWORD)
    visitor.log_in()
    old = visitor.session_key
    let_session_end(clock)
    late = visitor.post(change_path(meeting), change_fields(meeting))
    response = log_in_on(visitor, late, name="another")
    assert response.headers["Location"] == "/admin/"
    page = visitor.get("/admin/").content.decode()
    assert "登录失效前填写的内容是另一个账号的" in page
    assert "改过的标题" not in page
    assert visitor.session_key != old
    meeting.refresh_from_db()
    assert meeting.title == "养老工作会议"


def test_a_form_submitted_after_a_logout_in_another_tab_is_carried_too(visitor, meeting) -> None:
    visitor.log_in()
    visitor.post("/admin/logout/", {})
    late = visitor.post(change_path(meeting), change_fields(meeting))
    assert "改过的标题" in log_in_on(visitor, late).content.decode()


def test_a_form_from_before_a_login_in_another_tab_is_shown_again(visitor, meeting, clock) -> None:
    visitor.log_in()
    visitor.get(change_path(meeting))
    token = visitor.csrf_token
    let_session_end(clock)
    visitor.log_in()
    stale = visitor.post(
        change_path(meeting), change_fields(meeting) | {"csrfmiddlewaretoken": token}
    )
    text = stale.content.decode()
    assert UNSAVED in text
    assert "改过的标题" in text
    meeting.refresh_from_db()
    assert meeting.title == "养老工作会议"


def test_a_login_page_from_before_a_login_in_another_tab_goes_on_with_its_form(
    visitor, meeting, clock
) -> None:
    visitor.log_in()
    let_session_end(clock)
    late = visitor.post(change_path(meeting), change_fields(meeting))
    token = visitor.csrf_token
    visitor.log_in()
    assert "改过的标题" in log_in_on(visitor, late, csrfmiddlewaretoken=token).content.decode()


def test_a_form_of_another_site_is_neither_saved_nor_shown(visitor, meeting) -> None:
    visitor.log_in()
    for headers in ({"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}):
        for token in ("", "x" * 64):
            fields = change_fields(meeting) | {"csrfmiddlewaretoken": token}
            forged = visitor.post(change_path(meeting), fields, **headers)
            assert forged.status_code == 403
            assert "改过的标题" not in forged.content.decode()
            assert "页面已过期" in forged.content.decode()


def test_a_submission_that_this_site_has_not_signed_is_ignored(visitor) -> None:
    response = visitor.log_in(submission="eyJwYXRoIjoiL2FkbWluLyJ9:1abcde:forged")
    assert response.headers["Location"] == "/admin/"


def test_a_form_of_a_page_of_our_own_is_submitted_again_from_a_page_with_its_texts(
    visitor, meeting, clock
) -> None:
    meeting.published = True
    meeting.save()
    path = f"/admin/bulletins/meeting/withdraw/?pk={meeting.pk}"
    visitor.log_in()
    let_session_end(clock)
    page = log_in_on(visitor, visitor.post(path, {"reason": "数字有误\r\n等更正"}))
    text = page.content.decode()
    assert "数字有误<br>等更正" in text
    assert Meeting.objects.get(pk=meeting.pk).published
    assert f'action="{path}"' in text
    visitor.post(path, hidden_fields(text))
    assert not Meeting.objects.get(pk=meeting.pk).published


def test_files_are_named_and_not_carried_and_the_other_fields_are(visitor, clock) -> None:
    visitor.log_in()
    let_session_end(clock)
    upload = SimpleUploadedFile("简报.txt", b"text")
    path = "/admin/bulletins/bulletin/add/"
    late = visitor.post(path, {"upload": upload, "source": "湖北省民政厅"})
    assert "请重新选择：简报.txt" in late.content.decode()
    page = log_in_on(visitor, late).content.decode()
    assert "文件没有带过来" in page
    assert "湖北省民政厅" in page


def test_an_upload_in_the_background_is_told_that_the_login_has_expired(visitor, clock) -> None:
    visitor.log_in()
    let_session_end(clock)
    upload = SimpleUploadedFile("简报.txt", b"text")
    response = visitor.post(
        "/admin/bulletins/bulletin/add/", {"upload": upload}, HTTP_ACCEPT="application/json"
    )
    assert response.status_code == 401
    assert response.json() == {
        "errors": ["您的登录已失效，没有传上去。请另开一页登录，再按一次上传。"]
    }


def test_passwords_are_not_carried(visitor, clock) -> None:
    visitor.log_in()
    let_session_end(clock)
    new_user = {"username": "new", "password1": "never carried", "password2": "never carried"}
    page = log_in_on(visitor, visitor.post("/admin/auth/user/add/", new_user)).content.decode()
    assert "您填写的内容还没有保存" in page
    assert "never carried" not in page
    change = {"old_password": PASSWORD, "new_password1": "x", "new_password2": "x"}
    let_session_end(clock)
    late = visitor.post("/admin/password_change/", change)
    assert log_in_on(visitor, late).headers["Location"] == "/admin/password_change/"


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/admin/search/synonymgroup/add/", {"words": "甲乙丙 丁戊己"}),
        ("/admin/bulletins/bulletin/add/", {"pasted": "湖北省民政厅召开会议。"}),
    ],
)
def test_nothing_is_added_by_the_login_itself(visitor, clock, path, fields) -> None:
    visitor.log_in()
    let_session_end(clock)
    before = (Bulletin.objects.count(), SynonymGroup.objects.count())
    page = log_in_on(visitor, visitor.post(path, fields)).content.decode()
    assert (Bulletin.objects.count(), SynonymGroup.objects.count()) == before
    visitor.post(path, hidden_fields(page))
    assert (Bulletin.objects.count(), SynonymGroup.objects.count()) != before


def test_a_stranger_who_submits_a_form_of_the_admin_is_asked_to_log_in(db) -> None:
    visitor = Visitor(Client(enforce_csrf_checks=True))
    visitor.get("/admin/login/")
    response = visitor.post("/admin/bulletins/meeting/1/change/", {"title": "x"})
    assert response.status_code == 403
    assert 'id="login-form"' in response.content.decode()
