"""Data of the page of one meeting: neighbours, similar meetings, other reports."""

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Q

from bulletins.models import Bulletin, Meeting, Priority
from search import services

_MAX_SIMILAR = 5


def group_by_section(
    priorities: Iterable[Priority],
) -> list[tuple[str, list[tuple[int, Priority]]]]:
    """Group ordered `priorities` by the phrase that introduces their list.

    Returns pairs of the phrase ("" for none) and its priorities, each with its position among
    all of them, from 0.
    """
    numbered = enumerate(priorities)
    return [
        (section, list(group)) for section, group in groupby(numbered, lambda pair: pair[1].section)
    ]


def neighbouring_meetings(meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
    """Return the next newer and the next older meeting of the same province, in display order."""
    if meeting.province_id is None:
        return None, None
    same_province = Meeting.objects.public().filter(province=meeting.province_id)
    same_province = same_province.for_list()
    newer = same_province.filter(_newer_than(meeting)).last()
    older = same_province.filter(_older_than(meeting)).first()
    return newer, older


def similar_meetings(meeting: Meeting) -> list[Meeting]:
    """Return the most similar meetings, the best first; none while the index is being rebuilt."""
    pks = services.similar_pks(meeting, _MAX_SIMILAR)
    meetings = Meeting.objects.public().for_list().in_bulk(pks)
    return [meetings[pk] for pk in pks if pk in meetings]


def other_reports(meeting: Meeting) -> list[Meeting]:
    """Return the other public reports that editors linked to this meeting, in display order."""
    representative = meeting.same_as_id or meeting.pk
    reports = Meeting.objects.public().filter(Q(same_as=representative) | Q(pk=representative))
    return list(reports.exclude(pk=meeting.pk).for_list())


def is_original_public(bulletin: Bulletin) -> bool:
    """Return whether the received file may be downloaded: all of its meetings are published."""
    return not bulletin.meetings.filter(published=False).exists()


def _newer_than(meeting: Meeting) -> Q:
    """Return the condition for meetings before `meeting` in Meeting.Meta.ordering."""
    first, last = meeting.first_day, meeting.last_day
    if first is None:
        return Q(first_day__isnull=False) | Q(pk__gt=meeting.pk)
    return Q(first_day__gt=first) | Q(first_day=first) & (
        Q(last_day__lt=last) | Q(last_day=last, pk__gt=meeting.pk)
    )


def _older_than(meeting: Meeting) -> Q:
    """Return the condition for meetings after `meeting` in Meeting.Meta.ordering."""
    first, last = meeting.first_day, meeting.last_day
    if first is None:
        return Q(first_day__isnull=True, pk__lt=meeting.pk)
    return (
        Q(first_day__lt=first)
        | Q(first_day__isnull=True)
        | Q(first_day=first) & (Q(last_day__gt=last) | Q(last_day=last, pk__lt=meeting.pk))
    )
