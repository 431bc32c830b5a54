"""Partial dates: their notation, what they cover, and how people write them."""

import datetime

import pytest

from common.partial_date import PartialDate, day_exists

# The notation, precision, first and last day covered.
DATES = [
    ("", "unknown", None, None),
    ("2024", "year", "2024-01-01", "2024-12-31"),
    ("2024-02", "month", "2024-02-01", "2024-02-29"),
    ("2023-02", "month", "2023-02-01", "2023-02-28"),
    ("2024-12", "month", "2024-12-01", "2024-12-31"),
    ("2024-02-21", "day", "2024-02-21", "2024-02-21"),
    ("9999", "year", "9999-01-01", "9999-12-31"),
    ("--02-21", "day", None, None),
    ("--02-29", "day", None, None),  # there is one in a leap year
    ("---07", "day", None, None),
    ("---31", "day", None, None),
    ("2015-03-24/2015-03-25", "day", "2015-03-24", "2015-03-25"),
    ("2015-12-31/2016-01-01", "day", "2015-12-31", "2016-01-01"),
    ("2015-03/2015-04", "month", "2015-03-01", "2015-04-30"),
    ("--02-21/--02-22", "day", None, None),
    ("--12-31/--01-01", "day", None, None),  # the turn of an unknown year
    ("2015-03-24/--03-25", "day", None, None),
]
MALFORMED = [
    "2024-13", "2024-00", "2024-02-30", "2023-02-29", "0000", "2024-2-1", "20240221", "24-02-21",
    "2024---07", "--02", "--02-30", "---32", "---00", "2月", "昨日", "２０２４", " 2024", "<b>",
    "/", "/2024", "2024/", "2024/02/21", "2015-03-25/2015-03-24", "2015/2016/2017",
]  # fmt: skip
# As written, the year known before, and the notation.
WRITTEN = [
    ("2024年2月21日", None, "2024-02-21"),
    ("2024.2.21", None, "2024-02-21"),
    ("2024/2/21", None, "2024-02-21"),
    ("2024/02/21", None, "2024-02-21"),
    ("２０２４年２月２１日", None, "2024-02-21"),
    (" 2024 年 2 月 21 日 ", None, "2024-02-21"),
    ("2024年2月", None, "2024-02"),
    ("2024年", None, "2024"),
    ("2月21日", None, "--02-21"),
    ("2月21日", 2024, "2024-02-21"),
    ("2月", 2024, "2024-02"),
    ("2023年2月21日", 2024, "2023-02-21"),
    ("2月21日至22日", None, "--02-21/--02-22"),
    ("2月21日至22日", 2024, "2024-02-21/2024-02-22"),
    ("2月28日到3月1日", 2024, "2024-02-28/2024-03-01"),
    ("2024年2月21日至22日", None, "2024-02-21/2024-02-22"),
    ("2024年12月31日—2025年1月1日", None, "2024-12-31/2025-01-01"),
    ("2月21日～22", 2024, "2024-02-21/2024-02-22"),
    ("", 2024, ""),
    ("2024-02-21", 2023, "2024-02-21"),
    ("2015-03-24/2015-03-25", None, "2015-03-24/2015-03-25"),
    ("--02-21", 2023, "--02-21"),
]
NOT_WRITTEN = [
    "昨天", "2月30日", "2月", "2月至3月", "2024年2月至3月", "2月21日至", "至2月21日",
    "2024年2月21日至2月20日", "2024-2-21", "21日",
]  # fmt: skip


@pytest.mark.parametrize(("text", "precision", "first", "last"), DATES)
def test_a_date_has_a_precision_and_covers_days_if_its_year_is_known(
    text, precision, first, last
) -> None:
    date = PartialDate.parse(text)
    assert date.precision == precision
    assert (date.first_day, date.last_day) == tuple(
        day and datetime.date.fromisoformat(day) for day in (first, last)
    )


@pytest.mark.parametrize("text", [text for text, *_rest in DATES])
def test_a_parsed_date_is_formatted_in_the_same_notation(text) -> None:
    assert PartialDate.parse(text).isoformat() == text


@pytest.mark.parametrize("text", MALFORMED)
def test_a_malformed_date_is_refused(text) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    "parts", [(None, 2), (2024, None, 7), (2024, 2, 30), (2024, 0), (0,)], ids=str
)
def test_parts_of_a_date_that_is_impossible_or_has_a_gap_are_refused(parts) -> None:
    with pytest.raises(ValueError):
        PartialDate(*parts)


@pytest.mark.parametrize(("text", "year", "notation"), WRITTEN)
def test_a_date_is_parsed_as_bulletins_write_it(text, year, notation) -> None:
    assert PartialDate.parse_written(text, year).isoformat() == notation


@pytest.mark.parametrize("text", NOT_WRITTEN)
def test_a_written_date_that_is_incomplete_or_impossible_is_refused(text) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse_written(text)


def test_only_the_unknown_date_is_false() -> None:
    assert [text for text, *_rest in DATES if not PartialDate.parse(text)] == [""]


def test_a_day_exists_if_it_does_in_any_year_or_month_that_is_not_known() -> None:
    assert day_exists(2024, 2, 29) and day_exists(None, 2, 29) and day_exists(None, None, 31)
    assert not (day_exists(2023, 2, 29) or day_exists(None, 2, 30) or day_exists(None, None, 32))
