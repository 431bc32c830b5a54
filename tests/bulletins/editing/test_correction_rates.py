"""Bulletins received by month, and correction rates of fields."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from bulletins import ingest
from bulletins.editing import correction_rates, revisions
from bulletins.models import Bulletin, Meeting, Province, Theme
from tests.bulletins.editing.test_revisions import correct
from tests.factories import make_meeting, record_first_revision

pytestmark = pytest.mark.django_db


def import_meeting(number: int) -> Meeting:
    text = f"2024年2月{number}日，湖北省民政厅在武汉召开全省民政工作会议。厅长李丽讲话。"
    result = ingest.import_parsed(
        ingest.parse_file(f"{number}.txt", text.encode()), publish=ingest.PublishPolicy.NONE
    )
    return result.bulletin.meetings.get()


def test_received_bulletins_are_counted_by_months_of_the_sites_time_zone() -> None:
    for moment in (
        datetime(2024, 1, 31, 15, 59, tzinfo=UTC),
        datetime(2024, 1, 31, 16, 0, tzinfo=UTC),  # the first of February in Shanghai
        datetime(2024, 2, 10, tzinfo=UTC),
    ):
        meeting = make_meeting()
        Bulletin.objects.filter(pk=meeting.bulletin_id).update(received_at=moment)
        Meeting.objects.filter(pk=meeting.pk).update(created_at=moment)

    assert [
        (str(month.first_day), month.bulletins, month.meetings)
        for month in correction_rates.received_by_month()
    ] == [("2024-02-01", 2, 2), ("2024-01-01", 1, 1)]


def test_corrections_are_counted_among_reviewed_meetings(
    administrator_client: Client, administrator
) -> None:
    one, other, third = import_meeting(1), import_meeting(2), import_meeting(3)
    correct(administrator_client, one, venue="武昌")
    correct(administrator_client, one, venue="汉口", title="标题")
    correct(administrator_client, other, published="on")

    rates = {
        each.label: (each.meetings, each.reviewed)
        for each in correction_rates.field_correction_rates()
    }
    assert rates["地点"] == (1, 2)
    assert rates["标题"] == (1, 2)
    assert rates["日期"] == (0, 2)
    assert len(revisions.list_revisions(third)) == 1


def test_a_correction_that_was_undone_does_not_count(administrator_client: Client) -> None:
    meeting = import_meeting(1)
    correct(administrator_client, meeting, venue="武昌")
    correct(administrator_client, meeting, venue="武汉")

    rates = correction_rates.field_correction_rates()
    assert {each.meetings for each in rates} == {0}


@pytest.mark.parametrize(
    "has_corrections", [True, False], ids=["with a correction", "empty archive"]
)
def test_the_statistics_page_shows_correction_rates_or_that_the_archive_is_empty(
    administrator_client: Client, has_corrections: bool
) -> None:
    if has_corrections:
        correct(administrator_client, import_meeting(1), venue="武昌")
    page = administrator_client.get("/admin/bulletins/meeting/statistics/").content.decode()

    assert ("100.0%" in page) == has_corrections
    assert ("还没有收过简报" in page) != has_corrections


def test_renaming_a_theme_or_a_province_is_no_correction(administrator) -> None:
    meeting = import_meeting(1)
    meeting.themes.add(Theme.objects.get(slug="binzang"))
    record_first_revision(meeting)
    Meeting.history.exclude(pk=Meeting.history.first().pk).delete()
    for row in (Theme.objects.get(slug="binzang"), Province.objects.get(slug="hubei")):
        row.name = "另一个名称" + row.slug
        row.save()

    with revisions.change(Meeting.objects.get(pk=meeting.pk), administrator, "看过"):
        pass

    assert {
        each.label for each in correction_rates.field_correction_rates() if each.meetings
    } == set()
    assert correction_rates.field_correction_rates()[0].reviewed == 1
