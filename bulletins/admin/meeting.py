"""Admin of meetings: lists, the form beside the annotated text, and routes to the pages."""

from collections import Counter
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm, Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bulletins.admin.filters import MeetingDayFilter
from bulletins.admin.forms import MeetingForm, OrderedFormSet, PriorityFormSet
from bulletins.admin.pages import (
    check,
    duplicates_view,
    queue_view,
    restore_view,
    revisions_view,
    statistics_view,
    withdraw_view,
)
from bulletins.doubt_kinds import doubt_label
from bulletins.editing import near_duplicates, publishing, review_queue, revisions, source_spans
from bulletins.editing.excluded_paragraphs import delete_meetings, update_excluded
from bulletins.ingest import withheld_phrase
from bulletins.models import Chair, Meeting, Priority, Speaker
from bulletins.models.choices import DocumentKind
from bulletins.permissions import may_publish
from bulletins.selectors import admin_search, params
from bulletins.selectors.annotated_text import AnnotatedText


def special_kind(meeting: Meeting) -> str:
    """Return the kind of a meeting's document, "" for the usual report."""
    is_usual = meeting.document_kind == DocumentKind.REPORT
    return "" if is_usual else str(DocumentKind(meeting.document_kind).label)


def review_list(meeting: Meeting) -> SafeString | str:
    """Return the doubts of a meeting as an HTML list."""
    if not meeting.needs_review:
        return gettext("无")
    labels = map(doubt_label, meeting.needs_review)
    return format_html(
        "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((label,) for label in labels))
    )


class ChairInline(admin.TabularInline):
    model = Chair
    formset = OrderedFormSet
    extra = 0
    formfield_overrides = {models.TextField: {"widget": AdminTextInputWidget}}


class SpeakerInline(admin.TabularInline):
    model = Speaker
    formset = OrderedFormSet
    extra = 0
    formfield_overrides = {models.TextField: {"widget": AdminTextInputWidget}}


class PriorityInline(admin.TabularInline):
    model = Priority
    formset = PriorityFormSet
    extra = 0
    fields = ("ordinal", "section", "heading", "text")
    formfield_overrides = {models.TextField: {"widget": Textarea(attrs={"rows": 3, "cols": 24})}}


_CHANGELIST = "bulletins_meeting_changelist"


