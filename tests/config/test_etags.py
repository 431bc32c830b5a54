"""Conditional requests: an unchanged page is answered with 304."""

import pytest
from django.test import Client

from bulletins import ingest
from bulletins.models import Meeting, Theme
from tests.factories import load_provinces, make_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provinces")]

PAGES = [
    "/",
    "/provinces/hubei/",
    "/years/2024/",
    "/years/2024/2/",
    "/themes/",
    "/themes/yanglao-fuwu/",
    "/atlas/",
    "/people/",
    "/people/?province=hubei",
    "/people/hubei/王芳/",
    "/compare/",
    "/search/",
    "/search/help/",
    "/search/advanced/",
    "{meeting}",
]


def make_about_care(name: str = "王芳") -> Meeting:
    meeting = make_meeting(chairs=[(name, "厅长")])
    meeting.themes.add(Theme.objects.get(slug="yanglao-fuwu"))
    return meeting


@pytest.mark.parametrize("page", PAGES)
def test_an_unchanged_page_is_sent_once(client: Client, page: str) -> None:
    address = page.format(meeting=make_about_care().get_absolute_url())
    client.get(address)  # counts what the meetings changed

    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first.status_code == 200
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("page", PAGES[:3])
def test_a_page_that_changed_is_sent(client: Client, page: str) -> None:
    make_about_care()
    first = client.get(page)
    make_about_care()

    assert client.get(page, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_received_file_is_sent_once(client: Client, seed_bytes: bytes) -> None:
    load_provinces()
    stored = ingest.import_parsed(ingest.parse_file("000.txt", seed_bytes), published=True)
    address = f"/meetings/{stored.bulletin.meetings.first().pk}/original/"
    first = client.get(address)
    assert b"".join(first) == seed_bytes

    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
