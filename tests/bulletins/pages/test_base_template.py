"""Properties of all pages: language, landmarks, skip link, no external resources."""

import re

import pytest
from django.test import Client

from bulletins.models import Theme
from tests.factories import make_meeting

URLS = [
    "/",
    "/provinces/hubei/",
    "/provinces/unplaced/",
    "/years/2024/",
    "/years/2024/2/",
    "/years/unknown/",
    "{meeting}",
    "/themes/",
    "/themes/yanglao-fuwu/",
    "/atlas/",
    "/people/",
    "/people/?province=hubei",
    "/people/hubei/王芳/",
    "/nothing/",
]


@pytest.fixture(params=URLS)
def html(request: pytest.FixtureRequest, client: Client) -> str:
    meeting = make_meeting("湖北省", chairs=[("王芳", "")], speakers=[("李强", "", "")])
    meeting.themes.set(Theme.objects.all()[:2])
    make_meeting(date="")
    return client.get(request.param.format(meeting=meeting.get_absolute_url())).content.decode()


def test_every_page_has_language_and_title(html: str) -> None:
    assert '<html lang="zh-Hans">' in html
    assert re.search(r"<title>[^<]+ · 会议简报档案</title>", html)


def test_every_page_has_one_main_heading_and_the_landmarks(html: str) -> None:
    assert html.count("<h1") == 1
    assert html.count('<main id="content"') == 1
    assert html.count('role="search"') == 1
    assert html.index('href="#content"') < html.index("<header")
    assert "<footer" in html


def test_element_ids_are_unique(html: str) -> None:
    ids = re.findall(r' id="([^"]+)"', html)

    assert len(ids) == len(set(ids))


def test_no_page_loads_or_links_external_addresses(html: str) -> None:
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', html) == []


def test_favicon_redirects_to_the_seal(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/site/seal.svg"
