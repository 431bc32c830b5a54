"""Changes of meetings and their revision history: writing, listing with differences, restoring.

A revision is the whole meeting record (docs/formats.md), with people and priorities, so that it can
be restored completely. Meetings are changed by `change` (rows saved one by one, as forms do),
`write_record` (a whole record) and `create_meeting`, which update the fingerprint of the text and
record the revision in the transaction of the change. Nothing else records revisions.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bulletins.doubt_kinds import POSSIBLE_DUPLICATE, doubt_label, withholding_kind
from bulletins.editing import doubts, near_duplicates
from bulletins.editing.excluded_paragraphs import update_excluded
from bulletins.fields import BY_NAME, EDITABLE, Kind
from bulletins.models import Meeting
from bulletins.permissions import require_publish
from bulletins.reading import MEETING_KINDS, MeetingRecord
from bulletins.records import apply_record, find_province, find_themes, to_record

# The record of which nothing is known.
_EMPTY = MeetingRecord(file="", index=0).to_json()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A difference between two records in one field, both values formatted for people."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision of a meeting: time, author, reason, changes from the previous revision."""

    pk: int
    at: datetime
    by: User | None
    reason: str
    published: bool
    changes: list[FieldChange]
    is_first: bool


@contextmanager
def change(meeting: Meeting, by: User | None, reason: str = "") -> Iterator[None]:
    """Make one change of a stored meeting and its rows of what is saved inside.

    Nothing is recorded where nothing changed and there is no reason.

    Args:
        meeting: the meeting that is changed.
        by: the author; None for commands.
        reason: the reason shown in the history.
    """
    with transaction.atomic():
        yield
        _record_revision(meeting, _stored_record(meeting), by, reason)


@transaction.atomic
def write_record(
    meeting: Meeting, record: MeetingRecord, by: User | None, reason: str = ""
) -> None:
    """Write a record to a meeting as one change; `published` and `index` are saved as they are.

    Doubts that do not hold for the record are dropped (`bulletins.editing.doubts`). A record that
    reports no meeting is a draft. The other arguments are those of `change`.

    Raises PermissionDenied where a published meeting becomes a draft, and `by` may not publish.
    """
    if meeting.published and record.document_kind not in MEETING_KINDS:
        require_publish(by)
        meeting.published = False
    stored = apply_record(meeting, replace(record, needs_review=doubts.current_doubts(record)))
    remaining = near_duplicates.remaining_doubts(meeting)
    if remaining != stored.needs_review:
        stored.needs_review = meeting.needs_review = remaining
        meeting.save()
    _record_revision(meeting, stored, by, reason)


@transaction.atomic
def create_meeting(
    meeting: Meeting,
    record: MeetingRecord,
    by: User | None,
    reason: str,
    *,
    distinct_from: Iterable[Meeting] = (),
) -> None:
    """Store a new meeting with its record and its first revision.

    One that may have been reported before gets a doubt. With a doubt that withholds
    (`bulletins.doubt_kinds`) it is a draft until an editor has looked at it, whatever `published`
    says, and so is a record that reports no meeting; `distinct_from` are meetings that are known to
    be others.
    """
    is_sure = not withholding_kind(record.needs_review)
    meeting.published = meeting.published and is_sure and record.document_kind in MEETING_KINDS
    stored = apply_record(meeting, record)
    meeting.distinct_from.add(*distinct_from)
    hashes = near_duplicates.shingle_hashes(record.body)
    if near_duplicates.find_duplicate_candidates(meeting, hashes):
        meeting.published = False
        stored.needs_review = meeting.needs_review = [*stored.needs_review, POSSIBLE_DUPLICATE]
        meeting.save()
    near_duplicates.update_fingerprint(meeting, hashes)
    _record_revision(meeting, stored, by, reason, is_new=True)


def _stored_record(meeting: Meeting) -> MeetingRecord:
    return to_record(Meeting.objects.with_related().get(pk=meeting.pk))


def _record_revision(
    meeting: Meeting, stored: MeetingRecord, by: User | None, reason: str, *, is_new: bool = False
) -> None:
    """Record the state of a meeting, unless nothing changed and there is no reason.

    Updates the fingerprint of a changed text and, for a change by a person, `Meeting.corrected`.
    """
    record = stored.to_json()
    last = None if is_new else meeting.history.first()
    if not is_new and (not last or last.record.get("body") != stored.body):
        near_duplicates.update_fingerprint(meeting)
    before = (complete_record(last.record), last.published) if last else None
    if before == (record, meeting.published) and not reason:
        return
    Meeting.history.bulk_history_create(
        [meeting],
        update=not is_new,
        default_user=by,
        default_change_reason=reason,
        custom_historical_attrs={"record": record},
    )
    if by and not is_new:
        first = original_record(meeting) or record
        corrected = "".join(f"\n{change.field}\n" for change in diff_records(first, record))
        # A plain query set: not a change of the meeting, so it must not be indexed again.
        QuerySet(Meeting).filter(pk=meeting.pk).update(corrected=corrected)