@admin.register(Meeting)
class MeetingAdmin(admin.ModelAdmin):
    """Meetings as read from bulletins, to be checked beside their text, corrected and published."""

    form = MeetingForm
    inlines = (ChairInline, SpeakerInline, PriorityInline)
    list_display = (
        "heading",
        "kind",
        "province_name",
        "display_date",
        "published",
        "is_checked",
    )
    list_filter = (
        "published",
        "is_doubtful",
        "document_kind",
        "level",
        MeetingDayFilter,
        "province",
    )
    list_per_page = 50
    # Other columns have no index: 100,000 rows would be sorted for each page.
    sortable_by = ("display_date",)
    search_fields = ("title", "body")
    actions = ("publish", "withdraw")
    readonly_fields = ("from_bulletin", "doubts", "duplicates_link", "source_quotes")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # meetings are created by importing bulletins

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Meeting], search_term: str
    ) -> tuple[QuerySet[Meeting], bool]:
        if not search_term.strip():
            return queryset, False
        # Evaluated here, so that the paginator's count does not search again.
        return queryset.filter(pk__in=admin_search.find_meetings(search_term)), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        meetings: QuerySet[Meeting] = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == _CHANGELIST:
            # Body and evidence are long and not shown. Not joined: a late page would join all the
            # rows before it.
            meetings = meetings.defer("body", "evidence").prefetch_related("province")
        return meetings

    def view_on_site(self, obj: Meeting) -> str | None:
        # A form with errors has its values on the object, which are not stored.
        is_public = Meeting.objects.public().filter(pk=obj.pk).exists()
        return obj.get_absolute_url() if is_public else None

    @admin.display(description=_("会议"))
    def heading(self, meeting: Meeting) -> str:
        return meeting.display_title

    @admin.display(description=_("文种"))
    def kind(self, meeting: Meeting) -> str:
        return str(DocumentKind(meeting.document_kind).label)

    # A method instead of the field `province`: for a foreign key admin would join it.
    @admin.display(description=_("省份"))
    def province_name(self, meeting: Meeting) -> str:
        return meeting.province.name if meeting.province else ""

    @admin.display(description=_("日期"), ordering="first_day")
    def display_date(self, meeting: Meeting) -> str:
        return meeting.display_date

    @admin.display(description=_("没有疑点"), boolean=True)
    def is_checked(self, meeting: Meeting) -> bool:
        return not meeting.needs_review

    @admin.display(description=_("简报"))
    def from_bulletin(self, meeting: Meeting) -> SafeString:
        url = reverse("admin:bulletins_bulletin_change", args=[meeting.bulletin_id])
        return format_html('<a href="{}">{}</a>', url, meeting.bulletin.name)

    @admin.display(description=_("待核"))
    def doubts(self, meeting: Meeting) -> SafeString | str:
        return review_list(meeting)

    @admin.display(description=_("可能重复"))
    def duplicates_link(self, meeting: Meeting) -> SafeString | str:
        candidates = len(near_duplicates.find_duplicate_candidates(meeting))
        linked = len(near_duplicates.linked_reports(meeting))
        if not (candidates or linked):
            return gettext("没有发现")
        parts = []
        if candidates:
            parts.append(ngettext("%d 篇，并排看", "%d 篇，并排看", candidates) % candidates)
        if linked:
            parts.append(ngettext("已连着 %d 篇", "已连着 %d 篇", linked) % linked)
        url = reverse("admin:bulletins_meeting_duplicates", args=[meeting.pk])
        return format_html('<a href="{}">{}</a>', url, "；".join(parts))

    @admin.display(description=_("原文"))
    def source_quotes(self, meeting: Meeting) -> SafeString:
        return format_html_join(
            "",
            "<p><strong>{}</strong>　{}</p>",
            (
                (label, format_html_join("　", "<q>{}</q>", ((quote,) for quote in quotes)))
                for label, quotes in source_spans.quotes_by_field(meeting)
            ),
        )

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        return check.fieldsets(obj, may_change=self.has_change_permission(request, obj))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        meeting = self.get_object(request, object_id)
        context = {"text": AnnotatedText(meeting)} if meeting else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | context)

    def response_change(self, request: HttpRequest, obj: Meeting) -> HttpResponse:
        if "_next" not in request.POST:
            return super().response_change(request, obj)
        following = review_queue.next_pending_review(obj)
        if following is None:
            self.message_user(request, gettext("待核的都看过了。"), messages.SUCCESS)
            return redirect("admin:bulletins_meeting_queue")
        return redirect("admin:bulletins_meeting_change", following.pk)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may_publish(request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        locked = () if self.has_publish_permission(request) else ("published",)
        return (*self.readonly_fields, *locked)

    def delete_model(self, request: HttpRequest, obj: Meeting) -> None:
        delete_meetings(Meeting.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Meeting]) -> None:
        delete_meetings(queryset)

    def save_model(self, request: HttpRequest, obj: Meeting, form: ModelForm, change: bool) -> None:
        """Save nothing yet: `save_related` saves the meeting and its rows as one change."""

    def save_related(
        self, request: HttpRequest, form: MeetingForm, formsets: Any, change: bool
    ) -> None:
        meeting, user = form.instance, params.request_user(request)
        old_body = form.initial["body"]
        fields = [formset.prefix for formset in formsets]
        before = [[each.instance.pk for each in formset.initial_forms] for formset in formsets]
        with revisions.change(meeting, user, form.cleaned_data.get("reason", "")):
            meeting.save()
            super().save_related(request, form, formsets, change)
            self._move_source_spans(meeting, dict(zip(fields, before, strict=True)))
            if "body" in form.changed_data:
                update_excluded(meeting, old_body)
        if form.became_meeting:
            message = gettext(
                "原来不当会议读，日期、地点、人员和重点工作都没有读取，请对照正文填写，"
                "或者在简报页上点“重新读取”看看。"
            )
            messages.warning(request, message)

    @staticmethod
    def _move_source_spans(meeting: Meeting, before: dict[str, list[int]]) -> None:
        """Reorder the source spans of people and priorities as their rows were reordered.

        `before` has the primary keys of the rows of each field, in the order before saving.
        """
        evidence = dict(meeting.evidence)
        for field, pks in before.items():
            pks_after = list(getattr(meeting, field).values_list("pk", flat=True))
            if field in evidence:
                evidence[field] = source_spans.reorder_spans(evidence[field], pks, pks_after)
        if evidence != meeting.evidence:
            meeting.evidence = {field: spans for field, spans in evidence.items() if spans}
            meeting.save()

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        restore = partial(restore_view, admin=self)
        withdraw = partial(withdraw_view, admin=self)
        duplicates = partial(duplicates_view, admin=self)
        queue = partial(queue_view, admin=self)
        statistics = partial(statistics_view, admin=self)
        return [
            path(
                "<int:pk>/states/<int:revision_pk>/",
                wrap(restore),
                name="bulletins_meeting_restore",
            ),
            path("withdraw/", wrap(withdraw), name="bulletins_meeting_withdraw"),
            path("<int:pk>/duplicates/", wrap(duplicates), name="bulletins_meeting_duplicates"),
            path("queue/", wrap(queue), name="bulletins_meeting_queue"),
            path("statistics/", wrap(statistics), name="bulletins_statistics"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        return revisions_view(request, self, object_id)

    @admin.action(description=_("发布所选会议"), permissions=["publish"])
    def publish(self, request: HttpRequest, meetings: QuerySet[Meeting]) -> None:
        skipped = publishing.not_meetings(meetings).count()
        reported = meetings.filter(document_kind__in=DocumentKind.of_meetings())
        withheld = publishing.withheld(reported)
        ready = reported.exclude(pk__in=withheld)
        count = publishing.publish(ready, params.request_user(request))
        message = ngettext("已发布 %d 次会议。", "已发布 %d 次会议。", count)
        self.message_user(request, message % count, messages.SUCCESS)
        if withheld:
            # Published together, nobody would have looked at them.
            message = gettext("%(count)d 篇没有发布，请点开逐篇核对后再发布：%(reasons)s。")
            reasons = withheld_phrase(Counter(withheld.values()))
            params_of_message = {"count": len(withheld), "reasons": reasons}
            self.message_user(request, message % params_of_message, messages.WARNING)
        if skipped:
            message = gettext("%(count)d 篇没有发布：%(reason)s")
            params_of_message = {"count": skipped, "reason": publishing.NO_MEETING}
            self.message_user(request, message % params_of_message, messages.WARNING)

    @admin.action(description=_("退回所选会议（改为草稿）"), permissions=["publish"])
    def withdraw(self, request: HttpRequest, meetings: QuerySet[Meeting]) -> HttpResponse:
        query = [("pk", str(pk)) for pk in meetings.values_list("pk", flat=True)]
        return redirect(f"{reverse('admin:bulletins_meeting_withdraw')}?{urlencode(query)}")
