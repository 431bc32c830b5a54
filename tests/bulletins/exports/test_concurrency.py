"""Exports at a time: pages keep their threads while clients are slow to read their lists."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.factories import make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_exports(client: Client) -> Iterator[list[Any]]:
    """Two exports of which their clients have read the beginning."""
    make_meeting("湖北省")
    responses: list[Any] = [client.get("/?format=csv"), client.get("/?format=json")]
    for response in responses:
        assert next(iter(response))
    yield responses
    for response in responses:
        response.close()


@pytest.mark.parametrize("extension", ["csv", "json", "xlsx", "atom"])
def test_a_third_export_is_asked_to_come_again(
    client: Client, two_exports: list[Any], extension: str
) -> None:
    response = client.get(f"/?format={extension}")

    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "Content-Disposition" not in response
    assert "正在导出的名单" in response.content.decode()


def test_pages_are_shown_meanwhile(client: Client, two_exports: list[Any]) -> None:
    assert client.get("/").status_code == 200


def test_a_client_that_goes_away_makes_room(client: Client, two_exports: list[Any]) -> None:
    two_exports[0].close()

    response = client.get("/?format=csv")

    assert response.status_code == 200
    response.close()


@pytest.mark.parametrize("extension", ["csv", "json", "xlsx", "atom"])
def test_a_client_that_has_read_everything_makes_room(client: Client, extension: str) -> None:
    make_meeting("湖北省")

    statuses = []
    for _ in range(5):
        response: Any = client.get(f"/?format={extension}")
        statuses.append(response.status_code)
        assert b"".join(response) if response.streaming else response.content

    assert statuses == [200] * 5


def test_a_request_for_the_headers_alone_makes_room(client: Client) -> None:
    make_meeting("湖北省")

    assert [client.head("/?format=csv").status_code for _ in range(5)] == [200] * 5
