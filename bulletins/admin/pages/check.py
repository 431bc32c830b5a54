"""The order in which a meeting is checked: what is in doubt first, with why; then the next."""

from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from bulletins.admin.forms import MeetingForm
from bulletins.formatting import review_kind, review_label
from bulletins.models import Meeting

# The field that a doubt is about, by its kind (`wording.review_kind`).
_FIELD_OF = {
    "no meeting recognised": "body",
    "province missing": "province",
    "province unknown": "province",
    "impossible date": "date",
    "date missing": "date",
    "year missing": "date",
    "month missing": "date",
    "day missing": "date",
    "declared": "priorities_declared",
}
_ABOUT = ("published", "reason", "from_bulletin", "perhaps_same", "doubts", "reviewed", "seen")
# What a form has besides the meeting's own fields, and nobody who only looks needs.
_OF_THE_FORM = ("reason", "reviewed", "seen")
# Shown apart from the others: long, or above them already.
_APART = ("body", "published")


def fieldsets(meeting: Meeting | None, *, may_change: bool) -> list[tuple[Any, dict[str, Any]]]:
    """Lay out the form: about the meeting, the fields in doubt, the other fields, words, text."""
    reasons = meeting.needs_review if meeting else []
    in_doubt = [field for reason in reasons if (field := _FIELD_OF.get(review_kind(reason)))]
    in_doubt = list(dict.fromkeys(in_doubt))
    fields = [each for each in MeetingForm.Meta.fields if each not in (*_APART, *in_doubt)]
    about = [each for each in _ABOUT if may_change or each not in _OF_THE_FORM]
    laid: list[tuple[Any, dict[str, Any]]] = [(None, {"fields": about})]
    if in_doubt:
        # Admin trusts a description; a doubt may quote the text.
        why = escape("；".join(map(review_label, reasons)))
        laid.append((_("要核对的字段"), {"fields": in_doubt, "description": why}))
    laid += [
        (_("读出的字段"), {"fields": fields}),
        (_("各字段所据的原文"), {"fields": ("words",), "classes": ("collapse",)}),
    ]
    if "body" not in in_doubt:
        laid.append((_("正文"), {"fields": ("body",), "classes": ("collapse",)}))
    return laid
