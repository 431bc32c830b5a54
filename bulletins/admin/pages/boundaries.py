"""The page where an editor corrects which paragraphs of a bulletin belong to which meeting."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from bulletins.editing import boundaries, boundary_marks
from bulletins.models import Bulletin
from bulletins.selectors import params


def boundaries_view(request: HttpRequest, admin: Any, pk: int) -> HttpResponse:
    """Show the paragraphs of a bulletin and its meetings' boundaries; on POST move them."""
    bulletin = get_object_or_404(Bulletin, pk=pk)
    if not request.user.has_perm("bulletins.change_meeting"):
        raise PermissionDenied
    if request.method == "POST":
        return _move(request, bulletin)
    context = admin.admin_site.each_context(request) | {
        "title": _("会议的分界"),
        "opts": admin.opts,
        "bulletin": bulletin,
        "paragraphs": boundary_marks.marked_paragraphs(bulletin),
        "seen": boundaries.paragraphs_version(bulletin),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/bulletins/bulletin/boundaries.html", context)


@transaction.atomic  # the version that is checked is the one that is changed
def _move(request: HttpRequest, bulletin: Bulletin) -> HttpResponse:
    user = params.request_user(request)
    marks = request.POST.getlist("mark")
    before = boundaries.paragraphs_version(bulletin)
    if request.POST.get("seen") != before:
        messages.error(request, _("没有改动：您打开以后，别人分过界或改过正文。请看清后再分一次。"))
        return redirect(request.path)
    try:
        boundaries.move_boundaries(bulletin, marks, user)
    except PermissionDenied:
        message = _(
            "没有改动：这样分，已发布的会议会消失，或者没有发布的文字会公开；请有发布权限的人来做。"
        )
        messages.error(request, message)
        return redirect(request.path)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect(request.path)
    if boundaries.paragraphs_version(bulletin) == before:
        message = _(
            "没有改动：各段还在原来的地方。“接上一段”的，上一段不在会议里，它也不在；"
            "要移进会议，请选“从这里起接着上一次会议”。"
        )
        messages.warning(request, message)
        return redirect(request.path)
    messages.success(request, _("已重新分界。原有会议的字段和修改都还在；新分出的请核对。"))
    return redirect(reverse("admin:bulletins_bulletin_change", args=[bulletin.pk]))
