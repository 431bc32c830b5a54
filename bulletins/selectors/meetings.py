"""What the page of one meeting shows beside it: neighbours, similar meetings, other reports."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Q

from bulletins.models import Bulletin, Meeting, Priority
from search import services

# As many as are looked at.
_SIMILAR = 5


def group_by_section(
    priorities: Iterable[Priority],
) -> list[tuple[str, list[tuple[int, Priority]]]]:
    """Group ordered `priorities` under the phrases that open their lists, each with its place."""
    placed = enumerate(priorities)
    return [
        (section, list(group)) for section, group in groupby(placed, lambda each: each[1].section)
    ]


def neighbouring_meetings(meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
    """The next newer and the next older meeting of the same province, in the order of its page."""
    if meeting.province_id is None:
        return None, None
    same_province = Meeting.objects.public().filter(province=meeting.province_id)
    same_province = same_province.for_list()
    newer = same_province.filter(_newer_than(meeting)).last()
    older = same_province.filter(_older_than(meeting)).first()
    return newer, older


def similar_meetings(meeting: Meeting) -> list[Meeting]:
    """The meetings most like this one, the likest first; none while the index is being made."""
    pks = services.similar_pks(meeting, _SIMILAR)
    meetings = Meeting.objects.public().for_list().in_bulk(pks)
    return [meetings[pk] for pk in pks if pk in meetings]


def other_reports(meeting: Meeting) -> list[Meeting]:
    """The other reports of the same meeting, as editors linked them, in the order of pages."""
    head = meeting.same_as_id or meeting.pk
    same = Meeting.objects.public().filter(Q(same_as=head) | Q(pk=head)).exclude(pk=meeting.pk)
    return list(same.for_list())


def is_original_public(bulletin: Bulletin) -> bool:
    """Whether everything that was read from a received file may be seen by everybody."""
    return not bulletin.meetings.filter(published=False).exists()


def _newer_than(meeting: Meeting) -> Q:
    """What stands before `meeting` in Meeting.Meta.ordering."""
    first, last = meeting.first_day, meeting.last_day
    if first is None:
        return Q(first_day__isnull=False) | Q(pk__gt=meeting.pk)
    return Q(first_day__gt=first) | Q(first_day=first) & (
        Q(last_day__lt=last) | Q(last_day=last, pk__gt=meeting.pk)
    )


def _older_than(meeting: Meeting) -> Q:
    """What stands after `meeting` in Meeting.Meta.ordering."""
    first, last = meeting.first_day, meeting.last_day
    if first is None:
        return Q(first_day__isnull=True, pk__lt=meeting.pk)
    return (
        Q(first_day__lt=first)
        | Q(first_day__isnull=True)
        | Q(first_day=first) & (Q(last_day__gt=last) | Q(last_day=last, pk__lt=meeting.pk))
    )
