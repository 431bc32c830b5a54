"""Publishing and withdrawing of meetings: who may, the reason, and the revision of each.

The form of a meeting publishes together with its other fields, in one revision
(`bulletins.editing.revisions`), and asks here what it may; the actions of lists and the form of a
bulletin use `publish` and `withdraw`.
"""

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bulletins.editing import revisions
from bulletins.models import Meeting

REASON_REQUIRED = _("退回草稿要写明理由。")


def may_publish(user: User | AnonymousUser | None) -> bool:
    """Return whether a user may change what is public; None are commands, which may."""
    return user is None or user.has_perm("bulletins.publish_meeting")


def require_permission(user: User | None) -> None:
    """Raise PermissionDenied where a user may not change what is public."""
    if not may_publish(user):
        raise PermissionDenied


def lacks_reason(reason: str, *, was_published: bool, is_published: bool) -> bool:
    """Return whether a published meeting would become a draft without a reason."""
    return was_published and not is_published and not reason.strip()


def publish(meetings: QuerySet[Meeting], by: User | None) -> int:
    """Publish the drafts among `meetings`; return their number.

    Raises PermissionDenied where `by` may not publish.
    """
    return _set_published(meetings, by, "", published=True)


def withdraw(meetings: QuerySet[Meeting], by: User | None, reason: str) -> int:
    """Make drafts of the published ones among `meetings`; return their number.

    Raises:
        PermissionDenied: `by` may not withdraw.
        ValidationError: there is no reason.
    """
    if lacks_reason(reason, was_published=True, is_published=False):
        raise ValidationError(REASON_REQUIRED)
    return _set_published(meetings, by, reason, published=False)


@transaction.atomic
def _set_published(
    meetings: QuerySet[Meeting], by: User | None, reason: str, *, published: bool
) -> int:
    require_permission(by)
    changed = list(meetings.filter(published=not published))
    for meeting in changed:
        with revisions.change(meeting, by, reason):
            meeting.published = published
            meeting.save(update_fields=["published", "changed_at"])
    return len(changed)
