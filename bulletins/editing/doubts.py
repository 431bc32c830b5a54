"""Doubts of a meeting (`needs_review`): which remain after a change.

The kinds are those of `bulletins.doubt_kinds`; an editor who ticks 已核对 settles all of them.
An operation that changes a record keeps the doubts about what it leaves as it was, settled ones
stay settled, and a doubt that the new values refute is dropped.
"""

from collections.abc import Iterable

from bulletins.doubt_kinds import DECLARED, doubt_kind
from bulletins.reading import MeetingRecord, declared_doubt


def carry_over(before: MeetingRecord, after: MeetingRecord, new: Iterable[str]) -> list[str]:
    """Return the doubts of a meeting whose record changes from `before` to `after`.

    Args:
        before: the record with its present doubts.
        after: the record as it will be.
        new: the doubts about the values of `after`, of which those about unchanged fields are
            not taken: an editor may have settled them.
    """

    def is_changed(doubt: str) -> bool:
        return any(
            getattr(before, field) != getattr(after, field) for field in doubt_kind(doubt).fields
        )

    kept = [doubt for doubt in before.needs_review if not is_changed(doubt)]
    return list(dict.fromkeys([*kept, *filter(is_changed, new)]))


def current_doubts(record: MeetingRecord) -> list[str]:
    """Return the doubts of a record without those that its values refute."""
    doubts = [doubt for doubt in record.needs_review if not doubt_kind(doubt).is_refuted(record)]
    # The numbers may have changed without becoming equal.
    numbers = declared_doubt(record.priorities_declared, len(record.priorities))
    return [numbers if doubt_kind(doubt).key == DECLARED else doubt for doubt in doubts]
