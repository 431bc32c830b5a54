"""The review queue: meetings with doubts, by kind of doubt, oldest first."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from bulletins.formatting import review_kinds
from bulletins.models import Meeting


@dataclass(frozen=True, slots=True)
class DoubtCount:
    """A kind of doubt, and how many meetings have it."""

    key: str
    label: str
    meetings: int


def pending_review() -> QuerySet[Meeting]:
    """Return the meetings that somebody should look at, those longest here first."""
    return Meeting.objects.filter(is_doubtful=True).order_by("created_at", "id")


def doubt_counts() -> list[DoubtCount]:
    """Return the kinds of doubt that there are, the commonest first."""
    counted: Counter[str] = Counter()
    together = pending_review().order_by().values_list("doubt_kinds").annotate(Count("pk"))
    for kinds, number in together:
        counted.update({kind: number for kind in kinds.split("\n") if kind})
    labels = review_kinds()
    order = {key: place for place, key in enumerate(labels)}
    found = [DoubtCount(key, labels.get(key, key), number) for key, number in counted.items()]
    return sorted(
        found, key=lambda each: (-each.meetings, order.get(each.key, len(order)), each.key)
    )


def next_pending_review(meeting: Meeting) -> Meeting | None:
    """Return the next in the queue behind a meeting, or, behind the last, the first."""
    later = Q(created_at__gt=meeting.created_at) | Q(
        created_at=meeting.created_at, pk__gt=meeting.pk
    )
    others = pending_review().exclude(pk=meeting.pk)
    return others.filter(later).first() or others.first()
