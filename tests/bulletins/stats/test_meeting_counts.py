"""The stored counts follow every kind of change of a meeting."""

from collections.abc import Callable

import pytest

from bulletins.models import Meeting, Province, TallyMark, Theme
from bulletins.stats import PlaceFilter, YearRange, get_counts
from tests.factories import make_bulletin, make_meeting

HUBEI, HUNAN = "420000", "430000"


@pytest.fixture
def care(db: None) -> Theme:
    return Theme.objects.get(name="养老服务")


@pytest.fixture
def meeting(care: Theme) -> Meeting:
    meeting = make_meeting(date="2024")
    meeting.themes.add(care)
    assert get_counts().by_place(care.pk) == {HUBEI: 1}
    return meeting


def move(meeting: Meeting) -> None:
    meeting.province = Province.objects.get(pk=HUNAN)
    meeting.save()


def move_in_bulk(meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(province=HUNAN)


def unplace(meeting: Meeting) -> None:
    meeting.province = None
    meeting.save()


def withdraw_in_bulk(meeting: Meeting) -> None:
    Meeting.objects.update(published=False)


def clear_from_the_theme(meeting: Meeting) -> None:
    Theme.objects.get(name="养老服务").meetings.clear()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (move, {HUNAN: 1}),
        (move_in_bulk, {HUNAN: 1}),
        (unplace, {None: 1}),
        (withdraw_in_bulk, {}),
        (clear_from_the_theme, {}),
        (lambda meeting: meeting.delete(), {}),
        (lambda meeting: meeting.bulletin.delete(), {}),
        (lambda meeting: Meeting.objects.all().delete(), {}),
        (lambda meeting: meeting.themes.clear(), {}),
    ],
    ids=[
        "province changed",
        "province changed in bulk",
        "province removed",
        "withdrawn in bulk",
        "meetings of the theme cleared",
        "deleted",
        "bulletin deleted",
        "deleted in bulk",
        "themes cleared",
    ],
)
def test_counts_by_place_follow_every_kind_of_change(
    meeting: Meeting,
    care: Theme,
    change: Callable[[Meeting], object],
    expected: dict[str | None, int],
) -> None:
    change(meeting)

    assert get_counts().by_place(care.pk) == expected


def test_counts_by_year_follow_a_changed_date(meeting: Meeting, care: Theme) -> None:
    meeting.date = "--02-21"
    meeting.save()

    assert get_counts().by_year(care.pk) == {None: 1}


def test_counts_by_year_can_be_limited_to_a_province_or_to_unplaced_meetings(
    meeting: Meeting,
) -> None:
    make_meeting(None, date="2023")

    assert get_counts().by_year(place=PlaceFilter(HUBEI)) == {2024: 1}
    assert get_counts().by_year(place=PlaceFilter(None)) == {2023: 1}
    assert get_counts().by_year() == {2024: 1, 2023: 1}


def test_bulk_created_meetings_are_counted(meeting: Meeting) -> None:
    Meeting.objects.bulk_create(
        [Meeting(bulletin=make_bulletin(), index=0, date="2023", body="正文", published=True)]
    )

    assert get_counts().by_place() == {HUBEI: 1, None: 1}


def test_reading_the_counts_deletes_the_marks_of_changes(meeting: Meeting) -> None:
    meeting.save()
    assert TallyMark.objects.exists()

    get_counts()

    assert not TallyMark.objects.exists()


def test_nothing_is_recounted_without_a_change(meeting: Meeting, django_assert_num_queries) -> None:
    with django_assert_num_queries(3):  # stored counts, marks, places
        get_counts()


def test_only_the_unknown_year_is_in_the_range_of_the_unknown_year() -> None:
    unknown, known = YearRange(None, None), YearRange(2018, 2024)
    assert (None in unknown, 2020 in unknown) == (True, False)
    assert (None in known, 2020 in known, 2025 in known) == (False, True, False)


def test_the_years_before_a_range_are_a_range_of_the_same_length() -> None:
    assert YearRange(2018, 2024).before == YearRange(2011, 2017)
    assert YearRange(2024, 2024).before == YearRange(2023, 2023)
