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


def make_elderly_care_meeting(name: str = "王芳") -> Meeting:
    meeting = make_meeting(chairs=[(name, "厅长")])
    meeting.themes.add(Theme.objects.get(slug="yanglao-fuwu"))
    return meeting


@pytest.mark.parametrize("url", PAGES)
def test_an_unchanged_page_is_answered_with_304(client: Client, url: str) -> None:
    url = url.format(meeting=make_elderly_care_meeting().get_absolute_url())
    client.get(url)  # counts what the meetings changed

    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first["ETag"]})

    assert first.status_code == 200
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("url", PAGES[:3])
def test_a_changed_page_is_answered_with_200(client: Client, url: str) -> None:
    make_elderly_care_meeting()
    first = client.get(url)
    make_elderly_care_meeting()

    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_an_unchanged_original_is_answered_with_304(client: Client, seed_bytes: bytes) -> None:
    load_provinces()
    stored = ingest.import_parsed(
        ingest.parse_file("000.txt", seed_bytes), publish=ingest.PublishPolicy.SURE
    )
    address = f"/meetings/{stored.bulletin.meetings.first().pk}/original/"
    first = client.get(address)
    assert b"".join(first) == seed_bytes

    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
