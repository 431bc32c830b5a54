"""The order in which a meeting is checked: what is in doubt first, with why; then the next."""

from typing import Any

from django.db.models import Q
from django.utils.html import escape
from django.utils.translation import gettext as _

from bulletins.editing.review_queue import doubtful
from bulletins.admin.forms import MeetingForm
from bulletins.models import Meeting
from bulletins.formatting import review_in_words, review_kind

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
        why = escape("；".join(map(review_in_words, reasons)))
        laid.append((_("要核对的字段"), {"fields": in_doubt, "description": why}))
    laid += [
        (_("读出的字段"), {"fields": fields}),
        (_("各字段所据的原文"), {"fields": ("words",), "classes": ("collapse",)}),
    ]
    if "body" not in in_doubt:
        laid.append((_("正文"), {"fields": ("body",), "classes": ("collapse",)}))
    return laid


def next_after(meeting: Meeting) -> Meeting | None:
    """Return the next in the queue behind a meeting, or, behind the last, the first."""
    later = Q(created_at__gt=meeting.created_at) | Q(
        created_at=meeting.created_at, pk__gt=meeting.pk
    )
    others = doubtful().exclude(pk=meeting.pk)
    return others.filter(later).first() or others.first()
