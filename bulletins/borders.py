"""Where one meeting of a bulletin ends and the next begins, set right by an editor.

The paragraphs of a bulletin's meetings stand in one row; an editor says at which a meeting begins,
and what is none. A part goes on with the meeting it shares most paragraphs with, whose fields and
corrections stay; a part that no meeting was is read anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from bulletins import duplicates, evidence, history, office, recording
from bulletins.models import Bulletin, Meeting
from bulletins.reading import MeetingRecord, read_text

BEGINS, IS_NONE = "begins", "none"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a bulletin, and whether a meeting begins with it."""

    text: str
    begins: bool


def paragraphs(bulletin: Bulletin) -> list[Paragraph]:
    """Return the paragraphs of a bulletin's meetings, in their order."""
    return [
        Paragraph(text, begins=place == 0)
        for meeting in bulletin.meetings.order_by("index")
        for place, text in enumerate(meeting.body.split("\n"))
    ]


@transaction.atomic
def redraw(
    bulletin: Bulletin, marks: Sequence[str], by: User | None, *, may_withdraw: bool = True
) -> None:
    """Let the meetings of a bulletin be the parts that `marks` make of its paragraphs.

    Args:
        bulletin: whose meetings.
        marks: for each paragraph BEGINS, IS_NONE, or "" where it goes on.
        by: who says so.
        may_withdraw: whether what everybody sees may be no meeting any more.

    Raises:
        ValueError: the marks are not of these paragraphs, or leave no meeting.
        PermissionDenied: a published meeting would be gone.
    """
    texts = [paragraph.text for paragraph in paragraphs(bulletin)]
    if len(marks) != len(texts):
        raise ValueError("the text has changed meanwhile")
    parts = _parts(marks)
    if not parts:
        raise ValueError("no meeting is left")
    old = list(bulletin.meetings.order_by("index"))
    of_part = _assigned(parts, _ranges(old))
    gone = [each for place, each in enumerate(old) if place not in of_part.values()]
    if not may_withdraw and any(meeting.published for meeting in gone):
        raise PermissionDenied
    # Out of the way, so that no two have the same place for a moment.
    for place, meeting in enumerate(old):
        Meeting.objects.filter(pk=meeting.pk).update(index=len(old) + len(parts) + place)
    for meeting in gone:
        meeting.delete()
    for index, part in enumerate(parts):
        body = "\n".join(texts[number] for number in part)
        kept = old[of_part[index]] if index in of_part else None
        _goes_on(kept, index, body, by) if kept else _is_new(bulletin, index, body, by)


def _parts(marks: Sequence[str]) -> list[range]:
    starts = [0, *(place for place, mark in enumerate(marks) if mark and place)]
    ends = [*starts[1:], len(marks)]
    parts = [range(start, end) for start, end in zip(starts, ends, strict=True)]
    return [part for part in parts if marks[part.start] != IS_NONE]


def _ranges(meetings: Sequence[Meeting]) -> list[range]:
    ranges, at = [], 0
    for meeting in meetings:
        number = meeting.body.count("\n") + 1
        ranges.append(range(at, at + number))
        at += number
    return ranges


def _assigned(parts: Sequence[range], old: Sequence[range]) -> dict[int, int]:
    """For each part the meeting it goes on with: most paragraphs in common first."""
    common = [
        (len(set(part) & set(was)), -index, -place)
        for index, part in enumerate(parts)
        for place, was in enumerate(old)
    ]
    of_part: dict[int, int] = {}
    # Where it is the same, the earlier.
    for shared, index, place in sorted(common, reverse=True):
        if shared and -index not in of_part and -place not in of_part.values():
            of_part[-index] = -place
    return of_part


def _goes_on(meeting: Meeting, index: int, body: str, by: User | None) -> None:
    meeting.index = index
    if body != meeting.body:
        meeting.evidence = evidence.moved_with(meeting.body, body, meeting.evidence)
        meeting.body = body
    meeting.save()
    duplicates.remember(meeting)
    history.note(meeting, by)


def _is_new(bulletin: Bulletin, index: int, body: str, by: User | None) -> None:
    # The editor says that it is one meeting: the first that is read tells the fields, and the
    # text is what the editor sees, of which reading may have taken off the edges.
    read = read_text(bulletin.name, body, bulletin.published_on, office.tables())
    told = read[0].to_json()
    told["evidence"] = evidence.moved_with(told["body"], body, told["evidence"])
    record = MeetingRecord.from_json(told | {"body": body})
    meeting = Meeting(bulletin=bulletin, index=index, published=False)
    recording.write(meeting, record)
    history.note(meeting, by, _("从简报中分出"), is_new=True)
