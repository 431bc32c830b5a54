"""Read the word lists of the generator (`data/*.txt`) and fill in their random numbers.

A list is plain text with `#` comments. `[name]` opens a section, and a line may begin with the
years it belongs to (`2008-2015 `).
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

_FOLDER = Path(__file__).parent / "data"
_SECTION_HEADER = re.compile(r"\[(.+)\]")
_YEARS = re.compile(r"(\d{4})-(\d{4}) ")
_PLACEHOLDER = re.compile(
    r"<(?P<from>\d+)-(?P<to>\d+)>(?P<unit>亿元|万)?"
    r"(?P<rate>%|元|个百分点|个工作日|小时|[岗级年项位件条天]|个月|次学习)?"
)
# Above this an official number is often rounded.
_MAX_EXACT = 100
_ROUND_PROBABILITY = 0.4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list and the years in which such wording was in use, both included."""

    text: str
    first_year: int = 0
    last_year: int = 9999

    def applies_to(self, year: int) -> bool:
        """Return whether the wording was in use in that year."""
        return self.first_year <= year <= self.last_year


def lines(name: str) -> list[str]:
    """Return the lines of a list without its comments."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def sections(name: str) -> dict[str, list[Line]]:
    """Return the lines of a list by section."""
    lines_by_section: dict[str, list[Line]] = {}
    section: list[Line] = []
    for line in lines(name):
        if header := _SECTION_HEADER.match(line):
            section = lines_by_section.setdefault(header[1], [])
        elif years := _YEARS.match(line):
            section.append(Line(line[years.end() :], int(years[1]), int(years[2])))
        else:
            section.append(Line(line))
    return lines_by_section


def words(name: str, section: str) -> list[str]:
    """Return the words of a section, empty if it does not exist."""
    return " ".join(line.text for line in sections(name).get(section, [])).split()


def fill_numbers(text: str, rng: Random, scale: float = 1) -> str:
    """Replace each placeholder <20-300> by a random number in that range.

    Args:
        text: a sentence of a list, written for a province.
        rng: the source of the numbers.
        scale: the size of the place in proportion to a province, by which amounts are scaled;
            rates, prices and days are the same everywhere.
    """

    def draw(match: re.Match[str]) -> str:
        number: float = rng.randint(int(match["from"]), int(match["to"]))
        unit = match["unit"] or ""
        if scale < 1 and not match["rate"]:
            # A city has thousands where its province has tens of thousands.
            number *= scale * {"": 1, "万": 10_000, "亿元": 10_000}[unit]
            unit = {"": "", "万": "", "亿元": "万元"}[unit]
        value = max(2, round(number)) if unit != match["unit"] else round(number)
        step = 10 ** max(0, len(str(value)) - 2) if value > _MAX_EXACT else 1
        rounded = value // step * step if rng.random() < _ROUND_PROBABILITY else value
        return f"{rounded}{unit}{match['rate'] or ''}"

    return _PLACEHOLDER.sub(draw, text)
