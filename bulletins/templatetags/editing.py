"""Template tags and filters of the admin pages."""

from django import template

from bulletins import doubt_kinds, ingest
from bulletins.editing.review_queue import pending_review
from bulletins.models import Meeting

register = template.Library()


@register.simple_tag(takes_context=True)
def editing_counts(context: template.Context) -> dict[str, int]:
    """Count drafts, meetings pending review, and those assigned to the user, for admin's index."""
    pending = pending_review().order_by()
    return {
        "drafts": Meeting.objects.drafts().count(),
        "pending": pending.count(),
        "mine": pending.filter(assigned_to=context["request"].user.pk).count(),
    }


@register.filter
def result_message(result: ingest.FileResult) -> str:
    """Return the Chinese message for the result of an uploaded file."""
    return ingest.result_message(result)


@register.filter
def doubt_label(doubt: str) -> str:
    """Return the Chinese label of an entry of `needs_review`."""
    return doubt_kinds.doubt_label(doubt)
