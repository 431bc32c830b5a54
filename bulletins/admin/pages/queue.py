"""What needs a look, by reason, oldest first, and who has it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from bulletins.editing.review_queue import doubt_counts, pending_review
from bulletins.models import Meeting
from bulletins.selectors import params

_A_PAGE = 50


def queue_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """Show the queue, and let somebody take a meeting or put it back."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        return _assign(request, admin)
    every = doubt_counts()
    chosen = next((each for each in every if each.key == request.GET.get("reason")), None)
    # Not joined: whoever turns to a late page would wait for the rows before it.
    waiting = pending_review().prefetch_related("province", "assigned_to").defer("body", "evidence")
    if request.GET.get("mine"):
        waiting = waiting.filter(assigned_to=request.user.pk)
    if chosen:
        waiting = waiting.filter(doubt_kinds__contains=f"\n{chosen.key}\n")
    context = admin.admin_site.each_context(request) | {
        "title": _("待核对"),
        "opts": admin.opts,
        "reasons": every,
        "chosen": chosen,
        "mine": bool(request.GET.get("mine")),
        "page": Paginator(waiting, _A_PAGE).get_page(request.GET.get("page")),
        "may_change": admin.has_change_permission(request),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/bulletins/meeting/queue.html", context)


def _assign(request: HttpRequest, admin: Any) -> HttpResponse:
    if not admin.has_change_permission(request):
        raise PermissionDenied
    meeting = params.get_meeting_or_404(request.POST.get("meeting", ""))
    user = params.request_user(request)
    # Who looks at a meeting is no change of it: neither the index nor `changed_at` hears of this,
    # as they would of an update by the meetings' own query set.
    # Said outright: pressed twice it is the same, and nobody takes what somebody else just took.
    if request.POST.get("does") == "leave":
        was, taken_by = user, None
    else:
        was = User.objects.filter(pk=params.parse_pk(request.POST.get("from", "")) or 0).first()
        taken_by = user
    if meeting.assigned_to not in (was, taken_by):
        told = _("没有改动：%(who)s刚认领了这次会议。") % {"who": meeting.assigned_to or _("别人")}
        messages.warning(request, told)
        return redirect(request.get_full_path())
    QuerySet(Meeting).filter(pk=meeting.pk).update(assigned_to=taken_by)
    return redirect(request.get_full_path())
