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
def page(request: pytest.FixtureRequest, client: Client) -> str:
    meeting = make_meeting("湖北省", chairs=[("王芳", "")], speakers=[("李强", "", "")])
    meeting.themes.set(Theme.objects.all()[:2])
    make_meeting(date="")
    return client.get(request.param.format(meeting=meeting.get_absolute_url())).content.decode()


def test_the_page_has_language_and_title(page: str) -> None:
    assert '<html lang="zh-Hans">' in page
    assert re.search(r"<title>[^<]+ · 会议简报档案</title>", page)


def test_the_page_has_one_headline_and_its_landmarks(page: str) -> None:
    assert page.count("<h1") == 1
    assert page.count('<main id="content"') == 1
    assert page.count('role="search"') == 1
    assert page.index('href="#content"') < page.index("<header")
    assert "<footer" in page


def test_ids_are_unique(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)

    assert len(ids) == len(set(ids))


def test_nothing_is_loaded_from_outside(page: str) -> None:
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', page) == []


def test_favicon_redirects_to_the_seal(client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/site/seal.svg"
