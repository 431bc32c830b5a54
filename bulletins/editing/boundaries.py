"""Where one meeting of a bulletin ends and the next begins, set right by an editor.

The paragraphs of a bulletin's meetings stand in one row; an editor says at which a meeting begins,
and what is none. A part goes on with the meeting it shares most paragraphs with, whose fields and
corrections stay, and gets the people and tasks of those that are joined to it; a part that no
meeting was is read anew, unless one of just this text was there before. What is no meeting is left
out and can be a meeting again: nothing of a bulletin is ever lost.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from bulletins.editing import merge_records, near_duplicates, revisions, source_spans
from bulletins.models import Bulletin, Meeting
from bulletins.reading import MeetingRecord, read_text
from bulletins.records import lookup_tables, record_writer
from bulletins.records import to_record

# Why a state differs from the one before (history).
_MERGED = "改分界时并入了另一次会议"
START, CONTINUE, EXCLUDE = "begins", "", "none"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a bulletin, what it is at present, and whose it is (None: of no meeting)."""

    text: str
    mark: str
    meeting: int | None


def bulletin_paragraphs(bulletin: Bulletin) -> list[Paragraph]:
    """Return the paragraphs of a bulletin, those that were left out where they stood."""
    meetings = list(bulletin.meetings.order_by("index"))
    left_out: list[list[str]] = [[] for _place in range(len(meetings) + 1)]
    for text, before in bulletin.left_out:
        left_out[min(before, len(meetings))].append(text)
    row = _row(left_out[0], EXCLUDE, None)
    for place, meeting in enumerate(meetings, start=1):
        row += _row(meeting.body.split("\n"), START, meeting.pk)
        row += _row(left_out[place], EXCLUDE, None)
    return row


def _row(texts: Sequence[str], mark: str, meeting: int | None) -> list[Paragraph]:
    return [
        Paragraph(text, CONTINUE if place else mark, meeting) for place, text in enumerate(texts)
    ]


def paragraphs_version(bulletin: Bulletin) -> str:
    """Return what tells whether the paragraphs are still those that somebody saw."""
    told = repr([(each.text, each.mark, each.meeting) for each in bulletin_paragraphs(bulletin)])
    return hashlib.sha256(told.encode()).hexdigest()


@transaction.atomic
def move_boundaries(
    bulletin: Bulletin, marks: Sequence[str], by: User | None, *, may_publish: bool = True
) -> None:
    """Let the meetings of a bulletin be the parts that `marks` make of its paragraphs.

    Args:
        bulletin: whose meetings.
        marks: for each paragraph BEGINS, IS_NONE, or GOES_ON.
        by: who says so.
        may_publish: whether what everybody sees may be no meeting any more, and what nobody saw
            become part of what everybody sees.

    Raises:
        ValueError: the marks are not of these paragraphs, or leave no meeting.
        PermissionDenied: `by` may not do this to published meetings.
    """
    row = bulletin_paragraphs(bulletin)
    if len(marks) != len(row) or not row:
        raise ValueError("the text has changed meanwhile")
    parts = _parts(marks)
    if not parts:
        raise ValueError("no meeting is left")
    old = list(bulletin.meetings.order_by("index"))
    bodies = ["\n".join(row[number].text for number in part) for part in parts]
    of_part = _match_by_text(bodies, old)
    rest = _match_by_overlap(parts, [_range(row, meeting) for meeting in old])
    for index, place in rest.items():
        if index not in of_part and place not in of_part.values():
            of_part[index] = place
    gone = [each for place, each in enumerate(old) if place not in of_part.values()]
    if not may_publish:
        _check_publishing(row, parts, {i: old[place] for i, place in of_part.items()}, gone)
    # Out of the way, so that no two have the same place for a moment.
    for place, meeting in enumerate(old):
        Meeting.objects.filter(pk=meeting.pk).update(index=len(old) + len(parts) + place)
    joined = {meeting.pk: to_record(meeting) for meeting in _whole(gone)}
    for meeting in gone:
        meeting.delete()
    for index, (part, body) in enumerate(zip(parts, bodies, strict=True)):
        if index in of_part:
            whose = dict.fromkeys(row[number].meeting for number in part)
            records = [joined[key] for key in whose if key in joined]
            _update_meeting(old[of_part[index]], index, body, records, by)
        else:
            _create_meeting(bulletin, index, body, by)
    kept = {number for part in parts for number in part}
    bulletin.left_out = [
        [paragraph.text, sum(part.start < number for part in parts)]
        for number, paragraph in enumerate(row)
        if number not in kept
    ]
    bulletin.save(update_fields=["left_out"])


def _whole(meetings: Sequence[Meeting]) -> list[Meeting]:
    return list(Meeting.objects.with_related().filter(pk__in=[meeting.pk for meeting in meetings]))


