"""Subjects of meetings: themes whose frequency changes over the years, and the tasks of each."""

from bisect import bisect
from dataclasses import dataclass
from functools import cache
from random import Random

from bulletins.demo.wordlists import Line, sections

# Subjects that party groups discuss first; no other meeting is called for them.
PARTY_SUBJECTS = ("党的建设", "党风廉政")
# Subjects for which no meeting is called either; they occur among the tasks of other meetings.
MINOR_SUBJECTS = ("规划财务", "资金监管", "行业人才", "福利彩票", "信息化")


@dataclass(frozen=True, slots=True)
class Task:
    """A resolved task: the heading after its number, and sentences that may follow."""

    heading: str
    details: list[str]


@dataclass(frozen=True)
class Subject:
    """A theme, the label of its own meetings, its weights by year, and the lines of its tasks."""

    name: str
    label: str
    weights: list[tuple[int, float]]
    lines: list[Line]

    def weight(self, year: int) -> float:
        """Return the weight of the subject in a year, interpolated linearly between given years."""
        index = bisect(self.weights, year, key=lambda point: point[0])
        if index == len(self.weights):
            return self.weights[-1][1]
        (start, low), (end, high) = self.weights[index - 1], self.weights[index]
        return low + (high - low) * (year - start) / (end - start)

    def tasks(self, year: int) -> list[Task]:
        """Return the tasks that were current in that year."""
        parts = (line.text.split("|") for line in self.lines if line.applies_to(year))
        return [Task(heading, details) for heading, *details in parts]


@cache
def subjects() -> list[Subject]:
    """Return all subjects, in the order of the list."""
    all_subjects = []
    for header, lines in sections("tasks").items():
        name, _colon, label = header.partition(":")
        weights = sections("weights")[name][0].text.split()
        points = [(int(year), float(weight)) for year, weight in (w.split(":") for w in weights)]
        all_subjects.append(Subject(name, label, points, lines))
    return all_subjects


def draw_subjects(
    year: int, count: int, rng: Random, *, exclude: tuple[str, ...] = ()
) -> list[Subject]:
    """Draw different subjects that have tasks in a year, at random by their weights in that year.

    Fewer than `count` are returned where no more have tasks and a weight.
    """
    candidates = [each for each in subjects() if each.name not in exclude and each.tasks(year)]
    chosen: list[Subject] = []
    while candidates and len(chosen) < count:
        weights = [each.weight(year) for each in candidates]
        if not any(weights):
            break
        chosen.append(rng.choices(candidates, weights)[0])
        candidates.remove(chosen[-1])
    return chosen
