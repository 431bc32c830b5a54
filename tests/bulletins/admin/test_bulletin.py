"""Admin of bulletins and meetings: check, correct, publish, download."""

import pytest
from django.test import Client
from django.urls import reverse

from bulletins.editing import source_spans
from bulletins.models import Meeting

ADD = "/admin/bulletins/bulletin/add/"

pytestmark = pytest.mark.django_db


def change_form_values(client: Client, meeting: Meeting) -> dict[str, object]:
    """Return the values that a browser would submit from the unchanged form."""
    page = client.get(reverse("admin:bulletins_meeting_change", args=[meeting.pk]))
    forms = [page.context["adminform"].form]
    values: dict[str, object] = {}
    for formset in page.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.initial_forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            values[bound.html_name] = "" if value is None or value is False else value
    return values


def test_ticking_published_on_the_page_of_a_bulletin_publishes_its_meetings(
    administrator_client, administrator, stored_seed
) -> None:
    address = reverse("admin:bulletins_bulletin_change", args=[stored_seed.pk])
    rows = list(stored_seed.meetings.order_by("first_day"))
    data: dict[str, object] = {"meetings-TOTAL_FORMS": 2, "meetings-INITIAL_FORMS": 2}
    page = administrator_client.get(address)
    for number, form in enumerate(page.context["inline_admin_formsets"][0].formset.forms):
        data[f"meetings-{number}-id"] = form.instance.pk
        data[f"meetings-{number}-bulletin"] = stored_seed.pk
        data[f"meetings-{number}-published"] = "on"
    assert administrator_client.post(address, data).status_code == 302
    assert Meeting.objects.public().count() == len(rows) == 2
    for meeting in rows:
        assert [(row.published, row.history_user) for row in meeting.history.all()] == [
            (True, administrator),
            (False, None),
        ]


def test_the_form_of_a_meeting_quotes_the_source_spans_of_its_fields(
    administrator_client, stored_seed
) -> None:
    meeting = stored_seed.meetings.get(index=1)
    page = administrator_client.get(reverse("admin:bulletins_meeting_change", args=[meeting.pk]))
    assert "各字段所据的原文" in page.content.decode()
    assert "<q>" in page.content.decode()


def test_saving_corrections_with_reviewed_ticked_clears_the_doubts(
    administrator_client, stored_seed
) -> None:
    meeting = stored_seed.meetings.get(index=0)
    values = change_form_values(administrator_client, meeting)
    values |= {
        "venue": "武昌",
        "date": "2024-02-22",
        "reviewed": "on",
        "exchange_units": "武汉\n襄阳",
    }
    address = reverse("admin:bulletins_meeting_change", args=[meeting.pk])
    assert administrator_client.post(address, values).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.date, str(meeting.first_day)) == (
        "武昌",
        "2024-02-22",
        "2024-02-22",
    )
    assert meeting.exchange_units == ["武汉", "襄阳"]
    assert meeting.needs_review == []
    assert meeting.priorities.count() == 8


def test_submitting_the_unchanged_form_of_a_meeting_changes_no_column(
    administrator_client, stored_seed
) -> None:
    meeting = stored_seed.meetings.get(index=0)
    before = Meeting.objects.filter(pk=meeting.pk).values().get()
    people = list(meeting.speakers.values())
    address = reverse("admin:bulletins_meeting_change", args=[meeting.pk])
    administrator_client.post(address, change_form_values(administrator_client, meeting))
    after = Meeting.objects.filter(pk=meeting.pk).values().get()
    assert before | {"changed_at": None} == after | {"changed_at": None}
    assert list(meeting.speakers.values()) == people


@pytest.mark.parametrize("date", ["2024-02-30", "明天"])
def test_an_impossible_or_unreadable_date_is_refused_with_a_message(
    administrator_client, stored_seed, date
) -> None:
    meeting = stored_seed.meetings.get(index=0)
    # Without a title, the page's own title is made of the date.
    values = change_form_values(administrator_client, meeting) | {"date": date, "title": ""}
    page = administrator_client.post(
        reverse("admin:bulletins_meeting_change", args=[meeting.pk]), values
    )
    assert "日期的写法读不懂" in page.content.decode()


def test_speakers_are_ordered_by_their_positions_and_a_new_one_comes_last(
    administrator_client, stored_seed
) -> None:
    meeting = stored_seed.meetings.get(index=0)
    values = change_form_values(administrator_client, meeting)
    values |= {"speakers-0-position": 2, "speakers-1-position": 1, "speakers-TOTAL_FORMS": 3}
    values |= {"speakers-2-name": "黄部长", "speakers-2-role": "讲话", "speakers-2-post": ""}
    values |= {"speakers-2-id": "", "speakers-2-meeting": meeting.pk, "speakers-2-position": ""}
    address = reverse("admin:bulletins_meeting_change", args=[meeting.pk])
    assert administrator_client.post(address, values).status_code == 302
    assert [s.name for s in meeting.speakers.all()] == ["李丽", "杨泽发", "黄部长"]
    assert [s.position for s in meeting.speakers.all()] == [1, 2, 3]


def test_source_spans_follow_reordered_and_deleted_speakers(
    administrator_client, stored_seed
) -> None:
    meeting = stored_seed.meetings.get(index=0)
    before = dict(source_spans.quotes_by_field(meeting))["发言人"]
    assert [words[:2] for words in before] == ["厅党", "厅长"]
    values = change_form_values(administrator_client, meeting)
    values |= {"speakers-0-position": 2, "speakers-1-position": 1}
    address = reverse("admin:bulletins_meeting_change", args=[meeting.pk])
    administrator_client.post(address, values)
    meeting.refresh_from_db()
    assert dict(source_spans.quotes_by_field(meeting))["发言人"] == before[::-1]

    values = change_form_values(administrator_client, meeting) | {"speakers-0-DELETE": "on"}
    administrator_client.post(address, values)
    meeting.refresh_from_db()
    assert dict(source_spans.quotes_by_field(meeting))["发言人"] == before[:1]


def test_the_received_file_is_downloaded_byte_for_byte_and_never_shown_as_a_page(
    administrator_client, stored_seed, seed_bytes
) -> None:
    response = administrator_client.get(
        reverse("admin:bulletins_bulletin_original", args=[stored_seed.pk])
    )
    assert b"".join(response.streaming_content) == seed_bytes
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_the_admin_redirects_anonymous_users_to_the_login(client, stored_seed) -> None:
    for address in (
        ADD,
        reverse("admin:bulletins_meeting_changelist"),
        reverse("admin:bulletins_bulletin_original", args=[stored_seed.pk]),
    ):
        response = client.get(address)
        assert response.status_code == 302
        assert "/admin/login/" in response["Location"]


def test_a_doubt_that_quotes_the_text_is_escaped(administrator_client, stored_seed) -> None:
    meeting = stored_seed.meetings.get(index=0)
    meeting.needs_review = ["province unknown: <img src=x onerror=alert(1)>"]
    meeting.save()
    page = administrator_client.get(reverse("admin:bulletins_meeting_change", args=[meeting.pk]))

    assert "<img src=x" not in page.content.decode()
    assert "&lt;img src=x" in page.content.decode()
