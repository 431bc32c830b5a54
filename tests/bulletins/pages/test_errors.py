"""Error pages: in Chinese, with links, and independent of what may have failed."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template import loader
from django.test import Client, RequestFactory
from django.views.csrf import csrf_failure
from django.views.defaults import permission_denied

from bulletins.pages.views import errors


def test_an_unknown_url_gets_the_404_page_with_links(client: Client) -> None:
    response = client.get("/nothing/here/")

    page = response.content.decode()
    assert response.status_code == 404
    assert "没有这一页" in page
    assert 'href="/search/"' in page


def test_the_404_page_makes_no_queries(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        client.get("/nothing/")


def test_a_failing_view_gets_the_500_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(number: int) -> None:
        raise RuntimeError

    monkeypatch.setattr("bulletins.selectors.home.newest_meetings", fail)
    client.raise_request_exception = False

    response = client.get("/")

    assert response.status_code == 500
    assert "服务器出错了" in response.content.decode()


def test_the_500_page_needs_neither_database_nor_context_processors(
    django_assert_num_queries, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(request: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("django.template.context_processors.request", fail)
    # No file name is looked up in the manifest either: it may be missing.
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }

    with django_assert_num_queries(0, connection=connection):
        response = errors.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "请把时间和所做的操作告诉管理员" in response.content.decode()


def test_403_400_and_csrf_errors_get_pages_of_the_site(rf: RequestFactory) -> None:
    request = rf.get("/")

    def text(response: HttpResponse) -> str:
        return response.content.decode()

    assert "没有权限" in text(permission_denied(request, PermissionError()))
    assert "请求看不懂" in text(errors.bad_request(request, ValueError()))
    assert "页面已过期" in text(csrf_failure(request))


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "error_standalone.html"])
def test_every_error_page_links_home(name: str) -> None:
    assert 'href="/"' in loader.render_to_string(name)
