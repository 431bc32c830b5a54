"""Sessions: a new key with each login, an end when idle, and where a login leads."""

import datetime

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bulletins.access.visitor import PASSWORD, Visitor


def minutes(number: float) -> datetime.timedelta:
    return datetime.timedelta(minutes=number)


@pytest.fixture(autouse=True)
def half_an_hour(settings) -> None:
    settings.SESSION_IDLE_SECONDS = 30 * 60


def test_a_session_ends_after_its_time_without_a_request(visitor, clock) -> None:
    visitor.log_in()
    clock.shift(minutes(29))
    assert visitor.is_logged_in()
    clock.shift(minutes(29))
    assert visitor.is_logged_in()
    clock.shift(minutes(31))
    assert not visitor.is_logged_in()
    page = visitor.get("/admin/login/").content.decode()
    assert "超过 30 分钟没有操作，您的登录已失效" in page


def test_reading_public_pages_is_activity_too(visitor, clock) -> None:
    visitor.log_in()
    for _page in range(3):
        clock.shift(minutes(20))
        visitor.get("/")
    assert visitor.is_logged_in()


def test_activity_is_written_at_most_once_a_minute(visitor, clock) -> None:
    def writes() -> int:
        with CaptureQueriesContext(connection) as queries:
            visitor.get("/")
        return sum('UPDATE "django_session"' in each["sql"] for each in queries.captured_queries)

    visitor.log_in()
    assert writes() == 0
    clock.shift(minutes(0.9))
    assert writes() == 0
    clock.shift(minutes(0.2))
    assert writes() == 1
    assert writes() == 0


def test_readers_without_a_login_have_no_session_and_cost_no_query_for_one(visitor) -> None:
    visitor.get("/")
    assert not visitor.session_key
    assert not Session.objects.exists()


def test_a_login_changes_the_key_of_the_session(visitor) -> None:
    visitor.client.cookies["sessionid"] = "known-to-an-attacker"
    visitor.log_in()
    first = visitor.session_key
    assert first != "known-to-an-attacker"
    visitor.post("/admin/logout/", {})
    visitor.log_in()
    assert visitor.session_key != first


def test_a_login_changes_the_csrf_token(visitor) -> None:
    visitor.get("/admin/login/")
    before = visitor.csrf_token
    visitor.log_in()
    assert visitor.csrf_token != before


def test_unlocking_an_idle_session_changes_its_key_and_the_old_one_is_worthless(
    visitor, clock
) -> None:
    visitor.log_in()
    old = visitor.session_key
    clock.shift(minutes(31))
    visitor.get("/admin/")
    visitor.log_in()
    assert visitor.is_logged_in()
    assert visitor.session_key != old
    assert not Session.objects.filter(session_key=old).exists()


def test_an_idle_session_gives_access_to_nothing(visitor, clock) -> None:
    visitor.log_in()
    clock.shift(minutes(31))
    for path in ("/admin/", "/admin/auth/user/", "/admin/password_change/"):
        assert visitor.get(path).headers["Location"] == f"/admin/login/?next={path}"


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ({}, "/admin/"),
        ({"next": ""}, "/admin/"),
        ({"next": "/admin/bulletins/meeting/"}, "/admin/bulletins/meeting/"),
        ({"next": "/search/?q=养老"}, "/search/?q=%E5%85%BB%E8%80%81"),
        ({"next": "https://evil.example/"}, "/admin/"),
        ({"next": "//evil.example/"}, "/admin/"),
        ({"next": "///evil.example/"}, "/admin/"),
        ({"next": "/\\evil.example/"}, "/admin/"),
        ({"next": "http:evil.example"}, "/admin/"),
        ({"next": "javascript:alert(1)"}, "/admin/"),
        ({"next": "/\tevil.example/"}, "/%09evil.example/"),
        ({"next": "\x08//evil.example/"}, "/admin/"),
    ],
)
def test_a_login_leads_to_a_page_of_this_site(visitor, target, leads_to) -> None:
    assert visitor.log_in(**target).headers["Location"] == leads_to


def test_readers_log_in_only_where_the_site_requires_it(visitor, settings) -> None:
    User.objects.create_user("reader", password=PASSWORD)
    assert "这个账号不能进编辑台" in visitor.log_in(name="reader").content.decode()
    settings.LOGIN_REQUIRED = True
    assert visitor.log_in(name="reader").headers["Location"] == "/"
    for closed in ("/admin/", "http://testserver/admin/bulletins/"):
        assert visitor.log_in(name="reader", next=closed).headers["Location"] == "/"
    assert visitor.log_in(name="reader", next="/themes/").headers["Location"] == "/themes/"
    page = visitor.get("/admin/", follow=True).content.decode()
    assert "退出 reader" in page
    visitor.post("/admin/logout/", {})
    assert not visitor.session_key


def test_every_answer_of_the_admin_forbids_storing_it(visitor: Visitor) -> None:
    visitor.log_in()
    paths = (
        "/admin/",
        "/admin/login/",
        "/admin/password_change/",
        "/admin/password_change/done/",
        "/admin/jsi18n/",
        "/admin/nothing/",
        "/admin/bulletins/meeting/9999/change/",
    )
    for path in paths:
        assert "no-store" in visitor.get(path).headers["Cache-Control"], path
    rejected = visitor.post("/admin/logout/", {"csrfmiddlewaretoken": ""}, HTTP_ORIGIN="null")
    assert rejected.status_code == 403
    assert "no-store" in rejected.headers["Cache-Control"]
