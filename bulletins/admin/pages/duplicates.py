"""The page that shows possible duplicates side by side: keep apart, link, or replace one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from bulletins.editing import near_duplicates
from bulletins.editing.duplicate_links import (
    link_reports,
    mark_distinct,
    replace_report,
    unlink_reports,
)
from bulletins.models import Meeting
from bulletins.selectors import compare, params


def duplicates_view(request: HttpRequest, admin: Any, pk: int) -> HttpResponse:
    """Show a meeting beside its possible duplicates; on POST apply the editor's choice."""
    if request.method == "POST" and not Meeting.objects.filter(pk=pk).exists():
        messages.warning(request, _("没有改动：那篇已经处理过了。"))
        return redirect("admin:bulletins_meeting_changelist")
    meeting = params.get_meeting_or_404(str(pk))
    if not admin.has_view_permission(request, meeting):
        raise PermissionDenied
    candidates = near_duplicates.find_duplicate_candidates(meeting)
    linked = near_duplicates.linked_reports(meeting)
    if request.method == "POST":
        if not admin.has_change_permission(request, meeting):
            raise PermissionDenied
        others = [*(candidate.meeting for candidate in candidates), *linked]
        return _apply_choice(request, meeting, {str(other.pk): other for other in others})
    by_pk = Meeting.objects.with_related().in_bulk(
        [meeting.pk, *(candidate.meeting.pk for candidate in candidates)]
    )
    context = admin.admin_site.each_context(request) | {
        "title": _("可能是同一会议"),
        "opts": admin.opts,
        "meeting": meeting,
        "candidates": [
            (
                candidate,
                compare.align_facts([by_pk[meeting.pk], by_pk[candidate.meeting.pk]]),
                compare.align_by_theme([by_pk[meeting.pk], by_pk[candidate.meeting.pk]]),
            )
            for candidate in candidates
        ],
        "linked_reports": linked,
        "may_change": admin.has_change_permission(request, meeting),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/bulletins/meeting/duplicates.html", context)


def _apply_choice(
    request: HttpRequest, meeting: Meeting, others: dict[str, Meeting]
) -> HttpResponse:
    other = others.get(request.POST.get("other", ""))
    user = params.request_user(request)
    next_url = reverse("admin:bulletins_meeting_duplicates", args=[meeting.pk])
    if other is None:
        messages.warning(request, _("没有改动：那篇已经处理过了。"))
        return redirect(next_url)
    match request.POST.get("choice"):
        case "apart":
            mark_distinct(meeting, other, user)
            messages.success(request, _("已记下：不是同一会议，以后不再提示。"))
        case "link":
            link_reports(meeting, other, user)
            messages.success(request, _("已记下：是同一会议的另一篇报道。"))
        case "unlink":
            unlink_reports(meeting, other, user)
            messages.success(request, _("已分开。"))
        case "replace":
            try:
                replace_report(meeting, other, user)
            except PermissionDenied:
                message = _("没有改动：其中有已发布的，要替换，请有发布权限的人来做。")
                messages.error(request, message)
                return redirect(next_url)
            messages.success(request, _("已用这篇替换原来的报道，网址和历史没有变。"))
            next_url = reverse("admin:bulletins_meeting_change", args=[other.pk])
        case _unknown:
            raise Http404
    return redirect(next_url)
