"""What the pages of the editor's desk say."""

from django import template

from bulletins.ingest import uploads
from bulletins.editing.review_queue import doubtful
from bulletins.ingest.uploads import Received
from bulletins.models import Meeting
from bulletins.formatting import review_in_words

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_counts(context: template.Context) -> dict[str, int]:
    """How much waits at the desk, for the first page of admin."""
    waiting = doubtful().order_by()
    return {
        "drafts": Meeting.objects.hidden().count(),
        "doubtful": waiting.count(),
        "mine": waiting.filter(assigned_to=context["request"].user.pk).count(),
    }


@register.filter
def said(received: Received) -> str:
    """Say what became of a file that was handed in."""
    return uploads.said(received)


@register.filter
def doubt_in_words(reason: str) -> str:
    """Say a reason of `needs_review` in Chinese."""
    return review_in_words(reason)
