"""Initial data, derived fields and database constraints of the models."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from bulletins.models import Bulletin, Chair, Meeting, Priority, Province, Theme
from bulletins.reading import default_themes

pytestmark = pytest.mark.django_db


@pytest.fixture
def bulletin() -> Bulletin:
    return Bulletin.objects.create(name="a.txt", file="aa/a", sha256="a" * 64, size=1, text="…")


def create_meeting(bulletin: Bulletin, index: int = 0, **fields) -> Meeting:
    return Meeting.objects.create(bulletin=bulletin, index=index, body="正文", **fields)


def test_all_34_province_level_units_are_there_with_one_slug_each() -> None:
    assert Province.objects.count() == 34
    assert Province.objects.values("slug").distinct().count() == 34
    assert Province.objects.get(slug="shanxi").name == "山西省"
    assert Province.objects.get(slug="shaanxi").name == "陕西省"
    assert Province.objects.get(code="150000").short_name == "内蒙古"


def test_the_initial_themes_are_those_of_the_reader_in_its_order() -> None:
    rows = Theme.objects.values_list("name", "slug", "words")
    assert list(rows) == [(each.name, each.slug, " ".join(each.words)) for each in default_themes()]


@pytest.mark.parametrize(
    ("date", "precision", "first", "last"),
    [
        ("2024-02-21", "day", (2024, 2, 21), (2024, 2, 21)),
        ("2024-02", "month", (2024, 2, 1), (2024, 2, 29)),
        ("2024", "year", (2024, 1, 1), (2024, 12, 31)),
        ("2015-03-24/2015-03-25", "day", (2015, 3, 24), (2015, 3, 25)),
    ],
)
def test_precision_and_days_are_derived_from_a_date(bulletin, date, precision, first, last) -> None:
    meeting = create_meeting(bulletin, date=date)
    assert meeting.date_precision == precision
    assert (meeting.first_day, meeting.last_day) == (datetime.date(*first), datetime.date(*last))
    assert meeting.year == first[0]


@pytest.mark.parametrize(
    ("date", "precision"), [("", "unknown"), ("--02-21", "day"), ("---07", "day")]
)
def test_a_date_without_a_year_covers_no_known_day(bulletin, date, precision) -> None:
    meeting = create_meeting(bulletin, date=date)
    assert (meeting.first_day, meeting.last_day, meeting.year) == (None, None, None)
    assert meeting.date_precision == precision


def test_newest_meetings_come_first_and_vaguer_dates_after_the_days_of_their_period(
    bulletin,
) -> None:
    dates = ["2023-12-31", "", "2024-02-21", "2024", "2024-02", "2024-01-01", "--05-01"]
    for index, date in enumerate(dates):
        create_meeting(bulletin, index, date=date)
    in_order = [meeting.date for meeting in Meeting.objects.all()]
    assert in_order == ["2024-02-21", "2024-02", "2024-01-01", "2024", "2023-12-31", "--05-01", ""]


def test_a_malformed_date_is_refused(bulletin) -> None:
    with pytest.raises(ValueError):
        create_meeting(bulletin, date="2024-02-30")


@pytest.mark.parametrize(
    "fields",
    [{"body": ""}, {"level": "galaxy"}, {"year_source": "guess"}, {"index": 0}],
    ids=["no body", "unknown level", "unknown year source", "an index twice"],
)
def test_the_database_refuses_invalid_meetings(bulletin, fields) -> None:
    create_meeting(bulletin)
    row = {"bulletin": bulletin, "index": 1, "body": "正文"} | fields
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(**row)


def test_the_same_bytes_cannot_be_two_bulletins(bulletin) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.create(name="b.txt", file="aa/a", sha256="a" * 64, size=1, text="…")


def test_the_database_refuses_people_and_priorities_without_a_name_or_at_a_taken_position(
    bulletin,
) -> None:
    meeting = create_meeting(bulletin)
    Chair.objects.create(meeting=meeting, position=1, name="姜宏")
    Priority.objects.create(meeting=meeting, ordinal=1, heading="推进养老服务")
    for create in (
        lambda: Chair.objects.create(meeting=meeting, position=1, name="李丽"),
        lambda: Chair.objects.create(meeting=meeting, position=2, name=""),
        lambda: Priority.objects.create(meeting=meeting, ordinal=1, heading="推进慈善事业"),
        lambda: Priority.objects.create(meeting=meeting, ordinal=0, heading="推进慈善事业"),
        lambda: Priority.objects.create(meeting=meeting, ordinal=2, heading=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            create()


def test_a_province_with_meetings_cannot_be_deleted(bulletin) -> None:
    hubei = Province.objects.get(slug="hubei")
    create_meeting(bulletin, province=hubei)
    with pytest.raises(IntegrityError):
        hubei.delete()
