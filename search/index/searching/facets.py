"""Counting what was found: by value, by stretch of time, by further condition."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from search.index.searching.search import Answer
from search.haystack_backend.lookups import Conditions
from search.query.ast import And, Node

_MONTHS = {"month": 1, "year": 12}
Counts = list[tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class Facets:
    """Facets of one answer, in the form Haystack passes on."""

    answer: Answer
    conditions: Conditions

    def by_value(self, asked: Mapping[str, Mapping[str, Any]]) -> dict[str, Counts]:
        """Count values of fields, most first.

        Options of a facet: `limit` and `mincount`; with `own=False` it is counted as if
        nothing had been chosen in that field itself, so that one can choose otherwise.
        """
        counts = {}
        for name, options in asked.items():
            source = self.conditions.fields.source(name)
            found = self.answer.found if options.get("own", True) else self.answer.without(source)
            counted = self.answer.ranking.snapshot.values.counts(source, found.docs)
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
        return len(self.answer.found.within(self.answer.ranking.answer(node)).docs)


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
