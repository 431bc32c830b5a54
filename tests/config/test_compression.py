"""Compressed responses, and HEAD requests."""

import gzip
from typing import Any

import pytest
from django.test import Client

from tests.factories import make_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provinces")]

PAGES = ["/", "/provinces/hubei/", "/api/meetings/", "/provinces/hubei/?format=csv"]


def read(response: Any) -> bytes:
    """Return the whole body, streamed or not."""
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("url", PAGES)
def test_a_page_is_compressed_for_clients_that_accept_gzip(client: Client, url: str) -> None:
    for _ in range(5):
        make_meeting(title="很长很长的标题" * 9)
    read(client.get(url))  # counts what the meetings changed
    plain = client.get(url)
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(read(packed)) == read(plain)


@pytest.mark.parametrize("url", PAGES)
def test_head_has_the_headers_of_get_and_no_body(client: Client, url: str) -> None:
    make_meeting()
    read(client.get(url))  # counts what the meetings changed
    full = client.get(url)
    assert read(full)
    head = client.head(url)

    assert head.status_code == 200
    assert read(head) == b""
    assert head["Content-Type"] == full["Content-Type"]
    assert head.get("ETag") == full.get("ETag")


def test_an_unchanged_compressed_page_is_answered_with_304(client: Client) -> None:
    make_meeting()
    client.get("/")  # counts what the meeting changed
    first = client.get("/", headers={"Accept-Encoding": "gzip"})
    again = client.get("/", headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})

    assert again.status_code == 304
