"""The admin's changelists: filters, and the number and cost of queries."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bulletins.models import Bulletin, Meeting
from tests.factories import make_meeting

# Searches start work in the background, which would wait for the transaction of the test.
pytestmark = pytest.mark.django_db(transaction=True)
MEETINGS, BULLETINS = "/admin/bulletins/meeting/", "/admin/bulletins/bulletin/"


def listed(client: Client, address: str) -> list[str]:
    return [str(row) for row in client.get(address).context["cl"].result_list]


@pytest.fixture
def meetings() -> list[Meeting]:
    rows: list[tuple[str, str | None]] = [
        ("2023-12-31", "湖北省"),
        ("2024-01-01", "湖北省"),
        ("2024-02", "江西省"),
        ("2024", None),
        ("", None),
    ]
    return [make_meeting(province, date=date, title=date or "未载") for date, province in rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("day=2024", ["2024-01-01", "2024-02", "2024"]),
        ("day=2024-01", ["2024-01-01", "2024"]),
        ("day=2024-02", ["2024-02"]),
        ("day=2023-12", ["2023-12-31"]),
        ("day=unknown", ["未载"]),
        ("day=2024-13", []),
        ("day=abc", []),
        ("day=--02-21", []),
        # Only years and months are offered.
        ("day=2024-01-01", []),
        ("day=2024-01/2024-02", []),
        ("day=99999", []),
        ("province__code__exact=420000", ["2024-01-01", "2023-12-31"]),
        ("day=2024&province__code__exact=420000", ["2024-01-01"]),
        ("is_doubtful__exact=1", ["2024-02"]),
    ],
)
def test_meetings_are_filtered_by_date_province_and_doubt(
    administrator_client: Client, meetings: list[Meeting], query: str, expected: list[str]
) -> None:
    meetings[2].needs_review = ["day missing"]
    meetings[2].save()
    assert sorted(listed(administrator_client, f"{MEETINGS}?{query}")) == sorted(expected)


def test_the_date_filter_offers_years_and_the_months_of_the_selected_year(
    administrator_client, meetings
) -> None:
    page = administrator_client.get(MEETINGS).content.decode()
    assert "day=2023" in page
    assert "day=2024-02" not in page
    assert "day=2024-02" in administrator_client.get(f"{MEETINGS}?day=2024").content.decode()


def test_bulletins_are_filtered_by_month_in_the_configured_time_zone_and_by_name(
    administrator_client: Client,
) -> None:
    for name, moment in (
        ("一月.txt", datetime(2024, 1, 31, 15, 59, tzinfo=UTC)),
        ("二月.txt", datetime(2024, 1, 31, 16, 0, tzinfo=UTC)),  # in Shanghai
    ):
        meeting = make_meeting()
        Bulletin.objects.filter(pk=meeting.bulletin_id).update(name=name, received_at=moment)
    assert listed(administrator_client, f"{BULLETINS}?received=2024-02") == ["二月.txt"]
    assert listed(administrator_client, f"{BULLETINS}?received=2024") == ["二月.txt", "一月.txt"]
    assert listed(administrator_client, f"{BULLETINS}?q=一月 txt") == ["一月.txt"]
    assert listed(administrator_client, f"{BULLETINS}?received=0001") == []
    assert listed(administrator_client, f"{BULLETINS}?received=9999") == []


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        MEETINGS,
        f"{MEETINGS}?day=2024",
        f"{MEETINGS}queue/",
        f"{MEETINGS}queue/?reason=day missing",
        f"{MEETINGS}statistics/",
        f"{MEETINGS}{{meeting}}/change/",
        f"{MEETINGS}{{meeting}}/history/",
        f"{MEETINGS}{{meeting}}/duplicates/",
        BULLETINS,
        f"{BULLETINS}?q=txt",
        f"{BULLETINS}{{bulletin}}/change/",
        f"{BULLETINS}{{bulletin}}/borders/",
        f"{BULLETINS}{{bulletin}}/reread/",
        "/admin/bulletins/province/",
        "/admin/bulletins/theme/",
        "/admin/search/synonymgroup/",
        "/admin/search/dictionaryword/",
        "/admin/auth/user/",
    ],
)
def test_an_admin_page_makes_at_most_thirty_queries(
    administrator_client: Client, stored_seed: Bulletin, address: str
) -> None:
    for number in range(30):
        make_meeting(
            chairs=[(f"主持{number}", "厅长")], needs_review=["day missing"], date="2024-02-21"
        )
    seed_meeting = stored_seed.meetings.first()
    url = address.format(meeting=seed_meeting.pk, bulletin=stored_seed.pk)
    with CaptureQueriesContext(connection) as queries:
        assert administrator_client.get(url).status_code == 200
    assert len(queries) <= 30


def test_a_later_page_of_the_changelist_does_not_join_or_sort_the_rows_before_it(
    administrator_client: Client,
) -> None:
    """A join, or a sort, would open every row before the page (measured at 100,000)."""
    for _number in range(60):
        make_meeting()
    with CaptureQueriesContext(connection) as queries:
        administrator_client.get(f"{MEETINGS}?p=2")
    (rows,) = [
        each["sql"]
        for each in queries.captured_queries
        if "OFFSET" in each["sql"] and 'FROM "bulletins_meeting"' in each["sql"]
    ]
    assert "JOIN" not in rows
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {rows}")
            plan = " ".join(str(step[-1]) for step in cursor.fetchall())
        assert "meeting_by_day" in plan
        assert "TEMP B-TREE" not in plan
