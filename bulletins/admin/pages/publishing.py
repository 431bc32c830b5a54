"""The page that asks for the reason before several meetings are withdrawn together."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bulletins.editing.publishing import REASON_REQUIRED, withdraw
from bulletins.models import Meeting
from bulletins.selectors import params


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("退回的理由"),
        widget=forms.TextInput(attrs={"class": "vTextField", "autofocus": True}),
        error_messages={"required": REASON_REQUIRED},
    )


def withdraw_view(request: HttpRequest, admin: Any) -> HttpResponse:
    """Ask for the reason to withdraw the published meetings `?pk=…`; on POST withdraw them."""
    if not admin.has_publish_permission(request):
        raise PermissionDenied
    pks = filter(None, map(params.parse_pk, request.GET.getlist("pk")))
    meetings = Meeting.objects.public().filter(pk__in=list(pks))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = params.request_user(request)
        count = withdraw(meetings, user, form.cleaned_data["reason"])
        message = ngettext("已退回 %d 次会议。", "已退回 %d 次会议。", count)
        messages.success(request, message % count)
        return redirect(reverse("admin:bulletins_meeting_changelist"))
    context = admin.admin_site.each_context(request) | {
        "title": _("退回草稿"),
        "opts": admin.opts,
        "form": form,
        "meetings": meetings.for_list(),
    }
    return TemplateResponse(request, "admin/bulletins/meeting/withdraw.html", context)
