"""Re-extraction of a bulletin after the reader has improved: proposals, and applying them.

Corrections are never overwritten automatically. A field counts as corrected where its value
differs from the one first extracted (`revisions.original_record`). Only uncorrected fields are
applied without an editor; for the others an editor decides field by field.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from bulletins.doubt_kinds import doubt_kind
from bulletins.editing import doubts, near_duplicates, revisions, source_spans
from bulletins.editing.bulletin_paragraphs import read_stored_text
from bulletins.editing.excluded_paragraphs import update_excluded
from bulletins.models import Bulletin, Meeting
from bulletins.reading import BulletinReading, MeetingRecord
from bulletins.records import to_record

# Field → fields derived from it, which are applied together with it.
_DEPENDENT_FIELDS = {"date": ("date_precision", "year_source")}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A field whose extracted value differs from the current one."""

    change: revisions.FieldChange
    was_corrected: bool


@dataclass(frozen=True, slots=True)
class Reextraction:
    """A meeting, its newly extracted record, and the fields that would change.

    `reading` is that of its bulletin; `doubts` are those about the whole of the meeting that it
    does not have yet and no editor has settled. They are added with whatever is applied.
    """

    meeting: Meeting
    record: MeetingRecord
    proposals: list[Proposal]
    reading: BulletinReading
    doubts: list[str]

    @property
    def uncorrected_fields(self) -> list[str]:
        """The fields that may be applied without an editor."""
        return [proposal.change.field for proposal in self.proposals if not proposal.was_corrected]


def reextract(
    bulletin: Bulletin, reading: BulletinReading | None = None
) -> list[Reextraction] | None:
    """Extract the meetings of a bulletin again from its text, or from a `reading` of it at hand.

    Returns None where records cannot be assigned to meetings, because their number differs or an
    editor moved boundaries so that a text is closer to that of another: an editor has to decide.
    """
    reading = reading or read_stored_text(bulletin)
    records = reading.records
    meetings = {meeting.index: meeting for meeting in bulletin.meetings.all()}
    if sorted(meetings) != [record.index for record in records]:
        return None
    bodies = [meetings[record.index].body for record in records]
    if not _are_same_meetings(bodies, [record.body for record in records]):
        return None
    return [_compare(meetings[record.index], record, reading) for record in records]


def _are_same_meetings(texts: Sequence[str], new_texts: Sequence[str]) -> bool:
    """Return whether no text shares more with another one of the new texts than with its own."""
    if texts == new_texts:
        return True
    new_hashes = [near_duplicates.shingle_hashes(each) for each in new_texts]
    for number, text in enumerate(texts):
        hashes = near_duplicates.shingle_hashes(text)
        shared = [near_duplicates.containment(hashes, each) for each in new_hashes]
        if shared[number] < max(shared):
            return False
    return True


def _compare(meeting: Meeting, record: MeetingRecord, reading: BulletinReading) -> Reextraction:
    stored = to_record(Meeting.objects.with_related().get(pk=meeting.pk))
    current, original = stored.to_json(), revisions.original_record(meeting)
    new = record.to_json()
    # A source that was given on import is kept where the text has none.
    new["source"] = new["source"] or current["source"]
    dependent = {field for fields in _DEPENDENT_FIELDS.values() for field in fields}
    proposals = [
        # Without the original record every field may have been corrected.
        Proposal(change, not original or original.get(change.field) != current.get(change.field))
        for change in revisions.diff_records(current, new)
        if change.field not in dependent
    ]
    known = {*stored.needs_review, *original.get("needs_review", [])}
    new_doubts = [
        doubt
        for doubt in record.needs_review
        if doubt_kind(doubt).withholds
        and doubt not in known
        and not doubt_kind(doubt).is_refuted(stored)
    ]
    return Reextraction(meeting, MeetingRecord.from_json(new), proposals, reading, new_doubts)


@transaction.atomic
def apply_fields(reextraction: Reextraction, fields: Collection[str], by: User | None) -> None:
    """Write the chosen fields of a re-extraction to its meeting; the others stay as they are.

    Raises PermissionDenied where a published meeting turns out to be none, and `by` may not
    publish.
    """
    if not (fields or reextraction.doubts):
        return
    stored = Meeting.objects.with_related().get(pk=reextraction.meeting.pk)
    current = to_record(stored)
    merged = current.to_json()
    new, old_body = reextraction.record.to_json(), merged["body"]
    for field in fields:
        for name in (field, *_DEPENDENT_FIELDS.get(field, ())):
            merged[name] = new[name]
    evidence = source_spans.shift_spans(old_body, merged["body"], merged["evidence"])
    for field in fields:
        evidence.pop(field, None)
        # New spans are offsets into the new body.
        if merged["body"] == new["body"] and field in new["evidence"]:
            evidence[field] = new["evidence"][field]
    merged["evidence"] = evidence
    record = MeetingRecord.from_json(merged)
    # Doubts that an editor settled do not come back.
    original = revisions.original_record(reextraction.meeting).get("needs_review", [])
    settled = {*original} - {*current.needs_review}
    unsettled = [doubt for doubt in new["needs_review"] if doubt not in settled]
    source = replace(reextraction.record, needs_review=unsettled)
    carried = doubts.carry_over(current, record, source)
    record.needs_review = list(dict.fromkeys([*carried, *reextraction.doubts]))
    meeting = Meeting.objects.get(pk=reextraction.meeting.pk)
    revisions.write_record(meeting, record, by, _("重新读取"))
    if record.body != old_body:
        update_excluded(meeting, old_body, reextraction.reading)
