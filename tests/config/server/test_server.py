"""The server between the network and the site: slow clients, large bodies, broken requests."""

import http.client
import http.cookies
import re
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlencode

import pytest

from tests.config.server.conftest import Site

pytestmark = pytest.mark.slow

# More than a stranger may send, less than an upload.
_LONG = 1_000_000
_HEAD = b"POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\n"
_FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
_CHUNKED = b"Transfer-Encoding: chunked\r\n"
# With it, the form is read.
_CSRF = b"Cookie: csrftoken=" + b"a" * 32 + b"\r\n"


@pytest.mark.parametrize(
    "begin",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: ",
        _HEAD + _FORM + _CSRF + b"Content-Length: 1000\r\n\r\nusername=a",
        _HEAD + _FORM + _CSRF + b"Transfer-Encoding: chunked\r\n\r\n100\r\nusername=a",
    ],
    ids=["nothing", "half a head", "half a body", "half a chunk"],
)
def test_200_clients_that_stop_in_the_middle_keep_nobody_waiting(site: Site, begin: bytes) -> None:
    with ExitStack() as silent:
        for _ in range(200):
            silent.enter_context(site.connection(begin))

        # Each answer arrives while they are all connected, or the connection times out.
        statuses = [site.get(path)[0] for path in ("/", "/search/?q=%E5%85%BB%E8%80%81") * 5]

    assert statuses == [200] * 10


@pytest.mark.parametrize(
    ("request_bytes", "status", "title"),
    [
        (b"GET /?q=" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n", 414, "地址太长"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000 + b"\r\n\r\n", 431, "附带信息太多"),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501, "不支持这种请求"),
        (b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400, "请求看不懂"),
        (b"\x16\x03\x01\x02\r\n\r\n", 400, "请求看不懂"),
        (b"GET / HTTP/1.1\nHost: localhost\n\n", 400, "请求看不懂"),
        (b"GET / HTTP/3.7\r\nHost: localhost\r\n\r\n", 505, "不支持这种请求"),
        (_HEAD + _CHUNKED + b"Content-Length: 5\r\n\r\n0\r\n\r\n", 400, "请求看不懂"),
        (_HEAD + _CHUNKED + _CHUNKED + b"\r\n0\r\n\r\n", 400, "请求看不懂"),
        (_HEAD + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400, "看不懂"),
        (b"POST / HTTP/1.0\r\n" + _CHUNKED + b"\r\n0\r\n\r\n", 400, "请求看不懂"),
        (_HEAD + _CHUNKED + b"\r\nffffffffff\r\n", 413, "提交的内容太大"),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "不能这样用"),
        (b"DELETE /search/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "不能这样用"),
        (b"GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", 400, "请求看不懂"),
        (_HEAD + b"Content-Length: 65537\r\n\r\n", 413, "提交的内容太大"),
        (_HEAD + b"Expect: 100-continue\r\nContent-Length: 65537\r\n\r\n", 413, "提交的内容太大"),
        (_HEAD + b"Cookie: sessionid=abc\r\nContent-Length: 65537\r\n\r\n", 413, "内容太大"),
    ],
)
def test_a_refused_request_gets_a_chinese_page(
    site: Site, request_bytes: bytes, status: int, title: str
) -> None:
    answered, page = site.answer(request_bytes)

    assert answered == status
    assert title in page
    assert 'href="/"' in page


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: %d\r\n\r\n" % _LONG,
        b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % _LONG,
    ],
    ids=["declared", "chunked"],
)
def test_a_stranger_who_goes_on_sending_a_long_body_still_reads_why_it_is_refused(
    site: Site, head: bytes
) -> None:
    status, page = site.answer(_HEAD + head + b"a" * _LONG)

    assert status == 413
    assert "先登录" in page


@pytest.fixture(scope="module")
def editor_cookies(site: Site) -> Iterator[str]:
    """The Cookie header of a logged-in administrator."""
    client = http.client.HTTPConnection("127.0.0.1", site.port)
    client.request("GET", "/admin/login/")
    response = client.getresponse()
    cookies = http.cookies.SimpleCookie(response.headers["Set-Cookie"])
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.read().decode())
    assert token
    form = {"username": "admin", "password": site.password, "csrfmiddlewaretoken": token[1]}
    client.request(
        "POST",
        "/admin/login/?next=/admin/",
        urlencode(form),
        {
            "Cookie": f"csrftoken={cookies['csrftoken'].value}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    response = client.getresponse()
    assert response.status == 302
    sent = http.cookies.SimpleCookie()
    for header in response.headers.get_all("Set-Cookie") or []:
        sent.load(header)
    yield "; ".join(f"{name}={morsel.value}" for name, morsel in sent.items())
    client.close()


def test_an_editor_may_send_the_long_body_that_a_stranger_may_not(
    site: Site, editor_cookies: str
) -> None:
    head = _HEAD + _FORM + f"Cookie: {editor_cookies}\r\n".encode()

    status, page = site.answer(head + b"Content-Length: %d\r\n\r\n" % _LONG + b"a" * _LONG)

    # It reaches the site, whose form lacks the token.
    assert status == 403
    assert "页面已过期" in page


def test_an_editor_is_refused_what_is_above_the_upload_limit(
    site: Site, editor_cookies: str
) -> None:
    head = _HEAD + _FORM + f"Cookie: {editor_cookies}\r\n".encode()

    status, _ = site.answer(head + b"Content-Length: %d\r\n\r\n" % (101 << 20))

    assert status == 413


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("is_quoted", [True, False], ids=["quoted", "raw"])
def test_a_query_is_understood_in_the_encodings_of_old_browsers(
    site: Site, encoding: str, is_quoted: bool
) -> None:
    word = "养老".encode(encoding)
    if is_quoted:
        word = "".join(f"%{octet:02X}" for octet in word).encode()

    status, page = site.answer(b"GET /search/?q=" + word + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")

    assert status == 200
    assert "检索“养老”" in page


def test_an_address_that_is_not_ascii_gets_a_page_of_the_site(site: Site) -> None:
    status, page = site.answer("GET /养老/ HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())

    assert status == 404
    assert "没有这一页" in page
