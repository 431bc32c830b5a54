"""The form of a meeting: what it accepts, and what it refuses with a reason."""

import pytest
from django.urls import reverse

from bulletins.models import Bulletin, Meeting
from tests.bulletins.admin.test_bulletin import change_form_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(stored_seed: Bulletin) -> Meeting:
    meeting: Meeting = stored_seed.meetings.get(index=0)
    return meeting


@pytest.fixture
def address(meeting: Meeting) -> str:
    return reverse("admin:bulletins_meeting_change", args=[meeting.pk])


def test_speakers_and_priorities_with_equal_numbers_are_renumbered(
    administrator_client, meeting, address
) -> None:
    values = change_form_values(administrator_client, meeting)
    values |= {"speakers-1-position": 1, "priorities-7-ordinal": 1, "priorities-0-DELETE": "on"}
    assert administrator_client.post(address, values).status_code == 302
    assert [(s.position, s.name) for s in meeting.speakers.all()] == [(1, "李丽"), (2, "杨泽发")]
    assert [p.ordinal for p in meeting.priorities.all()] == [1, 2, 3, 4, 5, 6, 7]
    assert meeting.priorities.first().heading.startswith("以推进法规制度健全完善")


def test_saving_an_outdated_form_is_refused(administrator_client, meeting, address) -> None:
    first = change_form_values(administrator_client, meeting) | {"venue": "武昌"}
    second = change_form_values(administrator_client, meeting) | {"source": "某报"}
    assert administrator_client.post(address, first).status_code == 302
    response = administrator_client.post(address, second)
    assert "没有保存：您打开以后，administrator在" in response.content.decode()
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.source) == ("武昌", "湖北省民政厅")

    again = change_form_values(administrator_client, meeting) | {"source": "某报"}
    assert administrator_client.post(address, again).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.source) == ("武昌", "某报")


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2023年12月31日到2024年1月2日", "2023-12-31/2024-01-02"),
        ("2月28日", "2024-02-28"),  # the year that the meeting had
        ("2月28日—3月1日", "2024-02-28/2024-03-01"),
        ("--02-21", "--02-21"),
        ("", ""),
    ],
)
def test_a_date_is_accepted_as_bulletins_write_it_with_the_known_year(
    administrator_client, meeting, address, written, date
) -> None:
    values = change_form_values(administrator_client, meeting) | {"date": written}
    assert administrator_client.post(address, values).status_code == 302
    meeting.refresh_from_db()
    assert meeting.date == date


def bulletin_form(client, bulletin: Bulletin) -> tuple[str, dict[str, object]]:
    """Return the URL of a bulletin's page, and its form's data with every box unchecked."""
    address = reverse("admin:bulletins_bulletin_change", args=[bulletin.pk])
    formset = client.get(address).context["inline_admin_formsets"][0].formset
    data: dict[str, object] = {"meetings-TOTAL_FORMS": 2, "meetings-INITIAL_FORMS": 2}
    for number, form in enumerate(formset.forms):
        data[f"meetings-{number}-id"] = form.instance.pk
        data[f"meetings-{number}-bulletin"] = bulletin.pk
    return address, data


def test_of_a_bulletin_only_the_day_of_publication_can_be_edited(
    administrator_client, stored_seed
) -> None:
    address, data = bulletin_form(administrator_client, stored_seed)
    data |= {"published_on": "2024-02-22", "name": "other.txt", "text": "x"}
    assert administrator_client.post(address, data).status_code == 302
    before = stored_seed.name, stored_seed.text
    stored_seed.refresh_from_db()
    assert str(stored_seed.published_on) == "2024-02-22"
    assert (stored_seed.name, stored_seed.text) == before
