"""Facets of a result: how many of the documents found have each value, or match a condition."""

import datetime
from collections.abc import Iterator
from typing import Any

from search.index.searching.search import ResultSet
from search.query.ast import Node

_MONTHS = {"month": 1, "year": 12}
Counts = list[tuple[Any, int]]


def count_values(
    answer: ResultSet, name: str, *, own: bool = True, at_least: int = 1, limit: int | None = None
) -> Counts:
    """Count the values of a field, most first.

    Args:
        answer: the documents found.
        name: a field with doc values.
        own: False counts as if no filter had been set on the field itself.
        at_least: leave out values of fewer documents.
        limit: the most values returned.
    """
    found = answer.docs if own else answer.excluding_filter(name)
    counted = answer.planner.snapshot.doc_values.facet_counts(name, found.docs)
    return [pair for pair in counted if pair[1] >= at_least][:limit]


def count_matching(answer: ResultSet, node: Node) -> int:
    """Count the documents found that match a further condition."""
    return len(answer.docs.intersect(answer.planner.execute(node)).docs)


def date_intervals(
    start_date: datetime.date, end_date: datetime.date, gap_by: str, gap_amount: int
) -> Iterator[tuple[datetime.date, datetime.date]]:
    """Yield consecutive intervals, each with its first day and the day after its last.

    Args:
        start_date: the first day of the first interval.
        end_date: the day after the last interval.
        gap_by: the unit of an interval: year, month, day, hour, minute or second.
        gap_amount: how many units an interval has.
    """
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
    # A month that is too short for the day begins its interval on its last day.
    for day in range(start.day, 27, -1):
        try:
            return start.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return start.replace(year=year, month=month + 1)
