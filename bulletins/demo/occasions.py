"""Invent the meetings: place, day, kind and subject, and how each report writes its date."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from random import Random
from typing import TypeVar

from bulletins.demo.officials import Officials
from bulletins.demo.places import Level, Province, Unit, provinces
from bulletins.demo.subjects import MINOR_SUBJECTS, PARTY_SUBJECTS, Subject, draw_subjects

_T = TypeVar("_T")
# Weights of the years: more reports in recent years, fewer in the year of the epidemic.
_YEARS = {
    2008: 4, 2009: 5, 2010: 6, 2011: 7, 2012: 11, 2013: 12, 2014: 13, 2015: 17, 2016: 19,
    2017: 16, 2018: 21, 2019: 24, 2020: 14, 2021: 27, 2022: 25, 2023: 34, 2024: 41, 2025: 39,
    2026: 12,
}  # fmt: skip
# Last month of a year that is not over.
_LAST_MONTH = {2026: 3}


class MeetingKind(Enum):
    """The occasion of a meeting."""

    ANNUAL = auto()
    HALF_YEAR = auto()
    PARTY = auto()
    THEME = auto()


class DateStyle(Enum):
    """The way a report writes the date of its meeting."""

    FULL = auto()
    YEAR_IN_NAME = auto()
    STAMP = auto()
    RECENTLY = auto()
    MONTH = auto()
    SEVERAL_DAYS = auto()
    NO_YEAR = auto()


_DATE_STYLES = {
    DateStyle.FULL: 36, DateStyle.YEAR_IN_NAME: 22, DateStyle.STAMP: 22, DateStyle.RECENTLY: 8,
    DateStyle.MONTH: 3, DateStyle.SEVERAL_DAYS: 4, DateStyle.NO_YEAR: 5,
}  # fmt: skip
_KINDS = {
    Level.PROVINCE: {
        MeetingKind.ANNUAL: 26,
        MeetingKind.HALF_YEAR: 8,
        MeetingKind.PARTY: 20,
        MeetingKind.THEME: 46,
    },
    Level.PREFECTURE: {
        MeetingKind.ANNUAL: 26,
        MeetingKind.HALF_YEAR: 6,
        MeetingKind.PARTY: 24,
        MeetingKind.THEME: 44,
    },
    Level.COUNTY: {
        MeetingKind.ANNUAL: 22,
        MeetingKind.HALF_YEAR: 0,
        MeetingKind.PARTY: 30,
        MeetingKind.THEME: 48,
    },
}
_LEVELS = {Level.PROVINCE: 60, Level.PREFECTURE: 27, Level.COUNTY: 13}
_MONTHS = {
    MeetingKind.ANNUAL: [0, 10, 9, 4, 1, 0, 0, 0, 0, 0, 0, 0, 1],
    MeetingKind.HALF_YEAR: [0, 0, 0, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0],
}
_ANY_MONTH = [0, 2, 2, 5, 5, 5, 4, 3, 4, 5, 3, 6, 5]
# Probability that a report names no place from which the province could be inferred.
_WITHOUT_PLACE_PROBABILITY = 0.035


@dataclass(frozen=True, slots=True)
class Occasion:
    """The facts of an invented meeting, from which its report is written."""

    province: Province
    unit: Unit
    officials: Officials
    kind: MeetingKind
    subject: Subject | None
    """The subject of a meeting of kind THEME, else None."""
    day: datetime.date
    date_style: DateStyle
    omits_place: bool
    """Tell whether the report says only 全省 or 全市 and never names the place."""


def occasions(count: int, seed: int, rng: Random) -> list[Occasion]:
    """Return `count` meetings, the oldest first.

    `seed` makes the officials and `rng` everything else, so that equal arguments give equal
    meetings.
    """
    all_provinces = provinces()
    officials = {each.unit.name: Officials(each, seed) for each in all_provinces}
    drawn = [each for each in all_provinces for _ in range(each.reports)]
    rng.shuffle(drawn)
    while len(drawn) < count:
        drawn.append(rng.choice(all_provinces))
    meetings = [
        _occasion(province, officials[province.unit.name], rng) for province in drawn[:count]
    ]
    return sorted(meetings, key=lambda each: each.day)


def _occasion(province: Province, officials: Officials, rng: Random) -> Occasion:
    year = _weighted_choice(_YEARS, rng)
    unit = rng.choice(list(_units(province, _weighted_choice(_LEVELS, rng))))
    kind = _weighted_choice(_KINDS[unit.level], rng)
    if kind is MeetingKind.HALF_YEAR and year in _LAST_MONTH:
        kind = MeetingKind.ANNUAL
    exclude = (*PARTY_SUBJECTS, *MINOR_SUBJECTS)
    subject = draw_subjects(year, 1, rng, exclude=exclude)[0] if kind is MeetingKind.THEME else None
    months = _MONTHS.get(kind, _ANY_MONTH)[: _LAST_MONTH.get(year, 12) + 1]
    month = rng.choices(range(len(months)), months)[0]
    # No meeting on the days of the New Year or the National Day.
    day = datetime.date(year, month, rng.randint(8, 28))
    if day.weekday() >= 5:
        day -= datetime.timedelta(days=2)
    return Occasion(
        province, unit, officials, kind, subject, day, _weighted_choice(_DATE_STYLES, rng),
        omits_place=rng.random() < _WITHOUT_PLACE_PROBABILITY,
    )  # fmt: skip


def _units(province: Province, level: Level) -> Iterator[Unit]:
    if level is Level.PREFECTURE and province.prefectures:
        yield from province.prefectures
    elif level is Level.COUNTY:
        yield from province.counties
    else:
        yield province.unit


def _weighted_choice(weights: dict[_T, int], rng: Random) -> _T:
    return rng.choices(list(weights), list(weights.values()))[0]
