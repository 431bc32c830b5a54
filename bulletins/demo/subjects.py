"""What meetings are about: themes that rise and fall over the years, and the tasks of each."""

from bisect import bisect
from dataclasses import dataclass
from functools import cache
from random import Random

from bulletins.demo.wordlists import Line, sections

# A party group speaks of these first.
OF_THE_PARTY = ("党的建设", "党风廉政")
# Nobody calls a meeting of the whole province for these; they are tasks of every meeting.
ALONGSIDE = ("规划财务", "资金监管", "行业人才", "福利彩票", "信息化")


@dataclass(frozen=True, slots=True)
class Task:
    """Something resolved: what stands behind its number, and what may follow."""

    heading: str
    details: list[str]


@dataclass(frozen=True)
class Subject:
    """A theme, what its own meetings are called by, and what is resolved about it."""

    name: str
    label: str
    weights: list[tuple[int, float]]
    lines: list[Line]

    def weight(self, year: int) -> float:
        """How often it is taken up in a year: on the straight line between two given years."""
        at = bisect(self.weights, year, key=lambda given: given[0])
        if at == len(self.weights):
            return self.weights[-1][1]
        (first, low), (last, high) = self.weights[at - 1], self.weights[at]
        return low + (high - low) * (year - first) / (last - first)

    def tasks(self, year: int) -> list[Task]:
        """The tasks that people spoke of in that year."""
        parts = (line.text.split("|") for line in self.lines if line.is_of(year))
        return [Task(heading, details) for heading, *details in parts]


@cache
def subjects() -> list[Subject]:
    """All themes, in the order of the list."""
    found = []
    for header, lines in sections("tasks").items():
        name, _colon, label = header.partition(":")
        weights = sections("weights")[name][0].text.split()
        points = [(int(year), float(weight)) for year, weight in (w.split(":") for w in weights)]
        found.append(Subject(name, label, points, lines))
    return found


def subject(name: str) -> Subject:
    return next(each for each in subjects() if each.name == name)


def drawn(year: int, number: int, rng: Random, *, without: tuple[str, ...] = ()) -> list[Subject]:
    """Different subjects with tasks in that year, those of its time rather than others."""
    left = [each for each in subjects() if each.name not in without and each.tasks(year)]
    found: list[Subject] = []
    while left and len(found) < number:
        weights = [each.weight(year) for each in left]
        if not any(weights):
            break
        found.append(rng.choices(left, weights)[0])
        left.remove(found[-1])
    return found
