"""A bulletin read again at the desk: the editor takes each difference, or leaves it."""

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
    """Show what today's reader reads otherwise, and take what is ticked."""
    bulletin = get_object_or_404(Bulletin, pk=pk)
    if not request.user.has_perm("bulletins.change_meeting"):
        raise PermissionDenied
    found = reextraction.reextract(bulletin)
    if request.method == "POST" and found is not None:
        return _apply(request, bulletin, found)
    context = admin.admin_site.each_context(request) | {
        "title": _("重新读取"),
        "opts": admin.opts,
        "bulletin": bulletin,
        "found": [read for read in found or [] if read.proposals],
        "is_other": found is None,
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/bulletins/bulletin/reextract.html", context)


def _apply(
    request: HttpRequest, bulletin: Bulletin, found: list[reextraction.Reextraction]
) -> HttpResponse:
    user = params.request_user(request)
    done = 0
    for read in found:
        offered = [proposal.change.field for proposal in read.proposals]
        ticked = request.POST.getlist(f"take-{read.meeting.pk}")
        chosen = [field for field in offered if field in ticked]
        reextraction.apply_fields(read, chosen, user)
        done += len(chosen)
    told = ngettext("已采用 %d 处。", "已采用 %d 处。", done)
    messages.success(request, told % done)
    return redirect(reverse("admin:bulletins_bulletin_change", args=[bulletin.pk]))
