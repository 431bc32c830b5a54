"""Facets of a result: how many of the matches have each value, or match a further condition."""

import datetime
from collections.abc import Iterator
from typing import Any

from search.index.searching.search import ResultSet
from search.query.ast import Node

_MONTHS = {"month": 1, "year": 12}
Counts = list[tuple[Any, int]]


def count_values(
    results: ResultSet,
    name: str,
    *,
    with_own_filter: bool = True,
    min_count: int = 1,
    limit: int | None = None,
) -> Counts:
    """Count the values of a field, most frequent first.

    Args:
        results: the result whose matches are counted.
        name: a field with doc values.
        with_own_filter: False counts as if no filter had been set on the field itself.
        min_count: leave out values of fewer documents.
        limit: the most values returned.
    """
    matches = results.matches if with_own_filter else results.excluding_filter(name)
    counts = results.searcher.snapshot.doc_values.facet_counts(name, matches.docs)
    return [pair for pair in counts if pair[1] >= min_count][:limit]


def count_matching(results: ResultSet, node: Node) -> int:
    """Count the matches that also match a further condition."""
    return len(results.matches.intersect(results.searcher.search(node)).docs)


def date_intervals(
    start_date: datetime.date, end_date: datetime.date, gap_by: str, gap_amount: int
) -> Iterator[tuple[datetime.date, datetime.date]]:
    """Yield consecutive intervals, each with its first day and the day after its last.

    The parameters are those of Haystack's date facets.

    Args:
        start_date: the first day of the first interval.
        end_date: the day after the last interval.
        gap_by: the unit of an interval: year, month, day, hour, minute or second.
        gap_amount: how many units an interval has.
    """
    start, units = start_date, 0
    while start < end_date:
        units += gap_amount
        end = _add_units(start_date, gap_by, units)
        yield start, min(end, end_date)
        start = end


def _add_units(start: datetime.date, unit: str, number: int) -> datetime.date:
    if unit not in _MONTHS:
        return start + datetime.timedelta(**{f"{unit}s": number})
    months = start.year * 12 + start.month - 1 + number * _MONTHS[unit]
    year, month = divmod(months, 12)
    # In a month that is too short for the day, the interval begins on the month's last day.
    for day in range(start.day, 27, -1):
        try:
            return start.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return start.replace(year=year, month=month + 1)
