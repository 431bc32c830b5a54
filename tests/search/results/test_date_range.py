"""The date range of a search, as URLs write it."""

import pytest

from search.results.date_range import parse_date_range


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("2024", "2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02", "2024-02-01", "2024-02-29"),
        ("2024-2", "2024-2-1", "2024-02-01", "2024-02-01"),
        ("2023-12-31", "", "2023-12-31", None),
        ("", "2024", None, "2024-12-31"),
        ("", "", None, None),
    ],
)
def test_a_date_range_covers_all_days_from_its_partial_start_to_its_partial_end(
    since, until, first, last
) -> None:
    dates = parse_date_range(since, until)
    assert [day and str(day) for day in (dates.first, dates.last)] == [first, last]
    assert not dates.warnings


@pytest.mark.parametrize(
    "written", ["昨天", "24", "2024-13", "2024-002", "--02-21", "---07", "2024/2025", "2024年"]
)
def test_an_end_of_a_range_that_is_not_a_date_with_a_year_is_ignored_with_a_warning(
    written,
) -> None:
    dates = parse_date_range(written, "2024")
    assert (dates.first, str(dates.last)) == (None, "2024-12-31")
    assert written in dates.warnings[0]


def test_a_date_range_that_ends_before_it_starts_is_ignored_with_a_warning() -> None:
    dates = parse_date_range("2024", "2023")
    assert (dates.first, dates.last, len(dates.warnings)) == (None, None, 1)
