"""Boundaries between the meetings of a bulletin, as corrected by an editor.

All paragraphs of a bulletin form one sequence, which an editor marks
(`bulletins.editing.boundary_marks`). Each resulting part continues the meeting with which it shares
most paragraphs: fields and corrections of that meeting stay, and the people and priorities of
meetings merged into it are added. A part that continues no meeting is extracted again, unless a
meeting with exactly this text existed before. Excluded paragraphs are stored with the bulletin and
can be included again: no text of a bulletin is ever lost.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins.doubt_kinds import NO_MEETING
from bulletins.editing import merge_records, revisions, source_spans
from bulletins.editing.boundary_marks import parts_of
from bulletins.editing.bulletin_paragraphs import (
    Paragraph,
    bulletin_paragraphs,
    read_stored_text,
    write_excluded_of,
)
from bulletins.models import Bulletin, Meeting
from bulletins.permissions import require_publish
from bulletins.reading import DocumentError, ExclusionReason, MeetingRecord, read_text
from bulletins.records import current_tables, to_record

# The reason of the revision of a meeting into which others were merged.
_MERGED = "改分界时并入了另一次会议"

_CHANGED = gettext_lazy("没有改动：正文的段落变了，请再分一次。")


def paragraphs_version(bulletin: Bulletin) -> str:
    """Return a hash of the paragraphs, by which a form detects that they have changed."""
    state = repr([(each.text, each.meeting, each.reason) for each in bulletin_paragraphs(bulletin)])
    return hashlib.sha256(state.encode()).hexdigest()


@transaction.atomic
def move_boundaries(bulletin: Bulletin, marks: Sequence[str], by: User | None) -> None:
    """Make the meetings of a bulletin the parts into which `marks` divide its paragraphs.

    Args:
        bulletin: the bulletin.
        marks: the mark of each paragraph.
        by: the author of the revisions.

    Raises:
        ValidationError: the number of marks is not that of the paragraphs, no meeting remains, or
            there is none to go on with.
        PermissionDenied: a published meeting would disappear, or unpublished text become part of
            one, and `by` may not publish.
    """
    paragraphs = bulletin_paragraphs(bulletin)
    if len(marks) != len(paragraphs):
        raise ValidationError(_CHANGED)
    parts = parts_of(marks)
    meetings = list(bulletin.meetings.order_by("index"))
    bodies = ["\n".join(paragraphs[number].text for number in part) for part in parts]
    matches = _match_parts(parts, bodies, paragraphs, meetings)
    matched_pks = {meeting.pk for meeting in matches.values()}
    removed = [meeting for meeting in meetings if meeting.pk not in matched_pks]
    if _changes_what_is_public(paragraphs, parts, matches, removed):
        require_publish(by)
    # Temporary indexes above all others, so that no two meetings have the same one in between.
    offset = max([len(parts), *(meeting.index + 1 for meeting in meetings)])
    bulletin.meetings.update(index=F("index") + offset)
    removed_records = _records_by_pk(removed)
    for meeting in removed:
        meeting.delete()
    for index, meeting in matches.items():
        pks = dict.fromkeys(paragraphs[number].meeting for number in parts[index])
        merged = [removed_records[pk] for pk in pks if pk in removed_records]
        _update_meeting(meeting, index, bodies[index], merged, by)
    # Created last, when the texts and indexes of the others are what they will be.
    for index, body in enumerate(bodies):
        if index not in matches:
            _create_meeting(bulletin, index, body, by)
    reasons = _reasons(bulletin, paragraphs, parts)
    part_of = {number: index for index, part in enumerate(parts) for number in part}
    write_excluded_of(
        bulletin,
        [
            replace(
                paragraph,
                index=part_of.get(number),
                reason=paragraph.reason or reasons.get(paragraph.text, ExclusionReason.NOT_MEETING),
            )
            for number, paragraph in enumerate(paragraphs)
        ],
    )


def _reasons(
    bulletin: Bulletin, paragraphs: Sequence[Paragraph], parts: Sequence[Sequence[int]]
) -> dict[str, ExclusionReason]:
    """Return the reader's reasons for the texts that it excludes, if an editor excludes any now."""
    included = {number for part in parts for number in part}
    if all(number in included or paragraph.reason for number, paragraph in enumerate(paragraphs)):
        return {}
    return {each.text: each.reason for each in read_stored_text(bulletin).excluded}


def _records_by_pk(meetings: Sequence[Meeting]) -> dict[int | None, MeetingRecord]:
    rows = Meeting.objects.with_related().filter(pk__in=[meeting.pk for meeting in meetings])
    return {meeting.pk: to_record(meeting) for meeting in rows}


def _changes_what_is_public(
    paragraphs: Sequence[Paragraph],
    parts: Sequence[Sequence[int]],
    matches: Mapping[int, Meeting],
    removed: Sequence[Meeting],
) -> bool:
    """Return whether a published meeting would disappear or get unpublished text."""
    public = {meeting.pk for meeting in matches.values() if meeting.published}
    return any(meeting.published for meeting in removed) or any(
        paragraphs[number].meeting not in public
        for index, meeting in matches.items()
        if meeting.published
        for number in parts[index]
    )


