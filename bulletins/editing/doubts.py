"""Doubts of a meeting (`needs_review`): what each is about, and which remain after a change.

The reader, the importer and the merging of meetings raise doubts, in the words that
`bulletins.formatting.review_label` translates; an editor who ticks 已核对 settles all of them.
An operation that changes a record keeps the doubts about what it leaves as it was, settled ones
stay settled, and a doubt that the new values refute is dropped.
"""

from collections.abc import Iterable

from bulletins.fields import Kind, of_kind
from bulletins.formatting import review_kind
from bulletins.reading import MeetingRecord
from common.partial_date import PartialDate

# By the kind of a doubt (`formatting.review_kind`), the fields that it is about. Other doubts
# are about the report as a whole.
FIELDS_BY_DOUBT = {
    "no meeting recognised": ("body",),
    "province missing": ("province",),
    "province unknown": ("province",),
    "impossible date": ("date",),
    "date missing": ("date",),
    "year missing": ("date",),
    "month missing": ("date",),
    "day missing": ("date",),
    "declared": ("priorities_declared", "priorities"),
    "merged with another": (*of_kind(Kind.PEOPLE, Kind.WORDS, Kind.PRIORITIES), "body"),
}


def carry_over(before: MeetingRecord, after: MeetingRecord, new: Iterable[str]) -> list[str]:
    """Return the doubts of a meeting whose record changes from `before` to `after`.

    Args:
        before: the record with its present doubts.
        after: the record as it will be.
        new: the doubts about the values of `after`, of which those about unchanged fields are
            not taken: an editor may have settled them.
    """

    def is_changed(doubt: str) -> bool:
        fields = FIELDS_BY_DOUBT.get(review_kind(doubt), ())
        return any(getattr(before, field) != getattr(after, field) for field in fields)

    kept = [doubt for doubt in before.needs_review if not is_changed(doubt)]
    return list(dict.fromkeys([*kept, *filter(is_changed, new)]))


def current_doubts(record: MeetingRecord) -> list[str]:
    """Return the doubts of a record without those that its values refute."""
    date = PartialDate.parse(record.date or "")
    declared, found = record.priorities_declared, len(record.priorities)
    refuted = {
        "province missing": record.province,
        "province unknown": record.province,
        "impossible date": record.date,
        "date missing": record.date,
        "year missing": date.year,
        "month missing": date.month,
        "day missing": date.day,
        "declared": declared in (None, found),
    }
    doubts = [doubt for doubt in record.needs_review if not refuted.get(review_kind(doubt))]
    # The numbers may have changed without becoming equal.
    numbers = f"declared {declared} priorities, found {found}"
    return [numbers if review_kind(doubt) == "declared" else doubt for doubt in doubts]
