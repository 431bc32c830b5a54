"""Links between reports of one meeting: keep apart, link, unlink, replace."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from bulletins.editing import near_duplicates, revisions
from bulletins.models import Meeting
from bulletins.records import record_writer
from bulletins.records import to_record


def mark_distinct(meeting: Meeting, other: Meeting) -> None:
    """Remember that two reports are of two meetings, so that nobody is asked again."""
    meeting.distinct_from.add(other)


def link_reports(meeting: Meeting, other: Meeting) -> None:
    """Make a meeting another report of the one that `other` stands for."""
    other = Meeting.objects.select_related("same_as").get(pk=other.pk)
    head = other.same_as or other
    if head == meeting:
        return
    # Whatever was linked to the meeting goes with it.
    Meeting.objects.filter(same_as=meeting).exclude(pk=head.pk).update(same_as=head)
    Meeting.objects.filter(pk=head.pk).update(same_as=None)
    Meeting.objects.filter(pk=meeting.pk).update(same_as=head)


def unlink_reports(meeting: Meeting, other: Meeting) -> None:
    """Let two linked reports be of two meetings again."""
    # One of them stands for both; the one that does not goes its own way.
    apart = meeting if meeting.same_as_id else other
    Meeting.objects.filter(pk=apart.pk).update(same_as=None)


@transaction.atomic
def replace_report(meeting: Meeting, other: Meeting, by: User | None) -> None:
    """Let `other` say what `meeting` says, from its bulletin; `meeting` is no more.

    The address of `other`, its history and whether everybody sees it stay.
    """
    record = to_record(Meeting.objects.with_related().get(pk=meeting.pk))
    bulletin, index = meeting.bulletin, meeting.index
    meeting.delete()
    other.bulletin, other.index = bulletin, index
    record_writer.apply_record(other, record)
    near_duplicates.update_fingerprint(other)
    revisions.record_revision(other, by, _("换成“%(name)s”里的报道") % {"name": bulletin.name})


def resolve_duplicate_doubt(meeting: Meeting) -> None:
    """Take a meeting out of the queue of those perhaps reported before, once that is decided."""
    if (
        near_duplicates.POSSIBLE_DUPLICATE in meeting.needs_review
        and not near_duplicates.find_duplicate_candidates(meeting)
    ):
        meeting.needs_review = [
            doubt for doubt in meeting.needs_review if doubt != near_duplicates.POSSIBLE_DUPLICATE
        ]
        meeting.save()
