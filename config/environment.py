"""Values of the settings, read from the environment and checked.

A value that would do something else than what it says stops the start: each function raises
ImproperlyConfigured with one line that names the variable and the right form. The lines are Chinese
without gettext, which needs the settings. Spaces around a value count for nothing.
"""

import importlib
import os
import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

_SWITCHES = {"1": True, "on": True, "yes": True, "true": True}
_SWITCHES |= {"": False, "0": False, "off": False, "no": False, "false": False}
# Django's own check of a deployment asks for as many.
_MIN_KEY_LENGTH, _MIN_KEY_CHARACTERS = 50, 5
_DATABASES = ("postgres", "postgresql", "psql", "pgsql", "sqlite")
_HOST = r"(?:[a-z0-9][a-z0-9-]*\.)*[a-z0-9][a-z0-9-]*|\[[0-9a-f:.]+\]"
# Characters of a wrong value that a line shows.
_SHOWN = 60
_SEPARATOR_HINT = "；有几个时用英文逗号隔开"


def text(name: str, default: str = "") -> str:
    """Return a value as it is; the default where it is missing or empty."""
    return os.environ.get(name, "").strip() or default


def switch(name: str) -> bool:
    """Return whether a switch is on; a misspelt one would be off, and the site open."""
    value = text(name)
    if (is_on := _SWITCHES.get(value.lower())) is None:
        raise _wrong(name, value, "只能是 on 或 off")
    return is_on


def whole_number(name: str, default: int, *, least: int = 1, most: int) -> int:
    """Return a whole number from `least` to `most`."""
    value = os.environ.get(name, str(default)).strip()
    is_number = re.fullmatch(r"[0-9]{1,18}", value)
    if not (is_number and least <= int(value) <= most):
        raise _wrong(name, value, f"要写 {least} 到 {most} 的整数")
    return int(value)


def folder(name: str, default: Path) -> Path:
    """Return the absolute path of a folder, which may be missing."""
    return Path(text(name, str(default))).resolve()


def secret_key(name: str) -> str:
    """Return a key that cannot be guessed, "" where there is none; no line shows a wrong one."""
    value = text(name)
    if value and (len(value) < _MIN_KEY_LENGTH or len(set(value)) < _MIN_KEY_CHARACTERS):
        raise ImproperlyConfigured(
            f"{name} 太短或太简单，容易被猜出：至少 {_MIN_KEY_LENGTH} 个字符，"
            "可以用 openssl rand -base64 48 生成；不设时网站自己生成一个。"
        )
    return value


def hosts(name: str, default: list[str]) -> list[str]:
    """Return names and addresses of this site, without scheme, port and path."""
    form = (
        "要写打开网站用的名字或地址，不带 http://、端口和路径，如 archive.example,127.0.0.1,[::1]"
    )
    found = _list(name, default, _is_host, form)
    if not found:
        raise _wrong(name, "", form)
    return found


def origins(name: str) -> list[str]:
    """Return origins: scheme, host and perhaps port."""
    return _list(
        name,
        [],
        lambda each: bool(re.fullmatch(rf"https?://(?:\*\.)?(?:{_HOST})(?::[0-9]+)?", each, re.I)),
        "要写协议和名字，后面没有斜线和路径，如 https://archive.example",
    )


def networks(name: str, default: list[str]) -> list[IPv4Network | IPv6Network]:
    """Return addresses or networks."""
    form = "要写 IP 地址或网段，不能是全部地址，如 127.0.0.1,10.0.0.0/8"
    return [ip_network(each) for each in _list(name, default, _is_network, form)]


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone that this machine knows."""
    value = os.environ.get(name, default).strip()
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _wrong(name, value, "要写时区的名字，如 Asia/Shanghai") from error
    return value


def database(name: str) -> dict[str, Any] | None:
    """Return Django's settings of a database from its URL, None where there is none.

    The lines do not show the URL, which has a password.
    """
    if not (url := text(name)):
        return None
    wrong = ImproperlyConfigured(
        f"{name} 写法不对：要写 postgres://用户:密码@主机/数据库；"
        "密码里的 @ : / # % 等要写成 %40 这样的编码。不设时用 SQLite。"
    )
    if url.partition("://")[0] not in _DATABASES:
        raise wrong
    try:
        found: dict[str, Any] = environ.Env.db_url_config(url)
    except (ValueError, KeyError) as error:
        raise wrong from error
    if found.get("NAME", "") in ("", ":memory:"):
        raise wrong
    if found["ENGINE"].endswith(".postgresql"):
        _require_driver(name)
    return found


def _require_driver(name: str) -> None:
    try:
        importlib.import_module("psycopg")
    except ImportError as error:
        raise ImproperlyConfigured(
            f"{name} 要用 PostgreSQL，但是没有装好 psycopg：请在程序的文件夹里运行 "
            ".venv/bin/python -m pip install --require-hashes -r requirements-postgres.txt"
        ) from error


def _list(name: str, default: list[str], is_right: Callable[[str], bool], form: str) -> list[str]:
    """Return what stands between the commas, none of it empty."""
    if name not in os.environ:
        return default
    found = [each.strip() for each in os.environ[name].split(",")]
    for each in filter(None, found):
        if not is_right(each):
            raise _wrong(name, each, form + _SEPARATOR_HINT)
    return [each for each in found if each]


def _is_host(value: str) -> bool:
    if value.startswith("["):
        return _is_ipv6(value.removeprefix("[").removesuffix("]")) and value.endswith("]")
    return value == "*" or bool(re.fullmatch(rf"\.?(?:{_HOST})", value, re.I))


def _is_ipv6(value: str) -> bool:
    try:
        IPv6Address(value)
    except ValueError:
        return False
    return True


def _is_network(value: str) -> bool:
    try:
        # All addresses together would be trusted to name any address as a client's.
        return ip_network(value).prefixlen > 0
    except ValueError:
        return False


def _wrong(name: str, value: str, form: str) -> ImproperlyConfigured:
    shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    return ImproperlyConfigured(f"{name} 不能是“{shown}”：{form}。")
