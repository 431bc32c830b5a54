"""What needs a look, by reason, oldest first, and who has it."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from bulletins import asked
from bulletins.models import Meeting
from bulletins.wording import review_kind, review_kinds

_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Reason:
    """A kind of doubt, and how many meetings have it."""

    key: str
    label: str
    meetings: int


def doubtful() -> QuerySet[Meeting]:
    """Return the meetings that somebody should look at, those longest here first."""
    return Meeting.objects.exclude(needs_review=[]).order_by("created_at", "id")


def reasons() -> list[Reason]:
    """Return the kinds of doubt that there are, the commonest first."""
    counted: Counter[str] = Counter()
    for doubts in doubtful().order_by().values_list("needs_review", flat=True).iterator():
        counted.update({review_kind(doubt) for doubt in doubts})
    labels = review_kinds()
    return [Reason(key, labels.get(key, key), number) for key, number in counted.most_common()]


def queue_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """Show the queue, and let somebody take a meeting or put it back."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        return _taken(request, admin)
    every = reasons()
    chosen = next((each for each in every if each.key == request.GET.get("reason")), None)
    waiting = doubtful().select_related("province", "assigned_to").defer("body", "evidence")
    if request.GET.get("mine"):
        waiting = waiting.filter(assigned_to=request.user.pk)
    rows: Any = waiting
    if chosen:
        # A list of texts in JSON: which database can look into it differs, so Python does.
        rows = [each for each in waiting if chosen.key in map(review_kind, each.needs_review)]
    context = admin.admin_site.each_context(request) | {
        "title": _("待核对"),
        "opts": admin.opts,
        "reasons": every,
        "chosen": chosen,
        "mine": bool(request.GET.get("mine")),
        "page": Paginator(rows, _A_PAGE).get_page(request.GET.get("page")),
        "may_change": admin.has_change_permission(request),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/bulletins/meeting/queue.html", context)


def _taken(request: HttpRequest, admin: Any) -> HttpResponse:
    if not admin.has_change_permission(request):
        raise PermissionDenied
    meeting = asked.meeting(request.POST.get("meeting", ""))
    user = asked.user(request)
    # Who looks at a meeting is no change of it: neither the index nor `changed_at` hears of this,
    # as they would of an update by the meetings' own query set.
    taken_by = None if meeting.assigned_to_id == request.user.pk else user
    QuerySet(Meeting).filter(pk=meeting.pk).update(assigned_to=taken_by)
    return redirect(request.get_full_path())
