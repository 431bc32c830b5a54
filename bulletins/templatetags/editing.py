"""What the pages of the editor's desk say."""

from django import template

from bulletins.editing.review_queue import pending_review
from bulletins.formatting import review_label
from bulletins.ingest import importer
from bulletins.ingest.importer import UploadResult
from bulletins.models import Meeting

register = template.Library()


@register.simple_tag(takes_context=True)
def editing_counts(context: template.Context) -> dict[str, int]:
    """How much waits at the desk, for the first page of admin."""
    waiting = pending_review().order_by()
    return {
        "drafts": Meeting.objects.drafts().count(),
        "doubtful": waiting.count(),
        "mine": waiting.filter(assigned_to=context["request"].user.pk).count(),
    }


@register.filter
def result_message(received: UploadResult) -> str:
    """Say what became of a file that was handed in."""
    return importer.result_message(received)


@register.filter
def doubt_label(reason: str) -> str:
    """Say a reason of `needs_review` in Chinese."""
    return review_label(reason)
