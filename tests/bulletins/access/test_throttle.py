"""Guessing passwords takes ever longer, and keeps nobody else out."""

import datetime
import logging

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client

from tests.bulletins.access.visitor import PASSWORD, Visitor

THROTTLED = "请等 %d 分钟再试"


def browser_at(address: str) -> Visitor:
    return Visitor(Client(enforce_csrf_checks=True), address)


def fail(visitor: Visitor, times: int, name: str = "editor") -> None:
    for _attempt in range(times):
        visitor.log_in("wrong", name)


def minutes(number: float) -> datetime.timedelta:
    return datetime.timedelta(minutes=number)


def test_five_wrong_passwords_cost_nothing(visitor) -> None:
    fail(visitor, 4)
    assert visitor.log_in().status_code == 302


def test_after_five_wrong_passwords_the_right_one_is_refused_for_a_minute(visitor, clock) -> None:
    fail(visitor, 5)
    response = visitor.log_in()
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert THROTTLED % 1 in response.content.decode()
    clock.shift(minutes(1))
    assert visitor.log_in().status_code == 302


def test_each_further_wrong_password_doubles_the_wait_up_to_an_hour(visitor, clock) -> None:
    fail(visitor, 5)
    waits = []
    for _attempt in range(8):
        waits.append(int(visitor.log_in("wrong")["Retry-After"]))
        clock.shift(datetime.timedelta(seconds=waits[-1]))
        visitor.log_in("wrong")
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_trying_again_too_early_does_not_prolong_the_wait(visitor, clock) -> None:
    fail(visitor, 5)
    clock.shift(minutes(0.5))
    fail(visitor, 20)
    clock.shift(minutes(0.5))
    assert visitor.log_in().status_code == 302


def test_a_success_or_a_day_without_failure_forgives_the_failures(visitor, clock) -> None:
    for pause in (minutes(2), minutes(24 * 60 + 1)):
        fail(visitor, 7)
        clock.shift(pause)
        visitor.log_in()
        fail(visitor, 4)
        assert visitor.log_in().status_code == 302


def test_a_stranger_elsewhere_does_not_keep_the_owner_out(visitor) -> None:
    stranger = browser_at("203.0.113.7")
    fail(stranger, 30)
    assert stranger.log_in().status_code == 429
    assert visitor.log_in().status_code == 302
    # Nor does the owner's success let the stranger go on.
    assert stranger.log_in().status_code == 429


def test_another_browser_program_at_the_same_address_waits_as_well(visitor) -> None:
    for number in range(5):
        visitor.post(
            "/admin/login/",
            {"username": "editor", "password": "wrong"},
            HTTP_USER_AGENT=f"browser {number}",
        )
        visitor.get("/admin/login/")
    fail(visitor, 5)
    assert visitor.log_in().status_code == 429


def test_clients_behind_a_trusted_proxy_are_told_apart(visitor, settings) -> None:
    from ipaddress import ip_network

    settings.TRUSTED_PROXIES = [ip_network("10.0.0.1")]
    visitor.get("/admin/login/")
    login = {"username": "editor", "password": "wrong"}
    for _attempt in range(6):
        visitor.post("/admin/login/", login, HTTP_X_FORWARDED_FOR="198.51.100.1")
    login["password"] = PASSWORD
    refused = visitor.post("/admin/login/", login, HTTP_X_FORWARDED_FOR="198.51.100.1")
    accepted = visitor.post("/admin/login/", login, HTTP_X_FORWARDED_FOR="198.51.100.2")
    assert (refused.status_code, accepted.status_code) == (429, 302)


def test_a_forged_forwarding_header_does_not_evade_the_throttle(visitor) -> None:
    visitor.get("/admin/login/")
    for number in range(6):
        response = visitor.post(
            "/admin/login/",
            {"username": "editor", "password": "wrong"},
            HTTP_X_FORWARDED_FOR=f"198.51.100.{number}",
        )
    assert response.status_code == 429


def test_an_address_that_fails_with_many_accounts_waits_except_for_its_own_users(
    visitor, clock
) -> None:
    User.objects.create_superuser("another", password=PASSWORD)
    visitor.log_in()
    for number in range(51):
        fail(browser_at(visitor.address), 1, name=f"guessed{number}")
    refused = browser_at(visitor.address).log_in(name="another")
    assert refused.status_code == 429
    assert "从您这个网络地址登录，用各个账号输错的次数太多了" in refused.content.decode()
    assert browser_at(visitor.address).log_in(name="editor").status_code == 302
    assert browser_at("10.0.0.2").log_in(name="another").status_code == 302


def test_logins_failures_and_refusals_are_logged_with_account_and_address(visitor, caplog) -> None:
    caplog.set_level(logging.INFO, logger="bulletins.access")
    visitor.log_in()
    visitor.post("/admin/logout/", {})
    fail(visitor, 6)
    assert [record.message for record in caplog.records if record.name.startswith("bulletins")] == [
        "login: account editor, address 10.0.0.1",
        "logout: account editor, address 10.0.0.1",
        *["login failed: account editor, address 10.0.0.1, next attempt in 0 s"] * 4,
        "login failed: account editor, address 10.0.0.1, next attempt in 60 s",
        "login refused: account editor, address 10.0.0.1, next attempt in 60 s",
    ]


def test_what_was_typed_is_neither_logged_nor_stored(visitor, caplog, capfd) -> None:
    """A password may be typed into the field of the name, too."""
    caplog.set_level(logging.DEBUG)
    visitor.log_in("secret-as-password", name="secret-as-name")
    visitor.log_in("secret-as-password")
    rows = str([*AccessAttempt.objects.values_list()])
    assert "unknown-" in rows
    assert "editor" in rows
    for text in (rows, caplog.text, *capfd.readouterr()):
        assert "secret-as" not in text


@pytest.mark.parametrize(
    "name", ["nobody", "", "NUL\0", "x" * 400, "编辑\r\nlogin: account editor"]
)
def test_an_account_that_does_not_exist_is_throttled_like_one_that_does(
    visitor, name, clock
) -> None:
    visitor.log_in()
    stranger = browser_at("203.0.113.7")
    pages = [stranger.log_in("wrong", name) for _attempt in range(6)]
    assert {page.status_code for page in pages} <= {200, 429}
    if name == "nobody":
        assert THROTTLED % 1 in pages[-1].content.decode()