def list_revisions(meeting: Meeting) -> list[Revision]:
    """Return the revisions of a meeting with their changes, the newest first.

    Meetings imported before the history existed may have none.
    """
    rows = list(meeting.history.exclude(history_type="-").select_related("history_user"))
    return [_revision(row, previous) for row, previous in zip_longest(rows, rows[1:])]


def diff_records(before: dict[str, Any], after: dict[str, Any]) -> Iterator[FieldChange]:
    """Yield the fields in which two records differ, in display order."""
    before, after = complete_record(before), complete_record(after)
    for field in EDITABLE:
        old, new = before[field.name], after[field.name]
        if old != new:
            values = format_value(field.name, old), format_value(field.name, new)
            yield FieldChange(field.name, str(field.label), *values)


def complete_record(record: dict[str, Any]) -> dict[str, Any]:
    """Return a stored record with the fields that did not exist at its time, empty."""
    return _EMPTY | record


def original_record(meeting: Meeting) -> dict[str, Any]:
    """Return the record as extracted, without what editors changed; {} where it is not known.

    A field that a command has re-extracted since has the value of the last time. Themes and
    provinces have their current names: renaming one is no correction of a meeting.
    """
    by_commands = Q(history_type="~", history_user=None)
    rows = list(meeting.history.filter(Q(history_type="+") | by_commands).order_by("history_id"))
    if not rows or rows[0].history_type != "+" or not rows[0].record:
        return {}
    record = complete_record(rows[0].record)
    for row in rows[1:]:
        previous = row.prev_record
        if not previous or not previous.record:  # from before revisions had records
            continue
        before, after = complete_record(previous.record), complete_record(row.record)
        record |= {name: after[name] for name in after if after[name] != before.get(name)}
    return _with_current_names(record)


def _with_current_names(record: dict[str, Any]) -> dict[str, Any]:
    priorities = record["priorities"]
    names = {*record["themes"], *(name for each in priorities for name in each["themes"])}
    current_names = {name: theme.name for name, theme in find_themes(names).items()}
    province = find_province(record["province"]) if record["province"] else None

    def rename(themes: list[str]) -> list[str]:
        return [current_names.get(name, name) for name in themes]

    return record | {
        "province": province.name if province else record["province"],
        "themes": rename(record["themes"]),
        "priorities": [each | {"themes": rename(each["themes"])} for each in priorities],
    }


@transaction.atomic
def restore_revision(meeting: Meeting, revision_pk: int, by: User | None) -> list[Meeting]:
    """Restore a revision, which becomes a new revision; `published` stays as it is.

    Paragraphs of the bulletin that are not in the restored text become excluded paragraphs.
    Doubts about fields that it does not change stay as they are; those about fields that it changes
    are the doubts of the revision.

    Returns the other meetings that have paragraphs of the restored text, because they were split
    off since.

    Raises Meeting.history.model.DoesNotExist where the meeting has no such revision.
    """
    row = meeting.history.exclude(history_type="-").get(pk=revision_pk)
    current, restored = _stored_record(meeting), MeetingRecord.from_json(row.record)
    restored.needs_review = doubts.carry_over(current, restored, restored)
    when = row.history_date.astimezone().strftime("%Y-%m-%d %H:%M")
    write_record(meeting, restored, by, _("恢复到 %(when)s 的内容") % {"when": when})
    return update_excluded(meeting, current.body)


def format_value(field: str, value: Any) -> str:
    """Return a value of a record as text for comparison by a person."""
    if value in (None, "", []):
        return ""
    kind = BY_NAME[field].kind
    if kind is Kind.CHOICE:
        column: Any = Meeting._meta.get_field(field)
        return str(dict(column.flatchoices).get(value, value))
    if kind is Kind.PEOPLE:
        keys = ("name", "post", "role")
        return "\n".join(" ".join(row[key] for key in keys if row.get(key)) for row in value)
    if kind is Kind.PRIORITIES:
        return "\n".join(
            "".join(
                filter(
                    None,
                    (
                        f"{priority['ordinal']}. ",
                        priority["heading"],
                        "：" if priority["text"] else "",
                        priority["text"],
                    ),
                )
            )
            for priority in value
        )
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _changed_doubts(before: dict[str, Any], after: dict[str, Any]) -> Iterator[FieldChange]:
    """Yield the doubts that two records do not share: settled ones before, raised ones after."""
    old, new = (complete_record(record)["needs_review"] for record in (before, after))
    settled = [doubt_label(doubt) for doubt in old if doubt not in new]
    raised = [doubt_label(doubt) for doubt in new if doubt not in old]
    if settled or raised:
        label = str(BY_NAME["needs_review"].label)
        yield FieldChange("needs_review", label, "；".join(settled), "；".join(raised))


def _revision(row: Any, previous: Any) -> Revision:
    changes = list(diff_records(previous.record, row.record)) if previous else []
    if previous:
        changes += _changed_doubts(previous.record, row.record)
    if previous and previous.published != row.published:
        label = {True: _("已发布"), False: _("草稿")}
        changes.insert(
            0,
            FieldChange("published", _("状态"), label[previous.published], label[row.published]),
        )
    return Revision(
        row.pk,
        row.history_date,
        row.history_user,
        row.history_change_reason or "",
        row.published,
        changes,
        previous is None,
    )
