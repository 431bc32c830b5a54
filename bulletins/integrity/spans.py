"""Source spans against bodies: each is inside its body, and has the words that it had.

The words are those of the last revision: every change of a meeting records one, with the body and
the spans as they were then (`bulletins.editing.revisions`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bulletins.fields import BY_NAME
from bulletins.integrity.findings import Area, Finding, rows_after
from bulletins.models import Meeting

_BATCH = 200


class SpansArea(Area):
    """The bodies and the source spans of all meetings."""

    key = "spans"
    label = gettext_lazy("正文和出处")

    def size(self) -> int:
        return Meeting.objects.count()

    def check(self, after: int) -> Iterator[tuple[int, list[Finding]]]:
        rows = Meeting.objects.only("body", "evidence")
        for batch in rows_after(rows, after, _BATCH):
            records = _last_records([meeting.pk for meeting in batch])
            for meeting in batch:
                yield meeting.pk, list(_check_meeting(meeting, records.get(meeting.pk, {})))


def _last_records(pks: list[int]) -> dict[int, dict[str, Any]]:
    """Return the record of the last revision of each meeting; older archives have some without."""
    history = Meeting.history.exclude(history_type="-")
    last = history.filter(id=OuterRef("id")).order_by("-history_date", "-history_id")
    rows = history.filter(id__in=pks, history_id=Subquery(last.values("history_id")[:1]))
    return {pk: record for pk, record in rows.values_list("id", "record") if "body" in record}


def _check_meeting(meeting: Meeting, record: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong; `record` is that of the last revision, empty where there is none."""
    params: dict[str, Any] = {"pk": meeting.pk}
    advice = _("请在会议 %(pk)d 的修改历史里核对，再恢复到对的内容。") % params
    if record and record["body"] != meeting.body:
        # Its spans are those of the other text: one finding, not one for each.
        yield Finding(_("会议 %(pk)d 的正文与修改历史里最近的不同") % params, advice=advice)
        return
    recorded = record.get("evidence") or {}
    for name in meeting.evidence.keys() | recorded.keys():
        spans = meeting.evidence.get(name, [])
        params["field"] = BY_NAME[name].label if name in BY_NAME else name
        if not all(_is_inside(span, meeting.body) for span in spans):
            yield Finding(_("会议 %(pk)d 的“%(field)s”出处不在正文里") % params, advice=advice)
            continue
        params["now"] = _quotes(meeting.body, spans)
        params["was"] = _quotes(meeting.body, recorded.get(name, []))
        if record and params["now"] != params["was"]:
            yield Finding(
                _("会议 %(pk)d 的“%(field)s”出处是“%(now)s”，修改历史里是“%(was)s”") % params,
                advice=advice,
            )


def _is_inside(span: Any, body: str) -> bool:
    """Return whether a span of the database is two offsets in order in the body."""
    match span:
        case [int(start), int(end)]:
            return 0 <= start < end <= len(body)
    return False


def _quotes(body: str, spans: Sequence[Sequence[int]]) -> str:
    return " ".join("／".join(body[start:end] for start, end in spans).split())
