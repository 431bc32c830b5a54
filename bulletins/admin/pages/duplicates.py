"""Reports that may be of one meeting, side by side: to keep apart, to link, or to replace one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from bulletins.selectors import compare, params
from bulletins.editing import near_duplicates, revisions
from bulletins.records import record_writer
from bulletins.models import Meeting
from bulletins.records.record_serializer import record_of


def keep_apart(meeting: Meeting, other: Meeting) -> None:
    """Remember that two reports are of two meetings, so that nobody is asked again."""
    meeting.distinct_from.add(other)


def link(meeting: Meeting, other: Meeting) -> None:
    """Make a meeting another report of the one that `other` stands for."""
    other = Meeting.objects.select_related("same_as").get(pk=other.pk)
    head = other.same_as or other
    if head == meeting:
        return
    # Whatever was linked to the meeting goes with it.
    Meeting.objects.filter(same_as=meeting).exclude(pk=head.pk).update(same_as=head)
    Meeting.objects.filter(pk=head.pk).update(same_as=None)
    Meeting.objects.filter(pk=meeting.pk).update(same_as=head)


def unlink(meeting: Meeting, other: Meeting) -> None:
    """Let two linked reports be of two meetings again."""
    # One of them stands for both; the one that does not goes its own way.
    apart = meeting if meeting.same_as_id else other
    Meeting.objects.filter(pk=apart.pk).update(same_as=None)


@transaction.atomic
def replace(meeting: Meeting, other: Meeting, by: User | None) -> None:
    """Let `other` say what `meeting` says, from its bulletin; `meeting` is no more.

    The address of `other`, its history and whether everybody sees it stay.
    """
    record = record_of(Meeting.objects.whole().get(pk=meeting.pk))
    bulletin, index = meeting.bulletin, meeting.index
    meeting.delete()
    other.bulletin, other.index = bulletin, index
    record_writer.write(other, record)
    revisions.note(other, by, _("换成“%(name)s”里的报道") % {"name": bulletin.name})


def duplicates_view(request: HttpRequest, admin: Any, pk: int) -> HttpResponse:
    """Show a meeting beside those that may be the same, and do what is chosen."""
    if request.method == "POST" and not Meeting.objects.filter(pk=pk).exists():
        messages.warning(request, _("没有改动：那篇已经处理过了。"))
        return redirect("admin:bulletins_meeting_changelist")
    meeting = params.meeting(str(pk))
    if not admin.has_view_permission(request, meeting):
        raise PermissionDenied
    found, linked = near_duplicates.alike(meeting), near_duplicates.linked(meeting)
    if request.method == "POST":
        if not admin.has_change_permission(request, meeting):
            raise PermissionDenied
        others = [*(each.meeting for each in found), *linked]
        return _chosen(request, meeting, {str(each.pk): each for each in others})
    whole = Meeting.objects.whole().in_bulk([meeting.pk, *(each.meeting.pk for each in found)])
    context = admin.admin_site.each_context(request) | {
        "title": _("可能是同一会议"),
        "opts": admin.opts,
        "meeting": meeting,
        "found": [
            (
                each,
                compare.facts_beside([whole[meeting.pk], whole[each.meeting.pk]]),
                compare.aligned([whole[meeting.pk], whole[each.meeting.pk]]),
            )
            for each in found
        ],
        "linked": linked,
        "may_change": admin.has_change_permission(request, meeting),
        "media": admin.media,
    }
    return TemplateResponse(request, "admin/bulletins/meeting/duplicates.html", context)


def _chosen(request: HttpRequest, meeting: Meeting, others: dict[str, Meeting]) -> HttpResponse:
    other = others.get(request.POST.get("other", ""))
    by = params.user(request)
    here = reverse("admin:bulletins_meeting_duplicates", args=[meeting.pk])
    if other is None:
        messages.warning(request, _("没有改动：那篇已经处理过了。"))
        return redirect(here)
    match request.POST.get("choice"):
        case "apart":
            keep_apart(meeting, other)
            revisions.note(meeting, by, _("与“%(title)s”不是同一会议") % _titled(other))
            messages.success(request, _("已记下：不是同一会议，以后不再提示。"))
        case "link":
            link(meeting, other)
            revisions.note(meeting, by, _("与“%(title)s”连着") % _titled(other))
            messages.success(request, _("已记下：是同一会议的另一篇报道。"))
        case "unlink":
            unlink(meeting, other)
            revisions.note(meeting, by, _("与“%(title)s”不再连着") % _titled(other))
            messages.success(request, _("已分开。"))
        case "replace":
            if meeting.published and not request.user.has_perm("bulletins.publish_meeting"):
                raise PermissionDenied
            replace(meeting, other, by)
            messages.success(request, _("已用这篇替换原来的报道，网址和历史没有变。"))
            here = reverse("admin:bulletins_meeting_change", args=[other.pk])
        case _unknown:
            raise Http404
    for each in Meeting.objects.filter(pk__in=[meeting.pk, other.pk]):
        _settle(each)
    return redirect(here)


def _settle(meeting: Meeting) -> None:
    """Take a meeting out of the queue of those perhaps reported before, once that is decided."""
    if near_duplicates.PERHAPS_REPORTED in meeting.needs_review and not near_duplicates.alike(meeting):
        meeting.needs_review = [
            doubt for doubt in meeting.needs_review if doubt != near_duplicates.PERHAPS_REPORTED
        ]
        meeting.save()


def _titled(meeting: Meeting) -> dict[str, str]:
    return {"title": meeting.display_title}
