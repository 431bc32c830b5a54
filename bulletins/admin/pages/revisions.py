"""The history of a meeting: the changes of each revision, and restoring one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from bulletins.editing import revisions
from bulletins.models import Meeting
from bulletins.selectors import params


def revisions_view(request: HttpRequest, admin: Any, pk: str) -> HttpResponse:
    """Show the revisions of a meeting, the newest first."""
    meeting = params.get_meeting_or_404(pk)
    if not admin.has_view_permission(request, meeting):
        raise PermissionDenied
    context = admin.admin_site.each_context(request) | {
        "title": _("修改历史"),
        "opts": admin.opts,
        "meeting": meeting,
        "revisions": revisions.list_revisions(meeting),
        "may_restore": admin.has_change_permission(request, meeting),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/bulletins/meeting/revisions.html", context)


def restore_view(request: HttpRequest, admin: Any, pk: int, revision_pk: int) -> HttpResponse:
    """Restore a revision of a meeting. POST only."""
    meeting = params.get_meeting_or_404(str(pk))
    if not admin.has_change_permission(request, meeting):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        sharing = revisions.restore_revision(meeting, revision_pk, params.request_user(request))
    except Meeting.history.model.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("已恢复。发布与否没有改动。"))
    for other in sharing:
        message = _("恢复的正文里，有的段落也在“%(title)s”里；请在简报页的“分开或合并会议”里看清。")
        messages.warning(request, message % {"title": other.display_title})
    return redirect(reverse("admin:bulletins_meeting_change", args=[meeting.pk]))
