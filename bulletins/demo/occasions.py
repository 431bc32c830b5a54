"""Which meetings there were: where, when, of what kind, and how much the report tells of it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from random import Random
from typing import TypeVar

from bulletins.demo.officials import Officials
from bulletins.demo.places import Level, Province, Unit, provinces
from bulletins.demo.subjects import ALONGSIDE, OF_THE_PARTY, Subject, drawn

_T = TypeVar("_T")
# How many reports of each year there are: more of late, a dip in the year of the epidemic.
_YEARS = {
    2008: 4, 2009: 5, 2010: 6, 2011: 7, 2012: 11, 2013: 12, 2014: 13, 2015: 17, 2016: 19,
    2017: 16, 2018: 21, 2019: 24, 2020: 14, 2021: 27, 2022: 25, 2023: 34, 2024: 41, 2025: 39,
    2026: 12,
}  # fmt: skip
# The last year of them has only begun.
_LAST_MONTH = {2026: 3}


class Kind(Enum):
    """What the meeting was called for."""

    ANNUAL = auto()
    HALF_YEAR = auto()
    PARTY = auto()
    THEME = auto()


class Telling(Enum):
    """How the report tells the day."""

    FULL = auto()
    YEAR_IN_NAME = auto()
    STAMP = auto()
    RECENTLY = auto()
    MONTH = auto()
    SEVERAL_DAYS = auto()
    NO_YEAR = auto()


_TELLINGS = {
    Telling.FULL: 36, Telling.YEAR_IN_NAME: 22, Telling.STAMP: 22, Telling.RECENTLY: 8,
    Telling.MONTH: 3, Telling.SEVERAL_DAYS: 4, Telling.NO_YEAR: 5,
}  # fmt: skip
_KINDS = {
    Level.PROVINCE: {Kind.ANNUAL: 26, Kind.HALF_YEAR: 8, Kind.PARTY: 20, Kind.THEME: 46},
    Level.PREFECTURE: {Kind.ANNUAL: 26, Kind.HALF_YEAR: 6, Kind.PARTY: 24, Kind.THEME: 44},
    Level.COUNTY: {Kind.ANNUAL: 22, Kind.HALF_YEAR: 0, Kind.PARTY: 30, Kind.THEME: 48},
}
_LEVELS = {Level.PROVINCE: 60, Level.PREFECTURE: 27, Level.COUNTY: 13}
_MONTHS = {
    Kind.ANNUAL: [0, 10, 9, 4, 1, 0, 0, 0, 0, 0, 0, 0, 1],
    Kind.HALF_YEAR: [0, 0, 0, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0],
}
_ANY_MONTH = [0, 2, 2, 5, 5, 5, 4, 3, 4, 5, 3, 6, 5]
# Of a hundred reports so many name no place that would tell the province.
_NOWHERE = 0.035


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting, before anything is written of it."""

    province: Province
    unit: Unit
    officials: Officials
    kind: Kind
    subject: Subject | None
    """What it was called for, where it was for one thing."""
    day: datetime.date
    telling: Telling
    is_nowhere: bool
    """Whether the report says 全省 or 全市 and never of what place."""


def occasions(number: int, seed: int, rng: Random) -> list[Occasion]:
    """That many meetings, the oldest first."""
    of_all = provinces()
    officials = {each.unit.name: Officials(each, seed) for each in of_all}
    chosen = [each for each in of_all for _ in range(each.reports)]
    rng.shuffle(chosen)
    while len(chosen) < number:
        chosen.append(rng.choice(of_all))
    found = [
        _occasion(province, officials[province.unit.name], rng) for province in chosen[:number]
    ]
    return sorted(found, key=lambda each: each.day)


def _occasion(province: Province, officials: Officials, rng: Random) -> Occasion:
    year = _one_of(_YEARS, rng)
    unit = rng.choice(list(_units(province, _one_of(_LEVELS, rng))))
    kind = _one_of(_KINDS[unit.level], rng)
    if kind is Kind.HALF_YEAR and year in _LAST_MONTH:
        kind = Kind.ANNUAL
    without = (*OF_THE_PARTY, *ALONGSIDE)
    subject = drawn(year, 1, rng, without=without)[0] if kind is Kind.THEME else None
    months = _MONTHS.get(kind, _ANY_MONTH)[: _LAST_MONTH.get(year, 12) + 1]
    month = rng.choices(range(len(months)), months)[0]
    # Nobody meets on the days of the New Year or the National Day.
    day = datetime.date(year, month, rng.randint(8, 28))
    if day.weekday() >= 5:
        day -= datetime.timedelta(days=2)
    return Occasion(
        province, unit, officials, kind, subject, day, _one_of(_TELLINGS, rng),
        is_nowhere=rng.random() < _NOWHERE,
    )  # fmt: skip


def _units(province: Province, level: Level) -> Iterator[Unit]:
    if level is Level.PREFECTURE and province.prefectures:
        yield from province.prefectures
    elif level is Level.COUNTY:
        yield from province.counties
    else:
        yield province.unit


def _one_of(weights: dict[_T, int], rng: Random) -> _T:
    return rng.choices(list(weights), list(weights.values()))[0]
