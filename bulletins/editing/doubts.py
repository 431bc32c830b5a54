"""Doubts of a meeting (`needs_review`): which remain after a change.

The kinds are those of `bulletins.doubt_kinds`; an editor who ticks 已核对 settles all of them.
An operation that changes a record keeps the doubts about what it leaves as it was, settled ones
stay settled, and a doubt that the new values refute is dropped.
"""

from bulletins.doubt_kinds import DECLARED, POSSIBLE_DUPLICATE, doubt_kind
from bulletins.reading import MeetingRecord, declared_doubt

# What other reports of a meeting are found by (`bulletins.editing.near_duplicates`).
_COMPARED_FIELDS = ("province", "level", "date", "body")


def carry_over(before: MeetingRecord, after: MeetingRecord, source: MeetingRecord) -> list[str]:
    """Return the doubts of a meeting whose record changes from `before` to `after`.

    A doubt about several fields remains until all of them are those of `source`. That a meeting may
    have been reported before depends on others too: `near_duplicates.remaining_doubts` drops it.

    Args:
        before: the record with its present doubts.
        after: the record as it will be.
        source: the record that the changed values come from. Of its doubts, those about unchanged
            fields are not taken: an editor may have settled them.
    """
    kept = [
        doubt
        for doubt in before.needs_review
        if doubt == POSSIBLE_DUPLICATE
        or not _differ(doubt, before, after)
        or _differ(doubt, after, source)
    ]
    taken = [doubt for doubt in source.needs_review if _differ(doubt, before, after)]
    return list(dict.fromkeys([*kept, *taken]))


def _differ(doubt: str, one: MeetingRecord, other: MeetingRecord) -> bool:
    """Return whether two records differ in the fields that a doubt is about."""
    fields = _COMPARED_FIELDS if doubt == POSSIBLE_DUPLICATE else doubt_kind(doubt).fields
    return any(getattr(one, field) != getattr(other, field) for field in fields)


def current_doubts(record: MeetingRecord) -> list[str]:
    """Return the doubts of a record without those that its values refute."""
    doubts = [doubt for doubt in record.needs_review if not doubt_kind(doubt).is_refuted(record)]
    # The numbers may have changed without becoming equal; a doubt about them may be there twice,
    # kept and raised again.
    numbers = declared_doubt(record.priorities_declared, len(record.priorities))
    current = (numbers if doubt_kind(doubt).key == DECLARED else doubt for doubt in doubts)
    return list(dict.fromkeys(current))
