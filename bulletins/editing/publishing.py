"""Publishing and withdrawing of meetings, each recorded as a revision."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from bulletins.editing import revisions
from bulletins.models import Meeting


def publish(meetings: QuerySet[Meeting], by: User | None) -> int:
    """Publish the drafts among `meetings`; return their number."""
    return _set_published(meetings, by, "", published=True)


def withdraw(meetings: QuerySet[Meeting], by: User | None, reason: str) -> int:
    """Make drafts of the published ones among `meetings`; return their number."""
    return _set_published(meetings, by, reason, published=False)


@transaction.atomic
def _set_published(
    meetings: QuerySet[Meeting], by: User | None, reason: str, *, published: bool
) -> int:
    changed = list(meetings.filter(published=not published))
    for meeting in changed:
        meeting.published = published
        meeting.save(update_fields=["published", "changed_at"])
        revisions.record_revision(meeting, by, reason)
    return len(changed)
