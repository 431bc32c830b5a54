"""Publish meetings and withdraw them, each with a revision."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from bulletins.editing import revisions
from bulletins.models import Meeting


def publish(meetings: QuerySet[Meeting], by: User | None) -> int:
    """Show meetings to everybody; return how many were not shown before."""
    return _set(meetings, by, "", published=True)


def withdraw(meetings: QuerySet[Meeting], by: User | None, reason: str) -> int:
    """Make published meetings drafts again, on no public page; return how many there were."""
    return _set(meetings, by, reason, published=False)


@transaction.atomic
def _set(meetings: QuerySet[Meeting], by: User | None, reason: str, *, published: bool) -> int:
    changed = list(meetings.filter(published=not published))
    for meeting in changed:
        meeting.published = published
        meeting.save(update_fields=["published", "changed_at"])
        revisions.record_revision(meeting, by, reason)
    return len(changed)