def _check_publishing(
    row: Sequence[Paragraph],
    parts: Sequence[range],
    goes_on: Mapping[int, Meeting],
    gone: Sequence[Meeting],
) -> None:
    """Raise PermissionDenied where a published meeting would go, or get text that nobody saw."""
    if any(meeting.published for meeting in gone):
        raise PermissionDenied
    public = {meeting.pk for meeting in goes_on.values() if meeting.published}
    for index, meeting in goes_on.items():
        whose = {row[number].meeting for number in parts[index]}
        if meeting.published and not whose <= public:
            raise PermissionDenied


def _parts(marks: Sequence[str]) -> list[range]:
    starts = [0, *(place for place, mark in enumerate(marks) if mark and place)]
    ends = [*starts[1:], len(marks)]
    parts = [range(start, end) for start, end in zip(starts, ends, strict=True)]
    return [part for part in parts if marks[part.start] != EXCLUDE]


def _range(row: Sequence[Paragraph], meeting: Meeting) -> range:
    numbers = [number for number, paragraph in enumerate(row) if paragraph.meeting == meeting.pk]
    return range(numbers[0], numbers[-1] + 1)


def _match_by_text(bodies: Sequence[str], old: Sequence[Meeting]) -> dict[int, int]:
    """For each part the meeting that has, or had, just its text: it is that one again."""
    of_part = {bodies.index(each.body): n for n, each in enumerate(old) if each.body in bodies}
    for place, meeting in enumerate(old):
        if place in of_part.values():
            continue
        for state in meeting.history.all():
            body = state.record.get("body")
            if body in bodies and bodies.index(body) not in of_part:
                of_part[bodies.index(body)] = place
                break
    return of_part


def _match_by_overlap(parts: Sequence[range], old: Sequence[range]) -> dict[int, int]:
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


def _update_meeting(
    meeting: Meeting, index: int, body: str, joined: Sequence[MeetingRecord], by: User | None
) -> None:
    meeting.index = index
    if body != meeting.body:
        before = _record_before_merge(meeting, body)
        if before and not joined:
            record_writer.apply_record(meeting, before)
            near_duplicates.update_fingerprint(meeting)
            revisions.record_revision(meeting, by)
            return
        meeting.evidence = source_spans.shift_spans(meeting.body, body, meeting.evidence)
        meeting.body = body
    meeting.save()
    if joined:
        own = to_record(Meeting.objects.with_related().get(pk=meeting.pk))
        record_writer.apply_record(meeting, merge_records.merge_records(own, joined))
    near_duplicates.update_fingerprint(meeting)
    revisions.record_revision(meeting, by, _MERGED if joined else "")


def _record_before_merge(meeting: Meeting, body: str) -> MeetingRecord | None:
    """What a meeting of this text said before others were merged into it, untouched since."""
    last, *former = meeting.history.all() or [None]
    now = to_record(Meeting.objects.with_related().get(pk=meeting.pk)).to_json()
    if last is None or last.history_change_reason != _MERGED:
        return None
    # Its place in the bulletin is being redrawn.
    if last.record != now | {"index": last.record["index"]}:
        return None
    records = (state.record for state in former if state.record.get("body") == body)
    record = next(records, None)
    return MeetingRecord.from_json(record) if record else None


def _create_meeting(bulletin: Bulletin, index: int, body: str, by: User | None) -> None:
    meeting = Meeting(bulletin=bulletin, index=index, published=False)
    former = _find_merged_revision(bulletin, body)
    if former:
        # The same address again, and the history that it had.
        meeting.pk = former.id
    record = MeetingRecord.from_json(former.record) if former else _read(bulletin, body)
    record_writer.apply_record(meeting, record)
    near_duplicates.update_fingerprint(meeting)
    revisions.record_revision(meeting, by, _("从简报中分出"), is_new=former is None)


def _find_merged_revision(bulletin: Bulletin, body: str) -> Any:
    """The last state of a meeting of just this text that was merged into another or left out."""
    states = Meeting.history.filter(bulletin_id=bulletin.pk)
    states = states.exclude(history_type="-").exclude(id__in=Meeting.objects.values("pk"))
    ordered = states.order_by("-history_date", "-history_id")
    return next((state for state in ordered if state.record.get("body") == body), None)


def _read(bulletin: Bulletin, body: str) -> MeetingRecord:
    # The editor says that it is one meeting: the first that is read tells the fields, and the
    # text is what the editor sees, of which reading may have taken off the edges.
    read = read_text(bulletin.name, body, bulletin.published_on, lookup_tables.current_tables())
    told = read[0].to_json()
    told["evidence"] = source_spans.shift_spans(told["body"], body, told["evidence"])
    return MeetingRecord.from_json(told | {"body": body})
