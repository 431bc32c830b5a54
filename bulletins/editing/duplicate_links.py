"""Decisions on reports of one meeting: mark as distinct, link, unlink, replace.

Linked reports stay separate meetings; one of them is the representative, to which the others
point by `Meeting.same_as`. Candidates are found by `bulletins.editing.near_duplicates`.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from bulletins.doubt_kinds import POSSIBLE_DUPLICATE
from bulletins.editing import near_duplicates, revisions
from bulletins.editing.excluded_paragraphs import exclude_missing_text
from bulletins.models import Meeting
from bulletins.permissions import require_publish
from bulletins.records import to_record


@transaction.atomic
def mark_distinct(meeting: Meeting, other: Meeting, by: User | None) -> None:
    """Record that two reports are of different meetings, so that they are not proposed again."""
    meeting.distinct_from.add(other)
    _settle(meeting, other, by, _("与“%(title)s”不是同一会议"))


@transaction.atomic
def link_reports(meeting: Meeting, other: Meeting, by: User | None) -> None:
    """Link a meeting to the representative of `other`, with all reports linked to it."""
    other = Meeting.objects.select_related("same_as").get(pk=other.pk)
    representative = other.same_as or other
    if representative != meeting:
        linked = Meeting.objects.filter(same_as=meeting).exclude(pk=representative.pk)
        linked.update(same_as=representative)
        Meeting.objects.filter(pk=representative.pk).update(same_as=None)
        Meeting.objects.filter(pk=meeting.pk).update(same_as=representative)
    _settle(meeting, other, by, _("与“%(title)s”连着"))


@transaction.atomic
def unlink_reports(meeting: Meeting, other: Meeting, by: User | None) -> None:
    """Remove the link between two reports."""
    # The one that is not the representative has the link.
    linked = meeting if meeting.same_as_id else other
    Meeting.objects.filter(pk=linked.pk).update(same_as=None)
    _settle(meeting, other, by, _("与“%(title)s”不再连着"))


@transaction.atomic
def replace_report(meeting: Meeting, other: Meeting, by: User | None) -> None:
    """Replace the contents of `other` by those of `meeting`, and delete `meeting`.

    `other` keeps its URL, its history and whether it is published; it moves to the bulletin of
    `meeting`. Its text becomes excluded paragraphs of the bulletin that it leaves.

    Raises PermissionDenied where one of them is published and `by` may not publish: `meeting`
    disappears, and its text becomes public with `other`.
    """
    if meeting.published or other.published:
        require_publish(by)
    record = to_record(Meeting.objects.with_related().get(pk=meeting.pk))
    bulletin, index = meeting.bulletin, meeting.index
    replaced_bulletin = other.bulletin
    meeting.delete()
    other.bulletin, other.index = bulletin, index
    reason = _("换成“%(name)s”里的报道") % {"name": bulletin.name}
    revisions.write_record(other, record, by, reason)
    exclude_missing_text(replaced_bulletin)


def _settle(meeting: Meeting, other: Meeting, by: User | None, reason: str) -> None:
    """Record a decision about two reports: in `meeting`, and in `other` where that is in doubt."""
    _record_decision(meeting, other, by, reason)
    if POSSIBLE_DUPLICATE in other.needs_review:
        _record_decision(other, meeting, by, reason)


def _record_decision(meeting: Meeting, other: Meeting, by: User | None, reason: str) -> None:
    current = Meeting.objects.get(pk=meeting.pk)
    doubts = near_duplicates.remaining_doubts(current)
    with revisions.change(current, by, reason % {"title": other.display_title}):
        if doubts != current.needs_review:
            current.needs_review = doubts
            current.save()
