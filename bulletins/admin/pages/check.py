"""Layout of a meeting's form for checking: the fields in doubt come first, with the reasons."""

from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from bulletins.admin.forms import MeetingForm
from bulletins.doubt_kinds import doubt_kind, doubt_label
from bulletins.models import Meeting

_HEADER = (
    "published",
    "reason",
    "from_bulletin",
    "duplicates_link",
    "doubts",
    "reviewed",
    "seen",
)
# Fields of the form that are not the meeting's: hidden from users who may only view.
_FORM_FIELDS = ("reason", "reviewed", "seen")
# Not among the other fields: the body has a section of its own, `published` is in the header.
_SEPARATE = ("body", "published")


def fieldsets(meeting: Meeting | None, *, may_change: bool) -> list[tuple[Any, dict[str, Any]]]:
    """Return the form's sections: header, fields in doubt, other fields, source spans, body."""
    doubts = meeting.needs_review if meeting else []
    # A doubt about several fields is settled in the first; people have tables of their own.
    first_fields = [field for doubt in doubts for field in doubt_kind(doubt).fields[:1]]
    in_doubt = [each for each in dict.fromkeys(first_fields) if each in MeetingForm.Meta.fields]
    fields = [each for each in MeetingForm.Meta.fields if each not in (*_SEPARATE, *in_doubt)]
    header = [each for each in _HEADER if may_change or each not in _FORM_FIELDS]
    sections: list[tuple[Any, dict[str, Any]]] = [(None, {"fields": header})]
    if in_doubt:
        # Admin renders a description as HTML, and a doubt may quote the text.
        description = escape("；".join(map(doubt_label, doubts)))
        sections.append((_("要核对的字段"), {"fields": in_doubt, "description": description}))
    sections += [
        (_("读出的字段"), {"fields": fields}),
        (_("各字段所据的原文"), {"fields": ("source_quotes",), "classes": ("collapse",)}),
    ]
    if "body" not in in_doubt:
        sections.append((_("正文"), {"fields": ("body",), "classes": ("collapse",)}))
    return sections
