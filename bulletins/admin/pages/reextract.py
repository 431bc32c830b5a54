"""The page of a bulletin's re-extraction: the editor accepts or rejects each difference."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bulletins.editing import reextraction
from bulletins.models import Bulletin
from bulletins.selectors import params


def reextract_view(request: HttpRequest, admin: Any, pk: int) -> HttpResponse:
    """Show the fields that the current reader extracts differently; on POST apply the ticked."""
    bulletin = get_object_or_404(Bulletin, pk=pk)
    if not request.user.has_perm("bulletins.change_meeting"):
        raise PermissionDenied
    reextractions = reextraction.reextract(bulletin)
    if request.method == "POST" and reextractions is not None:
        return _apply(request, bulletin, reextractions)
    context = admin.admin_site.each_context(request) | {
        "title": _("重新读取"),
        "opts": admin.opts,
        "bulletin": bulletin,
        "reextractions": [each for each in reextractions or [] if each.proposals],
        "boundaries_differ": reextractions is None,
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/bulletins/bulletin/reextract.html", context)


def _apply(
    request: HttpRequest, bulletin: Bulletin, reextractions: list[reextraction.Reextraction]
) -> HttpResponse:
    user = params.request_user(request)
    count = 0
    try:
        for each in reextractions:
            proposed = [proposal.change.field for proposal in each.proposals]
            ticked = request.POST.getlist(f"take-{each.meeting.pk}")
            fields = [field for field in proposed if field in ticked]
            reextraction.apply_fields(each, fields, user)
            count += len(fields)
    except PermissionDenied:
        messages.error(
            request,
            _("“%(title)s”没有改动：它不是会议，要退回草稿；请有发布权限的人来做。")
            % {"title": each.meeting.display_title},
        )
        return redirect(request.path)
    message = ngettext("已采用 %d 处。", "已采用 %d 处。", count)
    messages.success(request, message % count)
    return redirect(reverse("admin:bulletins_bulletin_change", args=[bulletin.pk]))
