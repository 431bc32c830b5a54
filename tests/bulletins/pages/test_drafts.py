"""Unpublished meetings are on no page and in no count."""

import pytest
from django.test import Client

from bulletins.models import Theme
from tests.factories import make_meeting

URLS = [
    "/",
    "/provinces/hubei/",
    "/provinces/unplaced/",
    "/provinces/hubei/?page=1",
    "/years/2024/",
    "/years/2024/2/",
    "/years/unknown/",
    "/themes/",
    "/atlas/",
    "/people/",
    "/people/?province=hubei",
]


@pytest.mark.parametrize("address", URLS)
def test_an_unpublished_meeting_is_neither_shown_nor_counted(client: Client, address: str) -> None:
    empty = client.get(address).content
    make_meeting("湖北省", title="未发布的会", published=False)
    make_meeting(None, title="未发布的会", published=False)

    assert client.get(address).content == empty


@pytest.mark.parametrize("address", URLS)
def test_an_unpublished_meeting_adds_to_no_number_beside_published_ones(
    client: Client, address: str
) -> None:
    for place, date in (("湖北省", "2024-02-21"), (None, "2024-02"), ("湖北省", "")):
        _full_meeting(place, date, "王芳", published=True)
    before = client.get(address).content
    for date in ("2024-02-21", "2024-02", "2024", "2023-01-01", "2024-03-01", ""):
        _full_meeting("湖北省", date, "未发布", published=False)
        _full_meeting(None, date, "未发布", published=False)

    assert client.get(address).content == before


def _full_meeting(place: str | None, date: str, person: str, *, published: bool) -> None:
    """Create a meeting that adds to every count of the pages."""
    meeting = make_meeting(
        place,
        date=date,
        published=published,
        chairs=[(person, "")],
        speakers=[(person, "", "")],
    )
    meeting.themes.set(Theme.objects.all())


def test_the_404_of_an_unpublished_meeting_equals_that_of_a_missing_one(client: Client) -> None:
    hidden = client.get(make_meeting(published=False).get_absolute_url())
    absent = client.get("/meetings/999999/")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    # Each request has an identifier of its own.
    del hidden.headers["X-Request-ID"], absent.headers["X-Request-ID"]
    assert hidden.headers.items() == absent.headers.items()


def test_administrators_get_404_for_unpublished_meetings_too(administrator_client: Client) -> None:
    hidden = make_meeting(published=False)

    assert administrator_client.get(hidden.get_absolute_url()).status_code == 404


def test_an_unpublished_meeting_is_no_neighbour(client: Client) -> None:
    make_meeting(date="2024-01-01", published=False)
    shown = make_meeting(date="2024-02-01")
    make_meeting(date="2024-03-01", published=False)

    context = client.get(shown.get_absolute_url()).context

    assert context["newer"] is None
    assert context["older"] is None


def test_a_year_of_unpublished_meetings_alone_is_not_found(client: Client) -> None:
    make_meeting(date="2023", published=False)

    assert client.get("/provinces/hubei/?year=2023").status_code == 404
