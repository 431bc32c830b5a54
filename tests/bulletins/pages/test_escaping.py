"""Markup in texts and URLs is escaped."""

import pytest
from django.test import Client

from bulletins.models import Meeting
from tests.bulletins.pages.scripts import without_own_scripts
from tests.factories import make_meeting

ATTACK = "<script>alert('攻击')</script>\"><img src=x onerror=alert(1)>&lt;"


@pytest.fixture
def hostile() -> Meeting:
    return make_meeting(
        "湖北省",
        title=ATTACK,
        meeting_type=ATTACK,
        venue=ATTACK,
        source=ATTACK,
        exchange_units=[ATTACK],
        chairs=[(ATTACK, ATTACK)],
        speakers=[(ATTACK, ATTACK, ATTACK)],
        priorities=[(ATTACK, ATTACK, ATTACK)],
        body=f"{ATTACK}\n{ATTACK}",
    )


@pytest.mark.parametrize("address", ["/", "/provinces/hubei/", "{meeting}", "{neighbour}"])
def test_markup_in_any_field_is_escaped(client: Client, hostile: Meeting, address: str) -> None:
    neighbour = make_meeting("湖北省", date="2023")

    page = client.get(
        address.format(meeting=hostile.get_absolute_url(), neighbour=neighbour.get_absolute_url())
    ).content.decode()

    assert "&lt;script&gt;" in page
    assert "<script" not in without_own_scripts(page)
    assert "<img src=x" not in page
    assert "&amp;lt;" in page


@pytest.mark.parametrize("address", ["/", "/provinces/hubei/", "{meeting}", "/meetings/999999/"])
def test_markup_in_the_address_is_escaped(client: Client, hostile: Meeting, address: str) -> None:
    response = client.get(
        address.format(meeting=hostile.get_absolute_url()), {"q": ATTACK, "page": ATTACK}
    )

    assert "<script" not in without_own_scripts(response.content.decode())
    assert "<img src=x" not in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/provinces/hubei/", "{meeting}", "/search/"])
def test_no_page_has_inline_style_or_script(client: Client, address: str) -> None:
    meeting = make_meeting("湖北省")

    page = client.get(address.format(meeting=meeting.get_absolute_url())).content.decode()

    assert "<style" not in page
    assert " style=" not in page
    assert "<script" not in without_own_scripts(page)
    assert " onclick=" not in page
