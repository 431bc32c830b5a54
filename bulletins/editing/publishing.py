"""Publishing and withdrawing of meetings: what may be, the reason, and the revision of each.

The form of a meeting publishes together with its other fields, in one revision
(`bulletins.editing.revisions`), and asks here what it may; the actions of lists and the form of a
bulletin use `publish` and `withdraw`.
"""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bulletins.doubt_kinds import withholding_kind
from bulletins.editing import revisions
from bulletins.models import Meeting
from bulletins.models.choices import DocumentKind
from bulletins.permissions import require_publish

REASON_REQUIRED = _("退回草稿要写明理由。")
NO_MEETING = _("不是会议的不能发布。它若报道了会议，请先把“文种”改成会议报道、会议纪要或讲话。")


def lacks_reason(reason: str, *, was_published: bool, is_published: bool) -> bool:
    """Return whether a published meeting would become a draft without a reason."""
    return was_published and not is_published and not reason.strip()


def not_meetings(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Return those of `meetings` that report none, which are not published."""
    return meetings.exclude(document_kind__in=DocumentKind.of_meetings())


def withheld(meetings: QuerySet[Meeting]) -> dict[int, str]:
    """Return the drafts among `meetings` with a doubt that withholds, and the key of its kind."""
    kinds = {
        pk: withholding_kind(doubts)
        for pk, doubts in meetings.filter(published=False).values_list("pk", "needs_review")
    }
    return {pk: kind.key for pk, kind in kinds.items() if kind}


def publish(meetings: QuerySet[Meeting], by: User | None) -> int:
    """Publish the drafts among `meetings` that report a meeting; return their number.

    Raises PermissionDenied where `by` may not publish.
    """
    reported = meetings.filter(document_kind__in=DocumentKind.of_meetings())
    return _set_published(reported, by, "", published=True)


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
    require_publish(by)
    changed = list(meetings.filter(published=not published))
    for meeting in changed:
        with revisions.change(meeting, by, reason):
            meeting.published = published
            meeting.save(update_fields=["published", "changed_at"])
    return len(changed)
