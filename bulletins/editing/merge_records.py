"""What two meetings say together that turn out to be one: the first's fields, everybody's people.

A field of one value stays the first's, who is the one that goes on. People, units, tasks and themes
are those of both, each once; tasks are counted on. An editor is told to look at them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from bulletins.reading import MeetingRecord

MERGED_DOUBT = "merged with another"


def merge_records(first: MeetingRecord, others: Sequence[MeetingRecord]) -> MeetingRecord:
    """Return the record of `first`, whose body holds those of the others already, with theirs."""
    told = first.to_json()
    for other in others:
        theirs = other.to_json()
        for field, key in (("chairs", "name"), ("speakers", "name"), ("priorities", "heading")):
            told[field] = _unique_by([*told[field], *theirs[field]], key)
        for field in ("exchange_units", "themes"):
            told[field] = list(dict.fromkeys([*told[field], *theirs[field]]))
        told["needs_review"] = list(dict.fromkeys([*told["needs_review"], MERGED_DOUBT]))
    for ordinal, task in enumerate(told["priorities"], start=1):
        task["ordinal"] = ordinal
    # The number that the first declared was of its own tasks.
    return MeetingRecord.from_json(told | {"priorities_declared": None})


def _unique_by(rows: Iterable[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row[key], row)
    return list(found.values())
