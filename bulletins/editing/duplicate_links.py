"""Decisions on reports of one meeting: mark as distinct, link, unlink, replace.

Linked reports stay separate meetings; one of them is the representative, to which the others
point by `Meeting.same_as`. Candidates are found by `bulletins.editing.near_duplicates`.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from bulletins.editing import near_duplicates, revisions
from bulletins.models import Meeting
from bulletins.records import apply_record, to_record


def mark_distinct(meeting: Meeting, other: Meeting) -> None:
    """Record that two reports are of different meetings, so that they are not proposed again."""
    meeting.distinct_from.add(other)


def link_reports(meeting: Meeting, other: Meeting) -> None:
    """Link a meeting to the representative of `other`, with all reports linked to it."""
    other = Meeting.objects.select_related("same_as").get(pk=other.pk)
    representative = other.same_as or other
    if representative == meeting:
        return
    linked = Meeting.objects.filter(same_as=meeting).exclude(pk=representative.pk)
    linked.update(same_as=representative)
    Meeting.objects.filter(pk=representative.pk).update(same_as=None)
    Meeting.objects.filter(pk=meeting.pk).update(same_as=representative)


def unlink_reports(meeting: Meeting, other: Meeting) -> None:
    """Remove the link between two reports."""
    # The one that is not the representative has the link.
    linked = meeting if meeting.same_as_id else other
    Meeting.objects.filter(pk=linked.pk).update(same_as=None)


@transaction.atomic
def replace_report(meeting: Meeting, other: Meeting, by: User | None) -> None:
    """Replace the contents of `other` by those of `meeting`, and delete `meeting`.

    `other` keeps its URL, its history and whether it is published; it moves to the bulletin of
    `meeting`.
    """
    record = to_record(Meeting.objects.with_related().get(pk=meeting.pk))
    bulletin, index = meeting.bulletin, meeting.index
    meeting.delete()
    other.bulletin, other.index = bulletin, index
    apply_record(other, record)
    near_duplicates.update_fingerprint(other)
    revisions.record_revision(other, by, _("换成“%(name)s”里的报道") % {"name": bulletin.name})


def resolve_duplicate_doubt(meeting: Meeting) -> None:
    """Remove the doubt "perhaps reported before" once a meeting has no more candidates."""
    if (
        near_duplicates.POSSIBLE_DUPLICATE in meeting.needs_review
        and not near_duplicates.find_duplicate_candidates(meeting)
    ):
        meeting.needs_review = [
            doubt for doubt in meeting.needs_review if doubt != near_duplicates.POSSIBLE_DUPLICATE
        ]
        meeting.save()
