"""Counting what was found: by value, by stretch of time, by further condition."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.engine.conditions import Conditions
from search.engine.ranking import Ranking
from search.engine.values import field_facet
from search.queries import And, Node

_MONTHS = {"month": 1, "year": 12}
Counts = list[tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class Facets:
    """Facets of one answer, in the form Haystack passes on."""

    ranking: Ranking
    conditions: Conditions
    found: Sequence[Collection[int]]

    def by_value(self, asked: Mapping[str, Mapping[str, Any]]) -> dict[str, Counts]:
        """Count values of fields, most first; `limit` and `mincount` are understood."""
        counts = {}
        for name, options in asked.items():
            source = self.conditions.fields.source(name)
            counted = field_facet(self.found, self.ranking.snapshot.parts, source)
            at_least = options.get("mincount", 1)
            counts[name] = [pair for pair in counted if pair[1] >= at_least][: options.get("limit")]
        return counts

    def by_time(self, asked: Mapping[str, Mapping[str, Any]]) -> dict[str, Counts]:
        """Count stretches of time that follow each other, by the first moment of each."""
        return {
            name: [
                (first, self._count(self._within(name, first, end)))
                for first, end in _stretches(**options)
            ]
            for name, options in asked.items()
        }

    def by_query(self, asked: Sequence[tuple[str, str]]) -> dict[str, Counts]:
        """Count what further conditions leave, each a field and what it is asked."""
        counts: dict[str, Counts] = {}
        for name, query in asked:
            node = self.conditions.node(name, "content", query)
            counts.setdefault(name, []).append((query, self._count(node)))
        return counts

    def _within(self, name: str, first: datetime.date, end: datetime.date) -> Node:
        node = self.conditions.node
        return And((node(name, "gte", first), node(name, "lt", end)))

    def _count(self, node: Node) -> int:
        matching = self.ranking.matching(node)
        return sum(
            len(frozenset(found).intersection(numbers))
            for found, numbers in zip(self.found, matching, strict=True)
        )


def _stretches(
    start_date: datetime.date, end_date: datetime.date, gap_by: str, gap_amount: int
) -> Iterator[tuple[datetime.date, datetime.date]]:
    first, number = start_date, 0
    while first < end_date:
        number += gap_amount
        following = _later(start_date, gap_by, number)
        yield first, min(following, end_date)
        first = following


def _later(start: datetime.date, gap_by: str, number: int) -> datetime.date:
    if gap_by not in _MONTHS:
        return start + datetime.timedelta(**{f"{gap_by}s": number})
    months = start.year * 12 + start.month - 1 + number * _MONTHS[gap_by]
    year, month = divmod(months, 12)
    # A month that is too short for the day begins its stretch on its last day.
    for day in range(start.day, 27, -1):
        try:
            return start.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return start.replace(year=year, month=month + 1)