def _match_parts(
    parts: Sequence[Sequence[int]],
    bodies: Sequence[str],
    paragraphs: Sequence[Paragraph],
    meetings: Sequence[Meeting],
) -> dict[int, Meeting]:
    """Return the meeting that each part continues, by part index: by text, else by overlap."""
    matches = _match_by_text(bodies, meetings)
    numbers = [
        [number for number, each in enumerate(paragraphs) if each.meeting == meeting.pk]
        for meeting in meetings
    ]
    for index, number in _match_by_overlap(parts, numbers).items():
        if index not in matches and number not in matches.values():
            matches[index] = number
    return {index: meetings[number] for index, number in matches.items()}


def _match_by_text(bodies: Sequence[str], meetings: Sequence[Meeting]) -> dict[int, int]:
    """Return body index → number of the meeting that has, or in a revision had, that body."""
    matches = {
        bodies.index(meeting.body): number
        for number, meeting in enumerate(meetings)
        if meeting.body in bodies
    }
    for number, meeting in enumerate(meetings):
        if number in matches.values():
            continue
        for revision in meeting.history.all():
            body = revision.record.get("body")
            if body in bodies and bodies.index(body) not in matches:
                matches[bodies.index(body)] = number
                break
    return matches


def _match_by_overlap(
    parts: Sequence[Sequence[int]], meetings: Sequence[Sequence[int]]
) -> dict[int, int]:
    """Return part index → number of the meeting, pairs with most common paragraphs first.

    Parts and meetings are numbers of paragraphs.
    """
    # Negative numbers: of equal overlaps the earlier part and meeting come first.
    overlaps = [
        (len(set(part).intersection(meeting)), -index, -number)
        for index, part in enumerate(parts)
        for number, meeting in enumerate(meetings)
    ]
    matches: dict[int, int] = {}
    for shared, index, number in sorted(overlaps, reverse=True):
        if shared and -index not in matches and -number not in matches.values():
            matches[-index] = -number
    return matches


def _update_meeting(
    meeting: Meeting, index: int, body: str, merged: Sequence[MeetingRecord], by: User | None
) -> None:
    """Give a meeting its new index and body, and the people and priorities of `merged`."""
    meeting.index = index
    if body == meeting.body:
        with revisions.change(meeting, by):
            meeting.save()
        return
    record = to_record(Meeting.objects.with_related().get(pk=meeting.pk))
    before_merge = None if merged else _record_before_merge(meeting, record, body)
    if before_merge:
        record = before_merge
    else:
        evidence = source_spans.shift_spans(meeting.body, body, meeting.evidence)
        record = MeetingRecord.from_json(record.to_json() | {"body": body, "evidence": evidence})
    if merged:
        record = merge_records.merge_records(record, merged)
    revisions.write_record(meeting, record, by, _MERGED if merged else "")


def _record_before_merge(
    meeting: Meeting, current: MeetingRecord, body: str
) -> MeetingRecord | None:
    """Return the record with this body from before a merge, if nothing was changed since."""
    latest, *earlier = meeting.history.all() or [None]
    if latest is None or latest.history_change_reason != _MERGED:
        return None
    # The index may differ: it is being changed.
    last = revisions.complete_record(latest.record)
    if last != current.to_json() | {"index": last["index"]}:
        return None
    records = (revision.record for revision in earlier if revision.record.get("body") == body)
    record = next(records, None)
    return MeetingRecord.from_json(record) if record else None


def _create_meeting(bulletin: Bulletin, index: int, body: str, by: User | None) -> None:
    """Create a draft from a part that continues no meeting, or restore a removed meeting."""
    meeting = Meeting(bulletin=bulletin, index=index, published=False)
    reason = _("从简报中分出")
    revision = _find_removed_revision(bulletin, body)
    if revision is None:
        # Whoever draws a boundary says that these are two meetings.
        others = list(bulletin.meetings.all())
        record = _extract(bulletin, body)
        revisions.create_meeting(meeting, record, by, reason, distinct_from=others)
    else:
        # Restores the URL and the history of the removed meeting.
        meeting.pk = revision.id
        revisions.write_record(meeting, MeetingRecord.from_json(revision.record), by, reason)


def _find_removed_revision(bulletin: Bulletin, body: str) -> Any:
    """Return the latest revision with this body of a meeting that was merged or excluded."""
    rows = Meeting.history.filter(bulletin_id=bulletin.pk)
    rows = rows.exclude(history_type="-").exclude(id__in=Meeting.objects.values("pk"))
    newest_first = rows.order_by("-history_date", "-history_id")
    return next((row for row in newest_first if row.record.get("body") == body), None)


def _extract(bulletin: Bulletin, body: str) -> MeetingRecord:
    # The editor decided that this is one meeting: its fields are those of the first meeting that
    # the reader finds, and its body is the whole text, of which the reader may strip the edges.
    try:
        records = read_text(bulletin.name, body, bulletin.published_on, current_tables())
    except DocumentError:  # no Chinese prose: a line of a menu, the number of a page
        return MeetingRecord(bulletin.name, 0, body=body, needs_review=[NO_MEETING])
    record = records[0].to_json()
    record["evidence"] = source_spans.shift_spans(record["body"], body, record["evidence"])
    return MeetingRecord.from_json(record | {"body": body})
