"""Reading a bulletin again, after the reader got better: what would change, and what is taken.

What a person corrected is never overwritten. A field counts as corrected where the meeting says
something else than what was read at first (`history.first_read`). Taken by themselves are only
fields that nobody touched; of the others an editor takes each or leaves it.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from bulletins.editing import near_duplicates, revisions, source_spans
from bulletins.models import Bulletin, Meeting
from bulletins.reading import MeetingRecord, read_text
from bulletins.records import lookup_tables, record_writer
from bulletins.records import to_record

# Read from each other: a new year comes with where it was read from, words with their text.
_TOGETHER = {"date": ("date_precision", "year_source")}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field that would now be read otherwise."""

    change: revisions.FieldChange
    was_corrected: bool


@dataclass(frozen=True, slots=True)
class Reextraction:
    """A meeting read again, and what of it would change."""

    meeting: Meeting
    record: MeetingRecord
    proposals: list[Proposal]

    @property
    def uncorrected_fields(self) -> list[str]:
        """The fields that may be taken without asking anybody."""
        return [each.change.field for each in self.proposals if not each.was_corrected]


def reextract(bulletin: Bulletin) -> list[Reextraction] | None:
    """Read a bulletin's text again; None where it now has another number of meetings.

    Which meeting is which cannot be told then; an editor has to look.
    """
    records = read_text(
        bulletin.name, bulletin.text, bulletin.published_on, lookup_tables.current_tables()
    )
    meetings = {each.index: each for each in bulletin.meetings.all()}
    if sorted(meetings) != [record.index for record in records]:
        return None
    return [_compare(meetings[record.index], record) for record in records]


def _compare(meeting: Meeting, record: MeetingRecord) -> Reextraction:
    now = to_record(Meeting.objects.with_related().get(pk=meeting.pk)).to_json()
    first = revisions.original_record(meeting)
    new = record.to_json()
    # What an editor gave besides the text is not taken away by a text that does not say it.
    new["source"] = new["source"] or now["source"]
    proposals = [
        # Without a first reading nobody knows what was corrected; then everything may have been.
        Proposal(change, not first or first.get(change.field) != now.get(change.field))
        for change in revisions.diff_records(now, new)
        if change.field not in _follows()
    ]
    return Reextraction(meeting, MeetingRecord.from_json(new), proposals)


@transaction.atomic
def apply_fields(read: Reextraction, fields: Collection[str], by: User | None) -> None:
    """Take the chosen fields of a new reading into the meeting; the others stay as they are."""
    if not fields:
        return
    now = to_record(Meeting.objects.with_related().get(pk=read.meeting.pk)).to_json()
    new, body_before = read.record.to_json(), now["body"]
    for field in fields:
        for each in (field, *_TOGETHER.get(field, ())):
            now[each] = new[each]
    words = source_spans.shift_spans(body_before, now["body"], now["evidence"])
    for field in fields:
        words.pop(field, None)
        # Spans count characters of the text they were read from.
        if now["body"] == new["body"] and field in new["evidence"]:
            words[field] = new["evidence"][field]
    now["evidence"] = words
    # Doubts that a person settled do not come back.
    if now["needs_review"] == revisions.original_record(read.meeting).get("needs_review"):
        now["needs_review"] = new["needs_review"]
    meeting = Meeting.objects.get(pk=read.meeting.pk)
    record_writer.apply_record(meeting, MeetingRecord.from_json(now))
    near_duplicates.update_fingerprint(meeting)
    revisions.record_revision(meeting, by, _("重新读取"))


def _follows() -> set[str]:
    return {field for fields in _TOGETHER.values() for field in fields}
