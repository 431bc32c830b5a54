"""`LOGIN_REQUIRED`: the whole site is closed to whoever has not logged in."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path

from config.urls import urlpatterns as site_urls
from tests.factories import make_meeting

MIDDLEWARE = "config.login_required.SiteLoginRequiredMiddleware"


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("watch/", health, name="healthz"), path("watched/", health), *site_urls]


@pytest.fixture(autouse=True)
def login_required(settings, provinces: None) -> None:
    settings.LOGIN_REQUIRED = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, MIDDLEWARE]
    make_meeting("湖北省", title="养老工作会议")


@pytest.fixture
def reader() -> Client:
    """An account that may not enter the admin."""
    client = Client()
    client.force_login(User.objects.create_user("reader"))
    return client


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Yield an address for each route of the site; converters are given 1."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def addresses() -> list[str]:
    found = [
        re.sub(r"<[^>]*>|\(\?P.*?\)(?=\$|/)|[\^$]", "1", each)
        for each in routes(get_resolver().url_patterns)
    ]
    return sorted({f"/{each}" for each in found})


def test_every_address_of_the_site_is_closed_to_strangers(client) -> None:
    open_to_strangers = {
        address for address in addresses() if client.get(address).status_code not in (302, 401)
    }
    assert len(addresses()) > 80
    assert open_to_strangers == {"/admin/login/", "/healthz", "/readyz"}


@pytest.mark.parametrize(
    "address", ["/nothing", "/nothing/", "/meetings/9999/", "/meetings/1", "/static/nothing.css"]
)
def test_an_address_that_does_not_exist_looks_like_one_that_does(client, address) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/admin/login/?next={address}"


@pytest.mark.parametrize(
    "address",
    [
        "/api/meetings/",
        "/api/nothing",
        "/search/complete?q=养",
        "/?format=atom",
        "/search/?q=养老&format=json",
    ],
)
def test_programs_get_401_in_json(client, address) -> None:
    response = client.get(address)
    assert response.status_code == 401
    assert response.json() == {"detail": "要先登录。"}


def test_people_are_led_to_the_login_and_back(client, reader) -> None:
    for address in ("/", "/api/", "/?format=xlsx", "/search/?q=养老"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/?next=/")
        assert reader.get(address).status_code == 200


def test_htmx_reloads_the_page_instead_of_putting_the_login_into_it(client) -> None:
    response = client.get("/search/?q=养老", HTTP_HX_REQUEST="true")
    assert (response.status_code, response["HX-Refresh"]) == (401, "true")


def test_static_files_and_the_health_addresses_are_open(client, settings) -> None:
    asset = settings.STATIC_ROOT / "asset.css"
    asset.touch()
    assert client.get("/static/asset.css").status_code == 200
    asset.unlink()
    assert client.get("/favicon.ico").headers["Location"].startswith("/static/")
    settings.ROOT_URLCONF = __name__
    assert client.get("/watch/").content == b"ok"
    assert client.get("/watched/").status_code == 302


def test_pages_may_be_kept_by_the_browser_of_a_reader_only_and_are_asked_for_again(reader) -> None:
    response = reader.get("/meetings/1/", follow=True)
    assert "private" in response["Cache-Control"]
    assert "no-cache" in response["Cache-Control"]
    page = reader.get("/")
    assert reader.get("/", HTTP_IF_NONE_MATCH=page["ETag"]).status_code == 304


def test_a_reader_sees_no_more_than_what_is_published(reader) -> None:
    draft = make_meeting("湖北省", title="草稿会议", published=False)
    assert reader.get(f"/meetings/{draft.pk}/").status_code == 404
    assert reader.get("/admin/bulletins/meeting/")["Location"].startswith("/admin/login/")
