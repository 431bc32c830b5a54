"""The generator's word lists: plain text in sections, lines that belong to years, drawn numbers."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

_FOLDER = Path(__file__).parent / "data"
_OPENED = re.compile(r"\[(.+)\]")
_OF_YEARS = re.compile(r"(\d{4})-(\d{4}) ")
_DRAWN = re.compile(
    r"<(?P<from>\d+)-(?P<to>\d+)>(?P<unit>亿元|万)?"
    r"(?P<rate>%|元|个百分点|个工作日|小时|[岗级年项位件条天]|个月|次学习)?"
)
# Above this an official number is often a round one.
_EXACT_UP_TO = 100
_OFTEN_ROUND = 0.4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list and the years in which people wrote so, both included."""

    text: str
    first: int = 0
    last: int = 9999

    def is_of(self, year: int) -> bool:
        return self.first <= year <= self.last


def lines(name: str) -> list[str]:
    """Return the lines of a list without its comments."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def sections(name: str) -> dict[str, list[Line]]:
    """Return the lines of a list by the section they stand in."""
    found: dict[str, list[Line]] = {}
    section: list[Line] = []
    for line in lines(name):
        if opened := _OPENED.match(line):
            section = found.setdefault(opened[1], [])
        elif years := _OF_YEARS.match(line):
            section.append(Line(line[years.end() :], int(years[1]), int(years[2])))
        else:
            section.append(Line(line))
    return found


def words(name: str, section: str) -> list[str]:
    """Return the words of a section; none where there is no such section."""
    return " ".join(line.text for line in sections(name).get(section, [])).split()


def with_numbers(text: str, rng: Random, share: float = 1) -> str:
    """Put drawn numbers in the place of <20-300>.

    Args:
        text: a sentence of a list, written for a province.
        rng: where the numbers come from.
        share: how much of a province the place is that it is said of; rates, prices and days
            are the same everywhere.
    """

    def drawn(match: re.Match[str]) -> str:
        number: float = rng.randint(int(match["from"]), int(match["to"]))
        unit = match["unit"] or ""
        if share < 1 and not match["rate"]:
            # A city has thousands where its province has tens of thousands.
            number *= share * {"": 1, "万": 10_000, "亿元": 10_000}[unit]
            unit = {"": "", "万": "", "亿元": "万元"}[unit]
        whole = max(2, round(number)) if unit != match["unit"] else round(number)
        step = 10 ** max(0, len(str(whole)) - 2) if whole > _EXACT_UP_TO else 1
        rounded = whole // step * step if rng.random() < _OFTEN_ROUND else whole
        return f"{rounded}{unit}{match['rate'] or ''}"

    return _DRAWN.sub(drawn, text)
