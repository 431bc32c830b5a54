"""Values from the environment: read as they are meant, or refused in one line that says how."""

import importlib.util
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

_NAME = "SETTING"


def hosts() -> list[str]:
    return environment.hosts(_NAME, ["localhost"])


def origins() -> list[str]:
    return environment.origins(_NAME)


def networks() -> list[str]:
    return [str(each) for each in environment.networks(_NAME, [])]


def number() -> int:
    return environment.whole_number(_NAME, 20, most=2_000)


def switch() -> bool:
    return environment.switch(_NAME)


def time_zone() -> str:
    return environment.time_zone(_NAME, "Asia/Shanghai")


def database() -> dict[str, Any] | None:
    return environment.database(_NAME)


def secret_key() -> str:
    return environment.secret_key(_NAME)


WITHOUT_A_VALUE: dict[Callable[[], Any], Any] = {
    hosts: ["localhost"],
    origins: [],
    networks: [],
    number: 20,
    switch: False,
    time_zone: "Asia/Shanghai",
    database: None,
    secret_key: "",
}
RIGHT: list[tuple[Callable[[], Any], str, Any]] = [
    (hosts, "archive.example, 10.0.0.1 ,[::1],", ["archive.example", "10.0.0.1", "[::1]"]),
    (hosts, ".Example.gov.cn,*", [".Example.gov.cn", "*"]),
    (origins, "https://a.example,http://*.b.c:80", ["https://a.example", "http://*.b.c:80"]),
    (origins, "", []),
    (networks, "10.0.0.1,172.16.0.0/12", ["10.0.0.1/32", "172.16.0.0/12"]),
    (networks, "", []),
    (number, " 200 ", 200),
    (switch, " ON ", True),
    (switch, "", False),
    (time_zone, "Asia/Urumqi", "Asia/Urumqi"),
    (database, "", None),
    (secret_key, "0123456789" * 5, "0123456789" * 5),
]
WRONG: dict[Callable[[], Any], list[str]] = {
    hosts: [
        "http://archive.example",
        "archive.example:8000",
        "archive.example/",
        "甲.example，乙.example",
        "a.example，b.example",
        "a.example b.example",
        "a.example;b.example",
        "::1",
        "[::1",
        "[1.2.3.4]",
        "a..b",
        "-",
        "",
        " , ",
    ],
    origins: [
        "archive.example",
        "https://archive.example/",
        "https://a.example，https://b.example",
        "ftp://a.example",
        "https://",
    ],
    networks: ["nginx", "10.0.0.1，10.0.0.2", "10.0.0.1/8", "10.0.0.1:80", "10.0.0.0/33"],
    number: [
        "-1",
        "0",
        "2001",
        "9" * 5000,
        "1e3",
        "2.5",
        "٣",
        "２００",
        "20 MB",
        "1_000",
        "二",
        "",
    ],
    switch: ["ja", "开", "2", "on off"],
    time_zone: ["Mars", "../etc/passwd", "Asia", "北京", "", "/etc/localtime"],
    database: [
        "foo",
        "postgres://",
        "postgres://archive:secret@host",
        "postgres://archive:secret@host:port/archive",
        "mysql://archive:secret@host/archive",
        "sqlite://",
        "postgres：//archive:secret@host/archive",
    ],
    secret_key: ["abc", "a" * 80, "0123456789" * 4],
}


@pytest.mark.parametrize("read", WITHOUT_A_VALUE, ids=lambda read: read.__name__)
def test_a_variable_that_is_not_set_gives_the_default(monkeypatch, read) -> None:
    monkeypatch.delenv(_NAME, raising=False)
    assert read() == WITHOUT_A_VALUE[read]


@pytest.mark.parametrize(("read", "value", "expected"), RIGHT)
def test_a_right_value_is_read_without_the_spaces_around_it(
    monkeypatch, read, value: str, expected
) -> None:
    monkeypatch.setenv(_NAME, value)
    assert read() == expected


@pytest.mark.parametrize(
    ("read", "value"), [(read, value) for read, values in WRONG.items() for value in values]
)
def test_a_wrong_value_is_refused_in_one_short_line_that_names_the_variable(
    monkeypatch, read, value: str
) -> None:
    monkeypatch.setenv(_NAME, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        read()
    message = str(refused.value)
    assert message.startswith(_NAME)
    assert "\n" not in message
    assert len(message) < 200


@pytest.mark.parametrize("value", ["postgres://archive:kept-back@host:port/archive", "kept-back"])
def test_no_line_shows_a_password_or_a_key(monkeypatch, value: str) -> None:
    monkeypatch.setenv(_NAME, value)
    for read in (database, secret_key):
        with pytest.raises(ImproperlyConfigured) as refused:
            read()
        assert "kept-back" not in str(refused.value)


@pytest.mark.skipif(bool(importlib.util.find_spec("psycopg")), reason="psycopg is installed")
def test_postgresql_without_its_driver_says_how_to_install_it(monkeypatch) -> None:
    monkeypatch.setenv(_NAME, "postgres://archive:secret@127.0.0.1/archive")
    with pytest.raises(ImproperlyConfigured, match=r"psycopg.*requirements-postgres\.txt"):
        database()
