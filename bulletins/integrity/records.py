"""Meetings against their last revision: every field, and the words that source spans stand for.

Every change of a meeting records a revision with the whole record as it was then
(`bulletins.editing.revisions`), so what differs was changed past the site, and nobody knows by
whom. Derived data that repair makes anew would hide it: the row is what a person has to look at.
"""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins.fields import BY_NAME, EDITABLE
from bulletins.integrity.findings import Area, Finding, rows_after
from bulletins.models import Meeting
from bulletins.records import to_record

_BATCH = 200
# Since this migration every meeting has revisions, from its first on.
_HISTORY = ("bulletins", "0005_history")


class RecordsArea(Area):
    """The fields and the source spans of all meetings."""

    key = "records"
    label = gettext_lazy("会议和修改历史")

    def size(self) -> int:
        return Meeting.objects.count()

    def check(self, after: int) -> Iterator[tuple[int, list[Finding]]]:
        recorded_since = _recorded_since()
        for batch in rows_after(Meeting.objects.with_related(), after, _BATCH):
            revisions = _last_revisions([meeting.pk for meeting in batch])
            for meeting in batch:
                revision = revisions.get(meeting.pk)
                findings = list(_check_meeting(meeting, revision))
                if not revision and meeting.created_at > recorded_since:
                    findings.append(_no_revision(meeting.pk))
                yield meeting.pk, findings


class HistoryArea(Area):
    """Every meeting that has revisions is there, or its deletion is recorded."""

    key = "history"
    label = gettext_lazy("修改历史")

    def size(self) -> int:
        return 1

    def check(self, after: int) -> Iterator[tuple[int, list[Finding]]]:
        if not after:
            yield 1, [_no_meeting(pk) for pk in _pks_without_meeting()]


def _pks_without_meeting() -> list[int]:
    """Return the keys of the meetings that the history has as existing, and the table has not."""
    history = Meeting.history.order_by()
    rows = history.filter(
        ~Exists(Meeting.objects.filter(pk=OuterRef("id"))),
        ~Exists(history.filter(id=OuterRef("id"), history_type="-")),
    )
    return sorted(rows.values_list("id", flat=True).distinct())


def _recorded_since() -> datetime.datetime:
    """Return since when meetings of this database have revisions from their first day on."""
    applied: datetime.datetime = (
        MigrationRecorder(connection).applied_migrations()[_HISTORY].applied
    )
    return applied


def _no_revision(pk: int) -> Finding:
    return Finding(
        _("会议 %(pk)d 没有修改历史：入库时的一条被删掉了") % {"pk": pk},
        advice=_("与原件核对；要找回历史，请从备份恢复。"),
    )


def _no_meeting(pk: int) -> Finding:
    return Finding(
        _("会议 %(pk)d 不见了：修改历史里有它，没有删除的记录") % {"pk": pk},
        advice=_("请从备份恢复。"),
    )


def _last_revisions(pks: list[int]) -> dict[int, tuple[dict[str, Any], bool]]:
    """Return record and publication of the last revision of each; older archives lack some."""
    history = Meeting.history.exclude(history_type="-")
    last = history.filter(id=OuterRef("id")).order_by("-history_date", "-history_id")
    rows = history.filter(id__in=pks, history_id=Subquery(last.values("history_id")[:1]))
    return {
        pk: (record, published)
        for pk, record, published in rows.values_list("id", "record", "published")
        if "body" in record
    }


def _check_meeting(
    meeting: Meeting, revision: tuple[dict[str, Any], bool] | None
) -> Iterator[Finding]:
    """Yield what is wrong; `revision` is the last one, None where there is none with a record."""
    params: dict[str, Any] = {"pk": meeting.pk}
    advice = _("请在会议 %(pk)d 的修改历史里核对，再恢复到对的内容。") % params
    record, published = revision or ({}, meeting.published)
    if record and record["body"] != meeting.body:
        # Its spans are those of the other text: one finding, not one for each.
        yield Finding(_("会议 %(pk)d 的正文与修改历史里最近的不同") % params, advice=advice)
        return
    if stray := _stray_spans(meeting):
        for params["field"] in stray:
            yield Finding(_("会议 %(pk)d 的“%(field)s”出处不在正文里") % params, advice=advice)
        return
    try:
        now = to_record(meeting).to_json()
    except (AttributeError, TypeError, ValueError):
        yield Finding(_("会议 %(pk)d 有一项不是它该有的样子，读不出来") % params, advice=advice)
        return
    if published != meeting.published:
        yield Finding(_("会议 %(pk)d 公开与否，与修改历史里最近的不同") % params, advice=advice)
    for field in EDITABLE:
        if field.name in record and record[field.name] != now[field.name]:
            params["field"] = field.label
            yield Finding(
                _("会议 %(pk)d 的“%(field)s”与修改历史里最近的不同") % params, advice=advice
            )
    recorded = record.get("evidence") or {}
    for name in meeting.evidence.keys() | recorded.keys() if record else ():
        params["field"] = _label(name)
        params["now"] = _quotes(meeting.body, meeting.evidence.get(name, []))
        params["was"] = _quotes(meeting.body, recorded.get(name, []))
        if params["now"] != params["was"]:
            yield Finding(
                _("会议 %(pk)d 的“%(field)s”出处是“%(now)s”，修改历史里是“%(was)s”") % params,
                advice=advice,
            )


def _stray_spans(meeting: Meeting) -> list[str]:
    """Return the labels of the fields with spans that are no places in the body."""
    evidence: Any = meeting.evidence
    if not isinstance(evidence, dict):
        return [str(_("各项"))]
    return [
        _label(name)
        for name, spans in evidence.items()
        if not isinstance(spans, list) or not all(_is_inside(span, meeting.body) for span in spans)
    ]


def _label(name: str) -> str:
    return str(BY_NAME[name].label) if name in BY_NAME else name


def _is_inside(span: Any, body: str) -> bool:
    """Return whether a span of the database is two offsets in order in the body."""
    match span:
        case [int(start), int(end)]:
            return 0 <= start < end <= len(body)
    return False


def _quotes(body: str, spans: Sequence[Sequence[int]]) -> str:
    return " ".join("／".join(body[start:end] for start, end in spans).split())
