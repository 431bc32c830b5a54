"""Merging of the records of several meetings that turn out to be one.

Single-valued fields are those of the first meeting, which continues. People, units,
priorities and themes are united without repetitions; priorities are renumbered. The result gets a
doubt, so that an editor checks it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from bulletins.doubt_kinds import MERGED, POSSIBLE_DUPLICATE
from bulletins.fields import Kind, of_kind
from bulletins.reading import MeetingRecord


def merge_records(first: MeetingRecord, others: Sequence[MeetingRecord]) -> MeetingRecord:
    """Return the record of `first` with the lists of the others.

    The body of `first` must contain the bodies of the others already.
    """
    merged = first.to_json()
    doubts = merged["needs_review"]
    for other in others:
        added = other.to_json()
        for field in of_kind(Kind.PEOPLE):
            merged[field] = _unique_by([*merged[field], *added[field]], "name")
        for field in of_kind(Kind.PRIORITIES):
            merged[field] = _unique_by([*merged[field], *added[field]], "heading")
        for field in of_kind(Kind.WORDS, Kind.THEMES):
            merged[field] = list(dict.fromkeys([*merged[field], *added[field]]))
        # Of the others' doubts only this is not about values that the first meeting keeps.
        if POSSIBLE_DUPLICATE in other.needs_review:
            doubts.append(POSSIBLE_DUPLICATE)
    merged["needs_review"] = list(dict.fromkeys([*doubts, MERGED]))
    for ordinal, priority in enumerate(merged["priorities"], start=1):
        priority["ordinal"] = ordinal
    # The number declared in the first text counts the priorities of that text only.
    return MeetingRecord.from_json(merged | {"priorities_declared": None})


def _unique_by(rows: Iterable[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return the rows without those whose `key` equals that of an earlier one."""
    first_rows: dict[str, dict[str, Any]] = {}
    for row in rows:
        first_rows.setdefault(row[key], row)
    return list(first_rows.values())
