"""The review queue: meetings with doubts, by kind of doubt, oldest first, and who checks them."""

from collections import Counter
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet

from bulletins.doubt_kinds import kind_labels
from bulletins.models import Meeting


@dataclass(frozen=True, slots=True)
class DoubtCount:
    """A kind of doubt (`bulletins.doubt_kinds`) and the number of meetings that have it."""

    key: str
    label: str
    meetings: int


def pending_review() -> QuerySet[Meeting]:
    """Return the meetings with doubts, in the order of their arrival."""
    return Meeting.objects.filter(is_doubtful=True).order_by("created_at", "id")


def doubt_counts() -> list[DoubtCount]:
    """Return the kinds of doubt in the queue, the commonest first."""
    counts: Counter[str] = Counter()
    combinations = pending_review().order_by().values_list("doubt_kinds").annotate(Count("pk"))
    for kinds, number in combinations:
        counts.update({kind: number for kind in kinds.split("\n") if kind})
    labels = kind_labels()
    order = {key: position for position, key in enumerate(labels)}
    doubts = [DoubtCount(key, labels.get(key, key), number) for key, number in counts.items()]
    return sorted(
        doubts, key=lambda doubt: (-doubt.meetings, order.get(doubt.key, len(order)), doubt.key)
    )


def next_pending_review(meeting: Meeting) -> Meeting | None:
    """Return the next meeting in the queue, after the last the first; None without another."""
    later = Q(created_at__gt=meeting.created_at) | Q(
        created_at=meeting.created_at, pk__gt=meeting.pk
    )
    others = pending_review().exclude(pk=meeting.pk)
    return others.filter(later).first() or others.first()


def assign(meeting: Meeting, assignee: User | None, *, expected: User | None) -> bool:
    """Assign a meeting, unless somebody else than `expected` has it; return whether it is done."""
    if meeting.assigned_to not in (expected, assignee):
        return False
    # An assignment does not change the meeting: a plain QuerySet, unlike the manager's own, leaves
    # `changed_at`, the history and the search index alone.
    QuerySet(Meeting).filter(pk=meeting.pk).update(assigned_to=assignee)
    return True
