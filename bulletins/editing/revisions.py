"""Revision history of meetings: recording, listing with differences, restoring.

A revision is the whole meeting record (docs/formats.md), with people and priorities, so that it can
be restored completely. Every change of a meeting must be followed by `record_revision` in the same
transaction; no signal does it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bulletins.editing import near_duplicates
from bulletins.formatting import FIELD_LABELS
from bulletins.models import Meeting
from bulletins.reading import MeetingRecord
from bulletins.records import apply_record, find_province, find_themes, to_record

# The fields of a record that editors can change; others are derived or identify the file.
FIELDS = [*FIELD_LABELS, "year_source", "body"]


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


def record_revision(
    meeting: Meeting, by: User | None, reason: str = "", *, is_new: bool = False
) -> None:
    """Record the current state of a meeting, unless nothing changed and there is no reason.

    Call it in the transaction that changed the meeting, after people and priorities are saved.

    Args:
        meeting: the changed meeting.
        by: the author; None for imports and commands. A revision by a person also updates
            `Meeting.corrected`.
        reason: the reason shown in the history.
        is_new: whether the meeting has just been created.
    """
    record = to_record(Meeting.objects.with_related().get(pk=meeting.pk)).to_json()
    last = None if is_new else meeting.history.first()
    if last and (last.record, last.published) == (record, meeting.published) and not reason:
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
    for field in FIELDS:
        old, new = before.get(field), after.get(field)
        if old != new:
            yield FieldChange(
                field, field_label(field), format_value(field, old), format_value(field, new)
            )


def original_record(meeting: Meeting) -> dict[str, Any]:
    """Return the record as extracted, before any editor changed it; {} where it is not known.

    Themes and provinces have their current names: renaming one is no correction of a meeting.
    """
    first = meeting.history.filter(history_type="+").last()
    return _with_current_names(first.record) if first and first.record else {}


def _with_current_names(record: dict[str, Any]) -> dict[str, Any]:
    priorities = record.get("priorities", [])
    names = {*record.get("themes", []), *(name for each in priorities for name in each["themes"])}
    current_names = {name: theme.name for name, theme in find_themes(names).items()}
    province = find_province(record["province"]) if record.get("province") else None

    def rename(themes: list[str]) -> list[str]:
        return [current_names.get(name, name) for name in themes]

    return record | {
        "province": province.name if province else record.get("province"),
        "themes": rename(record.get("themes", [])),
        "priorities": [each | {"themes": rename(each["themes"])} for each in priorities],
    }


@transaction.atomic
def restore_revision(meeting: Meeting, revision_pk: int, by: User | None) -> None:
    """Restore a revision, which becomes a new revision; `published` stays as it is.

    Raises Meeting.history.model.DoesNotExist where the meeting has no such revision.
    """
    row = meeting.history.exclude(history_type="-").get(pk=revision_pk)
    apply_record(meeting, MeetingRecord.from_json(row.record))
    near_duplicates.update_fingerprint(meeting)
    when = row.history_date.astimezone().strftime("%Y-%m-%d %H:%M")
    record_revision(meeting, by, _("恢复到 %(when)s 的内容") % {"when": when})


def field_label(field: str) -> str:
    """Return the Chinese label of a field of a record."""
    others = {"year_source": _("年份来源"), "body": _("正文")}
    return others.get(field) or str(FIELD_LABELS[field])


def format_value(field: str, value: Any) -> str:
    """Return a value of a record as text for comparison by a person."""
    if value in (None, "", []):
        return ""
    if field in ("chairs", "speakers"):
        keys = ("name", "post", "role")
        return "\n".join(" ".join(row[key] for key in keys if row.get(key)) for row in value)
    if field == "priorities":
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


def _revision(row: Any, previous: Any) -> Revision:
    changes = list(diff_records(previous.record, row.record)) if previous else []
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
