"""The review queue: meetings with doubts, by kind of doubt, oldest first, with their assignee."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from bulletins.editing.review_queue import assign, doubt_counts, pending_review
from bulletins.selectors import params

_MEETINGS_PER_PAGE = 50


def queue_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """Show the queue; on POST assign a meeting to the user, or release it."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        return _assign(request, admin)
    doubts = doubt_counts()
    selected = next((each for each in doubts if each.key == request.GET.get("reason")), None)
    # Prefetched, not joined: a late page would join all the rows before it.
    pending = pending_review().prefetch_related("province", "assigned_to").defer("body", "evidence")
    if request.GET.get("mine"):
        pending = pending.filter(assigned_to=request.user.pk)
    if request.GET.get("withheld"):
        pending = pending.filter(published=False)
    if selected:
        pending = pending.filter(doubt_kinds__contains=f"\n{selected.key}\n")
    context = admin.admin_site.each_context(request) | {
        "title": _("待核对"),
        "opts": admin.opts,
        "doubts": doubts,
        "selected_doubt": selected,
        "only_mine": bool(request.GET.get("mine")),
        "withheld": pending_review().filter(published=False).count(),
        "only_withheld": bool(request.GET.get("withheld")),
        "page": Paginator(pending, _MEETINGS_PER_PAGE).get_page(request.GET.get("page")),
        "may_change": admin.has_change_permission(request),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/bulletins/meeting/queue.html", context)


def _assign(request: HttpRequest, admin: Any) -> HttpResponse:
    if not admin.has_change_permission(request):
        raise PermissionDenied
    meeting = params.get_meeting_or_404(request.POST.get("meeting", ""))
    user = params.request_user(request)
    # The form says whom the meeting was assigned to when the page was shown (`from`): submitting it
    # twice has the same result, and an assignment made in between is not overwritten.
    if request.POST.get("does") == "leave":
        is_assigned = assign(meeting, None, expected=user)
    else:
        assignee_pk = params.parse_pk(request.POST.get("from", "")) or 0
        expected = User.objects.filter(pk=assignee_pk).first()
        is_assigned = assign(meeting, user, expected=expected)
    if not is_assigned:
        message = _("没有改动：%(who)s刚认领了这次会议。") % {
            "who": meeting.assigned_to or _("别人")
        }
        messages.warning(request, message)
    return redirect(request.get_full_path())
