"""What a meeting said before: every state, who made it and when, what it changed, and the way back.

A state is the whole record (docs/formats.md), so that it tells of people and priorities too and
can be written back as it was. Whoever changes a meeting notes its new state in the same
transaction.
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
from bulletins.records import lookup_tables, record_writer
from bulletins.records import to_record

# What of a record a person changes; the rest follows from these or names the file.
FIELDS = [*FIELD_LABELS, "year_source", "body"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that a state changed: its label, and what it said before and after."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A meeting as it was from a moment on."""

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
    """Remember what a meeting says now; nothing where it says what it said last.

    Call it in the transaction that changed the meeting, when people and priorities are saved.
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
        wrong = "".join(f"\n{each.field}\n" for each in diff_records(first, record))
        # No change of the meeting itself: its own query set would tell the index.
        QuerySet(Meeting).filter(pk=meeting.pk).update(corrected=wrong)


def list_revisions(meeting: Meeting) -> list[Revision]:
    """Return the states of a meeting, the newest first, each with what it changed."""
    rows = list(meeting.history.exclude(history_type="-").select_related("history_user"))
    # The oldest has none before it; an archive older than its history has no state at all.
    return [_revision(row, before) for row, before in zip_longest(rows, rows[1:])]


def diff_records(before: dict[str, Any], after: dict[str, Any]) -> Iterator[FieldChange]:
    """Yield the fields in which two records differ, in the order people ask for them."""
    for field in FIELDS:
        one, other = before.get(field), after.get(field)
        if one != other:
            yield FieldChange(
                field, field_label(field), format_value(field, one), format_value(field, other)
            )


def original_record(meeting: Meeting) -> dict[str, Any]:
    """Return the record that was read, before any person changed it; {} where none is known.

    Themes and provinces are named as they are now: renaming one corrects no meeting.
    """
    first = meeting.history.filter(history_type="+").last()
    return _with_current_names(first.record) if first and first.record else {}


def _with_current_names(record: dict[str, Any]) -> dict[str, Any]:
    tasks = record.get("priorities", [])
    named = {*record.get("themes", []), *(name for task in tasks for name in task["themes"])}
    called = {name: theme.name for name, theme in lookup_tables.find_themes(named).items()}
    province = lookup_tables.find_province(record["province"]) if record.get("province") else None

    def now(names: list[str]) -> list[str]:
        return [called.get(name, name) for name in names]

    return record | {
        "province": province.name if province else record.get("province"),
        "themes": now(record.get("themes", [])),
        "priorities": [task | {"themes": now(task["themes"])} for task in tasks],
    }


@transaction.atomic
def restore_revision(meeting: Meeting, state: int, by: User | None) -> None:
    """Write a former state back; whether everybody sees the meeting stays as it is.

    Raises Meeting.history.model.DoesNotExist where the meeting never was in that state.
    """
    former = meeting.history.exclude(history_type="-").get(pk=state)
    record_writer.apply_record(meeting, MeetingRecord.from_json(former.record))
    near_duplicates.update_fingerprint(meeting)
    when = former.history_date.astimezone().strftime("%Y-%m-%d %H:%M")
    record_revision(meeting, by, _("恢复到 %(when)s 的内容") % {"when": when})


def field_label(field: str) -> str:
    """Return what a field of a record is called."""
    others = {"year_source": _("年份来源"), "body": _("正文")}
    return others.get(field) or str(FIELD_LABELS[field])


def format_value(field: str, value: Any) -> str:
    """Say a value of a record for a person to compare."""
    if value in (None, "", []):
        return ""
    if field in ("chairs", "speakers"):
        keys = ("name", "post", "role")
        return "\n".join(" ".join(each[key] for key in keys if each.get(key)) for each in value)
    if field == "priorities":
        return "\n".join(
            "".join(
                filter(
                    None,
                    (
                        f"{each['ordinal']}. ",
                        each["heading"],
                        "：" if each["text"] else "",
                        each["text"],
                    ),
                )
            )
            for each in value
        )
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _revision(row: Any, before: Any) -> Revision:
    found = list(diff_records(before.record, row.record)) if before else []
    if before and before.published != row.published:
        words = {True: _("已发布"), False: _("草稿")}
        state = FieldChange("published", _("状态"), words[before.published], words[row.published])
        found.insert(0, state)
    return Revision(
        row.pk,
        row.history_date,
        row.history_user,
        row.history_change_reason or "",
        row.published,
        found,
        before is None,
    )
